package io.github.lanewise.app.report;

import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.data.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An {@code .npz} file that says in its array {@code made_by} which command wrote it, and that only it replaces. */
public final class ArrayFile {
  private static final String MADE_BY = "made_by";

  private ArrayFile() {}

  /**
   * Refuses a place where the file cannot be written, before any work is done for it.
   *
   * @param command that will write, such as {@code lanewise task}
   * @throws IllegalArgumentException if a file is there that this command did not write
   */
  public static void requireReplaceable(Path file, String command) throws IOException {
    WholeFile.requireWritable(file);
    if (Files.exists(file) && !isOf(file, command)) {
      throw new IllegalArgumentException(file + " is there, and is no .npz file that '" + command
          + "' wrote, so it is not replaced: name another file, or remove it");
    }
  }

  /**
   * The same for files that are told by an array that all of their kind have.
   *
   * @param array that tells
   * @param kind in words, such as {@code policy}
   * @throws IllegalArgumentException if a file of another kind is there
   */
  public static void requireReplaceable(Path file, String array, String kind) throws IOException {
    WholeFile.requireWritable(file);
    if (Files.exists(file) && !has(file, array)) {
      throw new IllegalArgumentException(file + " is there, and is no .npz file of a " + kind + ", so it is not"
          + " replaced: name another file, or remove it");
    }
  }

  private static boolean has(Path file, String array) throws IOException {
    try {
      return NpzFile.read(file).has(array);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isOf(Path file, String command) throws IOException {
    try {
      return NpzFile.read(file).texts(MADE_BY).equals(List.of(command));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Writes the arrays in the order of the map, and who made them.
   *
   * @param origin where they come from, a line each: the array {@code origin}
   */
  public static void write(Path file, String command, Map<String, NpyArray> arrays, List<String> origin)
      throws IOException {
    Map<String, NpyArray> all = new LinkedHashMap<>(Map.of(MADE_BY, NpyArray.ofTexts(List.of(command))));
    all.putAll(arrays);
    all.put("origin", NpyArray.ofTexts(origin));
    NpzFile.write(file, all);
  }
}
