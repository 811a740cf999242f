package io.github.lanewise.app.report;

import io.github.lanewise.data.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that {@code --report} names: report.html, and plots.csv and plots.npz with what it plots. */
public final class ReportFolder {
  private ReportFolder() {}

  /** The page in a folder. */
  public static Path page(Path folder) {
    return folder.resolve("report.html");
  }

  /**
   * Makes it if there is none.
   *
   * @throws IllegalArgumentException if it cannot be made
   * @throws IOException if the page cannot be written there
   */
  public static void make(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new IllegalArgumentException("cannot write a report into " + folder + ": "
          + (e instanceof FileAlreadyExistsException ? "it is a file" : "no folder can be made there"), e);
    }
    WholeFile.requireWritable(page(folder));
  }

  /**
   * The same for a command that replaces its own pages alone.
   *
   * @param command whose pages they are, such as {@code lanewise train}
   * @throws IllegalArgumentException if there is the page of another command, too
   */
  public static void make(Path folder, String command) throws IOException {
    Path page = page(folder);
    if (Files.exists(page) && !Files.readString(page).contains("command  " + command + " ")) {
      throw new IllegalArgumentException(folder + " has a report that '" + command + "' did not write, so it is not"
          + " replaced: name another folder");
    }
    make(folder);
  }

  /** Writes the page and the numbers behind its charts into a folder that exists. */
  public static void write(Path folder, HtmlPage page) throws IOException {
    WholeFile.write(page(folder), out -> out.write(page.toHtml().getBytes(StandardCharsets.UTF_8)));
    PlottedData.writeCsv(folder.resolve("plots.csv"), page.charts());
    PlottedData.writeNpz(folder.resolve("plots.npz"), page.charts());
  }
}
