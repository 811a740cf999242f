package io.github.lanewise.data;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that appear when they are complete, or not at all: beside their place, then renamed. */
public final class WholeFile {
  private WholeFile() {}

  /** What writes the bytes of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes them all; the stream is buffered, and closed by the one who made it.
     *
     * @param out where the bytes go
     * @throws IOException if they cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, in place of one that is there; a symbolic link stays, and what it leads to is replaced.
   *
   * @param file where
   * @param content its bytes
   * @throws IOException if the file cannot be written, with its name; what was there is unchanged then
   */
  public static void write(Path file, Content content) throws IOException {
    Path place = place(file);
    Path beside = beside(place);
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16)) {
        content.writeTo(out);
      }
      Files.move(beside, place, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // Such as a full disk, of which the system says no more.
      throw (IOException) new FileSystemException(file.toString(), null, e.getMessage()).initCause(e);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Refuses a place where no file can be written, before any work is done for it.
   *
   * @param file where
   * @throws FileNotFoundException saying why: it is a folder, a device or a pipe, or nothing can be made beside it
   */
  public static void requireWritable(Path file) throws IOException {
    Path place = place(file);
    Path folder = place.getParent();
    if (folder == null || Files.isDirectory(place)) {
      throw refusal(file, "it is a folder");
    }
    if (Files.exists(place) && !Files.isRegularFile(place)) {
      throw refusal(file, "it is a device or a pipe, which cannot be replaced by a file");
    }
    if (!Files.isDirectory(folder)) {
      throw refusal(file, Files.exists(folder) ? folder + " is no folder" : "there is no folder " + folder);
    }
    try {
      Files.delete(Files.createFile(beside(place)));
    } catch (FileSystemException e) {
      throw refusal(file, "no file can be made in " + folder);
    }
  }

  private static Path place(Path file) throws IOException {
    return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
  }

  private static Path beside(Path place) {
    return place.resolveSibling(place.getFileName() + "." + ProcessHandle.current().pid() + ".part");
  }

  private static FileNotFoundException refusal(Path file, String reason) {
    return new FileNotFoundException("cannot write " + file + ": " + reason);
  }
}
