package io.github.lanewise.hardware.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.hardware.recording.mcap.McapReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what {@link McapRecording} wrote, finished or not. */
final class McapRecordingReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  McapRecordingReader(Path file) {
    this.file = file;
  }

  Recording read() throws IOException {
    try (McapReader mcap = McapReader.open(file)) {
      List<double[]> rows = new ArrayList<>();
      RecordingHeader header = null;
      for (McapReader.Message message = mcap.next(); message != null; message = mcap.next()) {
        if (message.channel().topic().equals(McapRecording.TOPIC)) {
          header = header == null ? header(mcap, message.channel()) : header;
          rows.add(row(header, message));
        }
      }
      if (header == null) {
        header = header(mcap, channel(mcap));
      }
      SortedMap<Integer, double[]> parameters = new TreeMap<>();
      for (McapReader.Metadata metadata : mcap.metadata()) {
        if (metadata.name().equals(McapRecording.ROLLOUT)) {
          parameters.put((int) number(metadata, McapRecording.NUMBER),
              numbers(metadata, McapRecording.PARAMETERS));
        }
      }
      return new Recording(header, rows, parameters, mcap.cutOff());
    }
  }

  private McapReader.Channel channel(McapReader mcap) {
    List<String> topics = mcap.channels().stream().map(McapReader.Channel::topic).toList();
    return mcap.channels().stream().filter(channel -> channel.topic().equals(McapRecording.TOPIC)).findFirst()
        .orElseThrow(() -> refusal("has no channel '" + McapRecording.TOPIC + "', "
            + (topics.isEmpty() ? "and no other" : "only " + String.join(", ", topics))
            + (mcap.cutOff() == null ? "" : "; it " + mcap.cutOff()), null));
  }

  private RecordingHeader header(McapReader mcap, McapReader.Channel channel) {
    McapReader.Metadata about = mcap.metadata().stream()
        .filter(metadata -> metadata.name().equals(McapRecording.RECORDING)).findFirst()
        .orElseThrow(() -> refusal("has no metadata '" + McapRecording.RECORDING + "'", null));
    if (channel.schema() == null || !channel.schema().encoding().equals("jsonschema")) {
      throw refusal("has no JSON schema for its channel '" + McapRecording.TOPIC + "'", null);
    }
    List<RecordedField> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property
        : json(channel.schema().data(), "the schema").path("properties").properties()) {
      boolean list = property.getValue().path("type").asText().equals("array");
      fields.add(new RecordedField(property.getKey(), list ? property.getValue().path("minItems").asInt() : 0,
          property.getValue().path("description").asText()));
    }
    try {
      return new RecordingHeader(fields, number(about, McapRecording.TIME_STEP),
          Long.parseLong(about.values().getOrDefault(McapRecording.START, "0")),
          numbers(about, McapRecording.NOMINAL), RecordingOrigin.of(mcap.metadata().stream()
              .filter(metadata -> metadata.name().equals(McapRecording.ORIGIN)).map(McapReader.Metadata::values)
              .findFirst().orElse(Map.of())));
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage(), e);
    }
  }

  private double[] row(RecordingHeader header, McapReader.Message message) {
    String where = "the tick at " + message.time() + " ns";
    JsonNode object = json(message.data(), where);
    double[] row = new double[header.width()];
    int place = 0;
    for (RecordedField field : header.fields()) {
      JsonNode value = object.path(field.name());
      if (field.size() > 0 && value.size() != field.size()) {
        throw refusal(where + " has " + value.size() + " numbers in " + field.name() + ", but its schema says "
            + field.size(), null);
      }
      for (int i = 0; i < field.width(); i++) {
        row[place++] = (field.size() == 0 ? value : value.path(i)).asDouble(Double.NaN);
      }
    }
    return row;
  }

  private double number(McapReader.Metadata metadata, String key) {
    return json(text(metadata, key).getBytes(StandardCharsets.UTF_8), key).asDouble(Double.NaN);
  }

  private double[] numbers(McapReader.Metadata metadata, String key) {
    JsonNode array = json(text(metadata, key).getBytes(StandardCharsets.UTF_8), key);
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.path(i).asDouble(Double.NaN);
    }
    return numbers;
  }

  private String text(McapReader.Metadata metadata, String key) {
    String text = metadata.values().get(key);
    if (text == null) {
      throw refusal("has metadata '" + metadata.name() + "' without '" + key + "'", null);
    }
    return text;
  }

  private JsonNode json(byte[] bytes, String what) {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw refusal("has no JSON where " + what + " should be: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw refusal("has no text where " + what + " should be", e);
    }
  }

  private IllegalArgumentException refusal(String reason, Exception cause) {
    return new IllegalArgumentException(file + ": " + reason, cause);
  }
}
