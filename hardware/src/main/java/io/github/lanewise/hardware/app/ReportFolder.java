package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.data.WholeFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that {@code --report} names. */
final class ReportFolder {
  private ReportFolder() {}

  /**
   * Makes it if there is none.
   *
   * @param page that will be written there
   * @throws IllegalArgumentException if it cannot be made
   * @throws IOException if the page cannot be written there
   */
  static void make(Path folder, String page) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new IllegalArgumentException("cannot write a report into " + folder + ": "
          + (e instanceof FileAlreadyExistsException ? "it is a file" : "no folder can be made there"), e);
    }
    WholeFile.requireWritable(folder.resolve(page));
  }
}
