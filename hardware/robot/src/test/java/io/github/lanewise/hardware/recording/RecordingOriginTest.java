package io.github.lanewise.hardware.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.hardware.recording.mcap.McapReader;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Interpreter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose ticks a recording has, and what shows the robot in viewers: read back, and beside the engine's kinematics. */
final class RecordingOriginTest {
  private static final String INERTIAL = "<inertial><mass value='1'/><inertia ixx='1' iyy='1' izz='1' ixy='0' ixz='0'"
      + " iyz='0'/></inertial>";
  /** Turns about a skew axis from a skew place, slides, turns once more; a tool and a plate are fixed. */
  private static final String URDF = """
      <robot name="arm"><link name="base"/><link name="upper">%1$s</link><link name="slide">%1$s</link>
      <link name="w\u00e9rist">%1$s</link><link name="tool"/>
      <joint name="turn" type="revolute"><parent link="base"/><child link="upper"/><origin xyz="0.1 -0.2 0.3"
        rpy="0.4 -1.1 2.9"/><axis xyz="0.6 0 0.8"/><limit lower="-2" upper="2" effort="1" velocity="1"/></joint>
      <joint name="reach" type="prismatic"><parent link="upper"/><child link="slide"/><origin xyz="0 0.05 0.5"
        rpy="-2.2 0.3 0.7"/><axis xyz="0 0.6 -0.8"/><limit lower="-1" upper="1" effort="1" velocity="1"/></joint>
      <joint name="grip" type="continuous"><parent link="slide"/><child link="w\u00e9rist"/><origin xyz="0.3 0 0"
        rpy="3.1415926 0 0"/><axis xyz="0 1 0"/></joint>
      <joint name="mount" type="fixed"><parent link="w\u00e9rist"/><child link="tool"/><origin xyz="0 0 0.2"
        rpy="0 1.5 0"/></joint></robot>""".formatted(INERTIAL);
  private static final RobotModel ARM = RobotModel.parse(URDF);
  private static final long START = 1_700_000_000_000_000_000L;

  @TempDir
  private Path folder;
  private final SplittableRandom random = new SplittableRandom(5);

  private static RecordingHeader header() {
    List<RecordedField> fields = new ArrayList<>(List.of(new RecordedField(RecordingHeader.TICK, 0, "number"),
        new RecordedField(RecordingHeader.TIME, 0, "[s]")));
    for (String name : List.of(RecordingHeader.POSITION, RecordingHeader.VELOCITY, RecordingHeader.TORQUE)) {
      fields.add(new RecordedField(name, 3, "of " + name));
    }
    return new RecordingHeader(fields, 1e-3, START, new double[0], RecordingOrigin.of("arm.urdf",
        new RecordingOrigin.View(ARM, URDF), List.of("servo 4", "servos 2 and 3", ""), "free", "1.2.3", -7L));
  }

  private double[] row(int tick) {
    double[] row = new double[11];
    for (int i = 2; i < row.length; i++) {
      row[i] = random.nextDouble(-1.5, 1.5);
    }
    row[0] = tick;
    row[1] = tick * 1e-3;
    return row;
  }

