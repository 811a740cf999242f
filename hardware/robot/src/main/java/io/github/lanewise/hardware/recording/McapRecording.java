package io.github.lanewise.hardware.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.data.NumberText;
import io.github.lanewise.hardware.recording.mcap.McapWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A recording as an MCAP file: a row is a JSON object on the channel {@value #TOPIC}, whose JSON schema says what is in
 * it; a number that is not finite is null.
 *
 * <p>The metadata record {@value #RECORDING} has the time step and the nominal parameters, {@value #ORIGIN} whose ticks
 * they are, and a record {@value #ROLLOUT} the number and the parameters of each roll-out, lists as JSON arrays. Where
 * it is told, {@link McapView} shows the robot.
 */
final class McapRecording implements RecordingWriter {
  static final String TOPIC = "/ticks";
  static final String RECORDING = "lanewise.recording";
  static final String ORIGIN = "lanewise.origin";
  static final String ROLLOUT = "lanewise.rollout";
  static final String TIME_STEP = "time_step_s";
  static final String START = "start_ns";
  static final String NOMINAL = "nominal";
  static final String NUMBER = "rollout";
  static final String PARAMETERS = "parameters";

  private final RecordingHeader header;
  /** An array, because iterating over a list leaves an iterator behind at every row. */
  private final RecordedField[] fields;
  private final McapWriter mcap;
  private final int channel;
  private final int timePlace;
  /** Null for none. */
  private final McapView view;
  private final StringBuilder json = new StringBuilder();
  private byte[] bytes = {};
  private long sequence;

  /** {@code viewed}: with what shows the robot, if the header has it. */
  McapRecording(Path file, RecordingHeader header, boolean viewed) throws IOException {
    this.header = header;
    fields = header.fields().toArray(RecordedField[]::new);
    timePlace = header.place(RecordingHeader.TIME);
    mcap = new McapWriter(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE), "", "lanewise");
    try {
      mcap.metadata(RECORDING, Map.of(TIME_STEP, Double.toString(header.timeStep()),
          START, Long.toString(header.startNanos()), NOMINAL, array(header.nominal())));
      if (!header.origin().joints().isEmpty()) {
        mcap.metadata(ORIGIN, header.origin().toTexts());
      }
      int schema = mcap.schema("lanewise.Tick", "jsonschema", schema().toString().getBytes(StandardCharsets.UTF_8));
      channel = mcap.channel(schema, TOPIC, "json", Map.of());
      view = viewed && McapView.fits(header) ? new McapView(mcap, header) : null;
    } catch (IOException e) {
      mcap.close();
      throw e;
    }
  }

  private ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema").put("title", "lanewise.Tick")
        .put("description", "one tick of a control loop").put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (RecordedField field : fields) {
      ObjectNode property = properties.putObject(field.name()).put("description", field.description());
      ObjectNode number = property;
      if (field.size() > 0) {
        property.put("type", "array").put("minItems", field.size()).put("maxItems", field.size());
        number = property.putObject("items");
      }
      number.put("type", "number");
    }
    return schema;
  }

  @Override
  public void rollout(int number, double[] parameters) throws IOException {
    mcap.metadata(ROLLOUT, Map.of(NUMBER, Integer.toString(number), PARAMETERS, array(parameters)));
  }

  @Override
  public void row(double[] numbers) throws IOException {
    json.setLength(0);
    int place = 0;
    for (RecordedField field : fields) {
      json.append(place == 0 ? "{\"" : ",\"").append(field.name()).append("\":");
      if (field.size() == 0) {
        append(numbers[place]);
      } else {
        append(numbers, place, field.size());
      }
      place += field.width();
    }
    json.append('}');
    long time = header.startNanos() + Math.round(1e9 * numbers[timePlace]);
    mcap.message(channel, sequence++, time, ascii(), json.length());
    if (view != null) {
      view.row(numbers, time);
    }
  }

  /** The JSON in an array that is used again and again: garbage of the writer's would be a pause of the loop's. */
  private byte[] ascii() {
    if (bytes.length < json.length()) {
      bytes = new byte[2 * json.length()];
    }
    for (int i = 0; i < json.length(); i++) {
      bytes[i] = (byte) json.charAt(i);
    }
    return bytes;
  }

  private String array(double[] numbers) {
    json.setLength(0);
    append(numbers, 0, numbers.length);
    return json.toString();
  }

  private void append(double[] numbers, int start, int count) {
    json.append('[');
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",");
      append(numbers[start + i]);
    }
    json.append(']');
  }

  private void append(double number) {
    if (Double.isFinite(number)) {
      NumberText.append(json, number);
    } else {
      json.append("null");
    }
  }

  @Override
  public void flush() throws IOException {
    mcap.endChunk();
  }

  @Override
  public void close() throws IOException {
    mcap.close();
  }
}
