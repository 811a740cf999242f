package io.github.lanewise.hardware.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.lanewise.data.NumberText;
import io.github.lanewise.hardware.recording.mcap.McapWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What viewers of MCAP files show a robot by, beside its ticks: the state of its joints on {@value #JOINTS}, its frames
 * on {@value #FRAMES}, at most {@value #RATE} times a second each, and its description on {@value #DESCRIPTION} and as
 * an attachment. Sources of the schemas: Foxglove, "JointStates" and "FrameTransforms"; ROS, std_msgs/String.
 */
final class McapView {
  static final String JOINTS = "/joint_states";
  static final String FRAMES = "/tf";
  static final String DESCRIPTION = "/robot_description";
  static final int RATE = 50;

  private static final String NUMBER = "{\"type\":\"number\"}";
  private static final String TEXT = "{\"type\":\"string\"}";
  private static final String TIME = object("sec", "{\"type\":\"integer\"}", "nsec", "{\"type\":\"integer\"}");
  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final long BILLION = 1_000_000_000;
  private static final long PERIOD_NANOS = BILLION / RATE;

  private final McapWriter mcap;
  private final RecordingHeader header;
  private final String[] names;
  private final FramePoses frames;
  private final String[] frameNames;
  private final String[] frameParents;
  private final int position;
  private final int velocity;
  private final int effort;
  private final int jointChannel;
  private final int frameChannel;
  private final StringBuilder json = new StringBuilder();
  private byte[] bytes = {};
  private long nextNanos;
  private long sequence;

  /** Begins with the description; {@code header} has a view, and rows of so many positions, velocities and torques. */
  McapView(McapWriter mcap, RecordingHeader header) throws IOException {
    this.mcap = mcap;
    this.header = header;
    nextNanos = header.startNanos();
    names = header.origin().joints().stream().map(McapView::quoted).toArray(String[]::new);
    frames = new FramePoses(header.origin().view().model());
    frameNames = frames.names().stream().map(McapView::quoted).toArray(String[]::new);
    frameParents = frames.parents().stream().map(McapView::quoted).toArray(String[]::new);
    position = header.place(RecordingHeader.POSITION);
    velocity = header.place(RecordingHeader.VELOCITY);
    effort = header.place(RecordingHeader.TORQUE);
    String description = header.origin().view().description();
    if (description != null) {
      describe(description);
    }
    jointChannel = channel(JOINTS, "foxglove.JointStates", object("timestamp", TIME, "joints",
        array(object("name", TEXT, "position", NUMBER, "velocity", NUMBER, "effort", NUMBER))));
    String vector = object("x", NUMBER, "y", NUMBER, "z", NUMBER);
    frameChannel = channel(FRAMES, "foxglove.FrameTransforms", object("transforms", array(object("timestamp", TIME,
        "parent_frame_id", TEXT, "child_frame_id", TEXT, "translation", vector, "rotation",
        object("x", NUMBER, "y", NUMBER, "z", NUMBER, "w", NUMBER)))));
  }

  /** Whether the rows are of the robot that is to be shown. */
  static boolean fits(RecordingHeader header) {
    int joints = header.origin().joints().size();
    return header.origin().view() != null && List.of(RecordingHeader.POSITION, RecordingHeader.VELOCITY,
        RecordingHeader.TORQUE).stream().allMatch(name -> header.has(name) && header.width(name) == joints);
  }

  private void describe(String description) throws IOException {
    boolean urdf = description.contains("<robot");
    mcap.attachment(header.startNanos(), urdf ? "robot.urdf" : "robot.xml", "application/xml",
        description.getBytes(StandardCharsets.UTF_8));
    if (urdf) {
      int channel = channel(DESCRIPTION, "std_msgs/String", object("data", TEXT));
      mcap.message(channel, 0, header.startNanos(),
          ("{\"data\":" + quoted(description) + "}").getBytes(StandardCharsets.UTF_8));
    }
  }

  private int channel(String topic, String name, String schema) throws IOException {
    int id = mcap.schema(name, "jsonschema",
        schema.replaceFirst("\\{", "{\"title\":\"" + name + "\",").getBytes(StandardCharsets.UTF_8));
    return mcap.channel(id, topic, "json", Map.of());
  }

  private static String object(String... properties) {
    StringBuilder schema = new StringBuilder("{\"type\":\"object\",\"properties\":{");
    for (int i = 0; i < properties.length; i += 2) {
      schema.append(i == 0 ? "\"" : ",\"").append(properties[i]).append("\":").append(properties[i + 1]);
    }
    return schema.append("}}").toString();
  }

  private static String array(String items) {
    return "{\"type\":\"array\",\"items\":" + items + "}";
  }

  private static String quoted(String text) {
    try {
      return ASCII.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("has a name that is no text", e);
    }
  }

  /** Takes in a row of a moment [ns since 1970], and writes it if it is due. */
  void row(double[] numbers, long time) throws IOException {
    if (time < nextNanos) {
      return;
    }
    nextNanos = Math.max(nextNanos + PERIOD_NANOS, time + PERIOD_NANOS / 2); // of ticks that are early now and then
    for (int j = 0; j < names.length; j++) {
      if (!Double.isFinite(numbers[position + j])) {
        return;
      }
    }
    writeJoints(numbers, time);
    writeFrames(numbers, time);
    sequence++;
  }

  private void writeJoints(double[] numbers, long time) throws IOException {
    json.setLength(0);
    json.append('{');
    timestamp(time).append(",\"joints\":[");
    for (int j = 0; j < names.length; j++) {
      json.append(j == 0 ? "{\"name\":" : ",{\"name\":").append(names[j]);
      number(",\"position\":", numbers[position + j]);
      optional(",\"velocity\":", numbers[velocity + j]);
      optional(",\"effort\":", numbers[effort + j]);
      json.append('}');
    }
    json.append("]}");
    write(jointChannel, time);
  }

  private void writeFrames(double[] numbers, long time) throws IOException {
    frames.move(numbers, position);
    json.setLength(0);
    json.append("{\"transforms\":[");
    for (int i = 0; i < frameNames.length; i++) {
      json.append(i == 0 ? "{" : ",{");
      timestamp(time).append(",\"parent_frame_id\":").append(frameParents[i]).append(",\"child_frame_id\":")
          .append(frameNames[i]);
      number(",\"translation\":{\"x\":", frames.pose(i, 0));
      number(",\"y\":", frames.pose(i, 1));
      number(",\"z\":", frames.pose(i, 2));
      number("},\"rotation\":{\"x\":", frames.pose(i, 3));
      number(",\"y\":", frames.pose(i, 4));
      number(",\"z\":", frames.pose(i, 5));
      number(",\"w\":", frames.pose(i, 6));
      json.append("}}");
    }
    json.append("]}");
    write(frameChannel, time);
  }

  private StringBuilder timestamp(long time) {
    return json.append("\"timestamp\":{\"sec\":").append(time / BILLION).append(",\"nsec\":").append(time % BILLION)
        .append('}');
  }

  private void number(String key, double number) {
    NumberText.append(json.append(key), number);
  }

  private void optional(String key, double number) {
    if (Double.isFinite(number)) {
      number(key, number);
    }
  }

  private void write(int channel, long time) throws IOException {
    if (bytes.length < json.length()) {
      bytes = new byte[2 * json.length()];
    }
    for (int i = 0; i < json.length(); i++) {
      bytes[i] = (byte) json.charAt(i);
    }
    mcap.message(channel, sequence, time, bytes, json.length());
  }
}
