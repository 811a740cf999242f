package io.github.lanewise.hardware.data;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that appear when they are complete, or not at all: beside their place, then renamed. */
public final class WholeFile {
  private WholeFile() {}

  /** What writes the bytes of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes them all; the stream is buffered, and closed by the one who made it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file, in place of one that is there. */
  public static void write(Path file, Content content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16)) {
        content.writeTo(out);
      }
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** Refuses a place where no file can be written, before any work is done for it. */
  public static void requireWritable(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new FileNotFoundException("cannot write " + file + ": it is a folder");
    }
    if (!Files.exists(folder)) {
      throw new FileNotFoundException("cannot write " + file + ": there is no folder " + folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    if (!Files.isWritable(folder)) {
      throw new FileNotFoundException("cannot write " + file + ": no right to write in " + folder);
    }
  }
}
