package io.github.lanewise.hardware.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what {@link CsvRecording} wrote; a last line without a line break is left out. */
final class CsvRecordingReader {
  private static final Pattern IN_LIST = Pattern.compile("(.*\\D)(\\d+)");
  private static final String PARAMETER = "w";

  private final Path file;
  private final List<double[]> rows = new ArrayList<>();
  private final SortedMap<Integer, double[]> parameters = new TreeMap<>();
  private int lineNumber;
  private String cutOff;

  CsvRecordingReader(Path file) {
    this.file = file;
  }

  Recording read() throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String header = line(in);
      if (header == null) {
        throw nothing();
      }
      List<String> columns = List.of(header.split(",", -1));
      List<RecordedField> fields = fields(columns);
      boolean hasParameters = fields.getLast().name().equals(PARAMETER);
      int p = hasParameters ? fields.removeLast().size() : 0;
      RecordingHeader layout = new RecordingHeader(fields, 1, 0, new double[0]);
      double[] nominal = hasParameters ? row(in, columns) : null;
      if (hasParameters && nominal == null) {
        throw nothing();
      }
      for (double[] row = row(in, columns); row != null; row = row(in, columns)) {
        add(row, layout, p);
      }
      int time = layout.place(RecordingHeader.TIME);
      double timeStep = hasParameters ? nominal[time] : meanTimeStep(time);
      double[] w = hasParameters ? Arrays.copyOfRange(nominal, layout.width(), nominal.length) : new double[0];
      return new Recording(new RecordingHeader(fields, timeStep, 0, w, origin()), rows, parameters, cutOff);
    } catch (IllegalArgumentException e) {
      throw e.getMessage().startsWith(file.toString()) ? e
          : new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Of the file beside it; none if there is none. */
  private RecordingOrigin origin() throws IOException {
    Path about = CsvRecording.about(file);
    if (!Files.exists(about)) {
      return RecordingOrigin.NONE;
    }
    Map<String, String> texts = new HashMap<>();
    try {
      for (Map.Entry<String, JsonNode> entry : new ObjectMapper().readTree(about.toFile()).properties()) {
        JsonNode value = entry.getValue();
        texts.put(entry.getKey(), value.isArray()
            ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining("\n")) : value.asText());
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(about + " is no JSON: " + e.getOriginalMessage(), e);
    }
    return RecordingOrigin.of(texts);
  }

  private IllegalArgumentException nothing() {
    return new IllegalArgumentException(file + " is cut off before its first tick, so there is nothing to read");
  }

  /** The next line; null if there is none that ends with a line break. */
  private String line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        lineNumber++;
        return line.toString();
      }
      line.append((char) next);
    }
    if (!line.isEmpty()) {
      cutOff = "is cut off within line " + (lineNumber + 1);
    }
    return null;
  }

  private static List<RecordedField> fields(List<String> columns) {
    List<RecordedField> fields = new ArrayList<>();
    for (String column : columns) {
      Matcher inList = IN_LIST.matcher(column);
      if (!inList.matches()) {
        fields.add(new RecordedField(column, 0, ""));
      } else if (inList.group(2).equals("0")) {
        fields.add(new RecordedField(inList.group(1), 1, ""));
      } else {
        RecordedField list = fields.isEmpty() ? null : fields.getLast();
        if (list == null || !column.equals(list.name() + list.size())) {
          throw new IllegalArgumentException("has a column " + column + " without the one before it");
        }
        fields.set(fields.size() - 1, new RecordedField(list.name(), list.size() + 1, ""));
      }
    }
    return fields;
  }

  private double[] row(BufferedReader in, List<String> columns) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    String[] cells = line.split(",", -1);
    if (cells.length != columns.size()) {
      throw refuse("has " + cells.length + " cells, but the header has " + columns.size());
    }
    double[] row = new double[cells.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = number(cells[i].strip(), columns.get(i));
    }
    return row;
  }

  private double number(String cell, String column) {
    try {
      return switch (cell) {
        case "" -> Double.NaN;
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(cell);
      };
    } catch (NumberFormatException e) {
      throw refuse("has '" + cell + "' in column " + column + ", which is no number");
    }
  }

  private void add(double[] row, RecordingHeader layout, int p) {
    if (Double.isNaN(row[0])) {
      throw refuse("has no number in column " + RecordingHeader.TICK);
    }
    rows.add(Arrays.copyOf(row, layout.width()));
    double rollout = p == 0 ? -1 : row[layout.place(RecordingHeader.ROLLOUT)];
    if (rollout >= 0) {
      parameters.putIfAbsent((int) rollout, Arrays.copyOfRange(row, layout.width(), row.length));
    }
  }

  /** From the times of the ticks, because nothing else tells it; 1 if there are not two. */
  private double meanTimeStep(int time) {
    if (rows.size() < 2) {
      return 1;
    }
    double[] first = rows.getFirst();
    double[] last = rows.getLast();
    return (last[time] - first[time]) / (last[0] - first[0]);
  }

  private IllegalArgumentException refuse(String reason) {
    return new IllegalArgumentException(file + ":" + lineNumber + ": " + reason);
  }
}