  private List<double[]> record(Path file, int ticks) throws IOException {
    List<double[]> rows = new ArrayList<>();
    try (RecordingWriter out = RecordingWriter.open(file, header())) {
      for (int tick = 0; tick < ticks; tick++) {
        rows.add(row(tick));
        out.row(rows.getLast());
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.mcap", "r.npz", "r.csv"})
  void everyFormatTellsWhoseTicksItHas(String name) throws IOException {
    Path file = folder.resolve(name);
    record(file, 3);
    RecordingOrigin read = Recording.read(file).header().origin();
    assertThat(read).isEqualTo(new RecordingOrigin("arm.urdf", List.of("turn", "reach", "grip"),
        List.of("rad", "m", "rad"), List.of("servo 4", "servos 2 and 3", ""), "free", "1.2.3", -7L, null));
    assertThat(read.units("rad/s", "m/s")).isEqualTo("turn rad/s, reach m/s, grip rad/s");
  }

  @Test
  void programsReadItWithoutThisLibrary() throws IOException {
    record(folder.resolve("r.csv"), 3);
    JsonNode about = new ObjectMapper().readTree(folder.resolve("r.csv.json").toFile());
    assertThat(about.get("joints").valueStream().map(JsonNode::asText)).containsExactly("turn", "reach", "grip");
    assertThat(about.get("seed").isIntegralNumber()).isTrue();
    assertThat(about.at("/fields/velocity").asText()).isEqualTo("of velocity");
    record(folder.resolve("r.npz"), 3);
    assertThat(NpzFile.read(folder.resolve("r.npz")).texts("origin_joints")).containsExactly("turn", "reach", "grip");
    Files.writeString(folder.resolve("r.csv.json"), "{");
    assertThatIllegalArgumentException().isThrownBy(() -> Recording.read(folder.resolve("r.csv")))
        .withMessageContaining("r.csv.json is no JSON");
    RecordingHeader silent = new RecordingHeader(header().fields(), 1e-3, START, new double[0]);
    RecordingWriter.open(folder.resolve("r.csv"), silent).close();
    assertThat(folder.resolve("r.csv.json")).as("not of this recording").doesNotExist();
  }

  private Map<String, List<McapReader.Message>> messages(Path file) throws IOException {
    Map<String, List<McapReader.Message>> byTopic = new HashMap<>();
    try (McapReader mcap = McapReader.open(file)) {
      for (McapReader.Message next = mcap.next(); next != null; next = mcap.next()) {
        byTopic.computeIfAbsent(next.channel().topic(), topic -> new ArrayList<>()).add(next);
      }
    }
    return byTopic;
  }

  private static JsonNode json(McapReader.Message message) throws IOException {
    return new ObjectMapper().readTree(message.data());
  }

  /** 100 ticks of 1 ms are five fiftieths of a second. */
  @Test
  void jointsAndTheDescriptionAreThereForViewers() throws IOException {
    Path file = folder.resolve("r.mcap");
    List<double[]> rows = record(file, 100);
    Map<String, List<McapReader.Message>> messages = messages(file);
    assertThat(messages.get("/ticks")).hasSize(100);
    assertThat(messages.get("/joint_states")).hasSize(5);
    McapReader.Message message = messages.get("/joint_states").get(2);
    assertThat(message.channel().schema().name()).isEqualTo("foxglove.JointStates");
    assertThat(message.channel().schema().encoding()).isEqualTo("jsonschema");
    JsonNode states = json(message);
    assertThat(states.at("/timestamp/sec").asLong() * 1_000_000_000 + states.at("/timestamp/nsec").asLong())
        .isEqualTo(message.time()).isEqualTo(START + 40_000_000);
    for (int j = 0; j < 3; j++) {
      JsonNode joint = states.at("/joints/" + j);
      assertThat(joint.get("name").asText()).isEqualTo(ARM.joints().get(j).name());
      assertThat(joint.get("position").asDouble()).isEqualTo(rows.get(40)[2 + j]);
      assertThat(joint.get("velocity").asDouble()).isEqualTo(rows.get(40)[5 + j]);
      assertThat(joint.get("effort").asDouble()).isEqualTo(rows.get(40)[8 + j]);
    }
    McapReader.Message description = messages.get("/robot_description").getFirst();
    assertThat(description.channel().schema().name()).isEqualTo("std_msgs/String");
    assertThat(json(description).get("data").asText()).isEqualTo(URDF);
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).as("attached as it is").contains(URDF);
  }

  /** Chained along their parents, the transforms are the engine's poses of the bodies in the world. */
  @Test
  void framesAreWhereTheEngineHasThem() throws IOException {
    Path file = folder.resolve("r.mcap");
    List<double[]> rows = record(file, 200);
    Interpreter kinematics = new Interpreter(Algorithms.forwardKinematics(ARM));
    int at = 0;
    for (McapReader.Message message : messages(file).get("/tf")) {
      assertThat(message.channel().schema().name()).isEqualTo("foxglove.FrameTransforms");
      Map<String, double[][]> world = new HashMap<>(Map.of("base", new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0},
          {0, 0, 1, 0}, {0, 0, 0, 1}}));
      for (JsonNode transform : json(message).get("transforms")) {
        world.put(transform.get("child_frame_id").asText(), times(
            world.get(transform.get("parent_frame_id").asText()), matrix(transform)));
      }
      double[] row = rows.get(at);
      double[] engine = kinematics.evaluate(new double[] {row[2], row[3], row[4]})[0];
      List<String> links = List.of("upper", "slide", "w\u00e9rist");
      for (int j = 0; j < 3; j++) {
        double[][] pose = world.get(links.get(j));
        for (int i = 0; i < 3; i++) {
          assertThat(pose[i][3]).isCloseTo(engine[12 * j + 9 + i], within(1e-12));
          for (int k = 0; k < 3; k++) {
            assertThat(pose[i][k]).isCloseTo(engine[12 * j + 3 * i + k], within(1e-12));
          }
        }
      }
      assertThat(world).as("fixed links too").containsKey("tool");
      double[][] tool = world.get("tool");
      double[][] wrist = world.get("w\u00e9rist");
      for (int i = 0; i < 3; i++) {
        assertThat(tool[i][3]).isCloseTo(wrist[i][3] + 0.2 * wrist[i][2], within(1e-12));
      }
      at += 20;
    }
    assertThat(at).isEqualTo(200);
  }

  private static double[][] matrix(JsonNode transform) {
    double x = transform.at("/rotation/x").asDouble();
    double y = transform.at("/rotation/y").asDouble();
    double z = transform.at("/rotation/z").asDouble();
    double w = transform.at("/rotation/w").asDouble();
    return new double[][] {
      {1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w), transform.at("/translation/x").asDouble()},
      {2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w), transform.at("/translation/y").asDouble()},
      {2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y), transform.at("/translation/z").asDouble()},
      {0, 0, 0, 1}};
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] c = new double[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        for (int k = 0; k < 4; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  @Test
  void whatShowsTheRobotLeavesNextToNothingBehind() throws IOException {
    double[] row = row(0);
    try (RecordingWriter out = RecordingWriter.open(folder.resolve("r.mcap"), header())) {
      assertThat(RowGarbage.bytes(out, tick -> {
        row[0] = tick;
        row[1] = tick * 1e-3;
        return row;
      })).isLessThan(10);
    }
  }
}
