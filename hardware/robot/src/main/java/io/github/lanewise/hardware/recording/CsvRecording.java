package io.github.lanewise.hardware.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.data.NumberText;
import io.github.lanewise.data.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A recording as lines of a {@code .csv} file: a header with the fields, lists with a number behind the name, then the
 * parameters w0, w1 ... if there are any.
 *
 * <p>If there are parameters, the second line has the nominal ones and, in the column of the time, the time step, and
 * nothing else. In every other the parameters are those of the row's roll-out. A cell is empty where there is no
 * number.
 *
 * <p>Whose rows they are, when the recording began and what the fields mean is in a JSON file beside it, its name with
 * {@code .json} behind: programs that read such columns have no place for it.
 */
final class CsvRecording implements RecordingWriter {
  private final OutputStream out;
  private final RecordingHeader header;
  private final StringBuilder lines = new StringBuilder();
  private final int rolloutPlace;
  private final String noParameters;
  private String parameters;
  private int rollout = -1;

  CsvRecording(Path file, RecordingHeader header) throws IOException {
    this.header = header;
    about(file, header);
    rolloutPlace = header.nominal().length == 0 ? -1 : header.place(RecordingHeader.ROLLOUT);
    noParameters = ",".repeat(header.nominal().length);
    out = Files.newOutputStream(file);
    String separator = "";
    for (RecordedField field : header.fields()) {
      for (int i = 0; i < field.width(); i++) {
        lines.append(separator).append(field.column(i));
        separator = ",";
      }
    }
    for (int j = 0; j < header.nominal().length; j++) {
      lines.append(",w").append(j);
    }
    lines.append('\n');
    if (header.nominal().length > 0) {
      int time = header.place(RecordingHeader.TIME);
      lines.append(",".repeat(time)).append(header.timeStep()).append(",".repeat(header.width() - 1 - time))
          .append(cells(header.nominal())).append('\n');
    }
    flush();
  }

  /** The file that says what the columns are of. */
  static Path about(Path csv) {
    return csv.resolveSibling(csv.getFileName() + ".json");
  }

  /** Writes it; one of another recording goes. */
  private static void about(Path csv, RecordingHeader header) throws IOException {
    if (header.origin().joints().isEmpty()) {
      Files.deleteIfExists(about(csv));
      return;
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    header.origin().toTexts().forEach((key, text) -> json.set(key, RecordingOrigin.isList(key)
        ? strings(text.split("\n", -1)) : JsonNodeFactory.instance.textNode(text)));
    if (header.origin().seed() != null) {
      json.put(RecordingOrigin.SEED, header.origin().seed());
    }
    json.put("time_step_s", header.timeStep()).put("start_s", header.startNanos() / 1e9);
    ObjectNode fields = json.putObject("fields");
    header.fields().forEach(field -> fields.put(field.name(), field.description()));
    WholeFile.write(about(csv), out -> out.write(json.toPrettyString().getBytes(StandardCharsets.UTF_8)));
  }

  private static ArrayNode strings(String... texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (String text : texts) {
      array.add(text);
    }
    return array;
  }

  @Override
  public void rollout(int number, double[] ofRollout) {
    rollout = number;
    parameters = cells(ofRollout);
  }

  @Override
  public void row(double[] numbers) {
    String separator = "";
    for (double number : numbers) {
      lines.append(separator);
      append(lines, number);
      separator = ",";
    }
    if (rolloutPlace >= 0) {
      lines.append(numbers[rolloutPlace] >= 0 && numbers[rolloutPlace] == rollout ? parameters : noParameters);
    }
    lines.append('\n');
  }

  private static String cells(double[] numbers) {
    StringBuilder cells = new StringBuilder();
    for (double number : numbers) {
      append(cells.append(','), number);
    }
    return cells.toString();
  }

  private static void append(StringBuilder text, double number) {
    if (Double.isInfinite(number)) {
      text.append(number > 0 ? "inf" : "-inf");
    } else if (!Double.isNaN(number)) {
      NumberText.append(text, number);
    }
  }

  @Override
  public void flush() throws IOException {
    byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
    lines.setLength(0); // before, so that nothing is written twice if this fails
    out.write(bytes);
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
