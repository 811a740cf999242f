package io.github.lanewise.app.report;

import io.github.lanewise.data.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder that {@code --report} names: report.html, and plots.csv and plots.npz with what it plots. */
public final class ReportFolder {
  private ReportFolder() {}

  /** The page in a folder. */
  public static Path page(Path folder) {
    return folder.resolve("report.html");
  }

  /**
   * Refuses a folder that cannot be made or written to, or that holds the report of another run; before the work that
   * is reported, which may fail, and makes nothing.
   *
   * @param provenance of the run, whose own report may be replaced
   * @param command of which all reports may be replaced, because it goes on with what they are of; null for none
   * @throws IllegalArgumentException if it cannot be, or holds another report
   * @throws IOException if the page cannot be written there
   */
  public static void requireWritable(Path folder, Provenance provenance, String command) throws IOException {
    Path page = page(folder);
    if (Files.exists(page)) {
      String text = Files.readString(page);
      String other = text.lines().filter(line -> line.contains("command  ")).findFirst()
          .map(line -> line.replaceFirst(".*command  ", "")).orElse("");
      boolean own = command == null ? other.equals(HtmlPage.escape(provenance.command()))
          : other.startsWith(command + " ");
      if (!own) {
        throw new IllegalArgumentException(folder + " has a report that '"
            + (command == null ? provenance.command() : command) + "' did not write, so it is not replaced: name"
            + " another folder");
      }
    }
    List<Path> missing = Stream.iterate(folder.toAbsolutePath(), path -> path != null && !Files.exists(path),
        Path::getParent).toList();
    create(folder);
    WholeFile.requireWritable(page);
    for (Path made : missing) {
      Files.delete(made);
    }
  }

  /**
   * Makes it if there is none.
   *
   * @throws IllegalArgumentException if it cannot be made
   */
  public static void create(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new IllegalArgumentException("cannot write a report into " + folder + ": "
          + (e instanceof FileAlreadyExistsException ? "it is a file" : "no folder can be made there"), e);
    }
  }

  /**
   * Writes the page, the numbers behind its charts, and where all of it comes from.
   *
   * @param page of which the last section is added here
   * @param origin where it comes from, a line each
   * @param others names of files that are there beside, and what they have
   */
  public static void write(Path folder, HtmlPage page, List<String> origin, Map<String, String> others)
      throws IOException {
    create(folder);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("plots.csv", "what the charts show, a line a point");
    files.put("plots.npz", "the same as arrays");
    files.putAll(others);
    page.heading("Files").files(files).heading("Provenance").text(String.join(System.lineSeparator(), origin)
        + System.lineSeparator());
    WholeFile.write(page(folder), out -> out.write(page.toHtml().getBytes(StandardCharsets.UTF_8)));
    PlottedData.writeCsv(folder.resolve("plots.csv"), page.charts());
    PlottedData.writeNpz(folder.resolve("plots.npz"), page.charts(), origin);
  }
}
