package io.github.lanewise.app.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lanewise identify} finds the numbers of a pendulum that its file has wrong, and writes the file anew. */
class IdentifyTest {
  private static final String URDF = """
      <robot name="pendulum">
        <!-- a note that stays -->
        <link name="base"/>
        <link name="rod">
          <inertial>
            <origin xyz="0 0 -0.2"/><mass value="%s"/>
            <inertia ixx="0.004" ixy="0" ixz="0" iyy="0.004" iyz="0" izz="0.001"/>
          </inertial>
        </link>
        <link name="tool">
          <inertial>
            <mass value="0.1"/><inertia ixx="0.0001" ixy="0" ixz="0" iyy="0.0001" iyz="0" izz="0.0001"/>
          </inertial>
        </link>
        <joint name="swing" type="continuous">
          <parent link="base"/><child link="rod"/><axis xyz="0 1 0"/><dynamics damping="%s" friction="%s"/>
        </joint>
        <joint name="grip" type="fixed">
          <parent link="rod"/><child link="tool"/><origin xyz="0 0 -0.4"/>
        </joint>
      </robot>
      """;
  private static final double STEP = 0.005;
  private static final int SAMPLES = 150;
  private static final int ROLLOUTS = 8;
  private static final int LANES = 4;

  @TempDir
  private Path folder;
  private Path urdf;
  private Path data;
  private RobotModel truth;

  /** Roll-outs of another pendulum than the file's, measured with errors. */
  @BeforeEach
  void record() throws IOException {
    urdf = Files.writeString(folder.resolve("pendulum.urdf"), URDF.formatted("0.5", "0.01", "0"));
    Path other = Files.writeString(folder.resolve("truth.urdf"), URDF.formatted("0.6", "0.03", "0.02"));
    truth = RobotModel.load(other);
    data = folder.resolve("data.npz");
    Random random = new Random(4);
    DMatrixRMaj states = new DMatrixRMaj(2 * SAMPLES, ROLLOUTS);
    DMatrixRMaj actions = new DMatrixRMaj(SAMPLES, ROLLOUTS);
    try (Simulation pendulum = Simulation.of(truth).timeStep(STEP / 5).substeps(5).build()) {
      for (int k = 0; k < ROLLOUTS; k++) {
        pendulum.reset();
        for (int t = 0; t < SAMPLES; t++) {
          double torque = 1.5 * Math.sin((4 + k) * t * STEP + k);
          pendulum.action().set(0, 0, torque);
          pendulum.step();
          states.set(2 * t, k, pendulum.state().get(0, 0) + 1e-3 * random.nextGaussian());
          states.set(2 * t + 1, k, pendulum.state().get(1, 0) + 1e-2 * random.nextGaussian());
          actions.set(t, k, torque);
        }
      }
    }
    RolloutFile.write(data,
        new Rollouts(new double[1], new DMatrixRMaj(ROLLOUTS, 1), states, actions, null, SAMPLES, STEP));
  }

  @Test
  void numbersAreFoundAndTheFileIsWrittenAnew() throws IOException {
    Path json = folder.resolve("found.json");
    Path out = folder.resolve("found.urdf");
    Run run = Run.of("identify", "--robot", urdf, "--data", data, "--unknown", "inertia,damping,friction", "--json",
        json, "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("swing.damping [N m s/rad]", "shown by the data", "written to " + out);
    JsonNode found = new ObjectMapper().readTree(json.toFile());
    assertThat(found.get("misfit_held_out_file").asDouble()).isGreaterThan(5);
    assertThat(found.get("misfit_held_out_found").asDouble()).isCloseTo(1, withinPercentage(10));
    for (JsonNode number : found.get("numbers")) {
      double error = number.get("standard_error").asDouble();
      double expected = switch (number.get("name").asText()) {
        case "swing.damping" -> 0.03;
        case "swing.friction" -> 0.02;
        default -> Double.NaN;
      };
      if (!Double.isNaN(expected)) {
        assertThat(number.get("shown").asBoolean()).isTrue();
        assertThat(error).isLessThan(0.002);
        assertThat(number.get("found").asDouble()).isCloseTo(expected, within(3 * error));
      }
    }
    double[] written = Parameters.values(RobotModel.load(out));
    for (int k = 0; k < written.length; k++) {
      String name = Parameters.names(truth)[k];
      for (JsonNode number : found.get("numbers")) {
        if (number.get("name").asText().equals(name)) {
          assertThat(written[k]).as(name).isCloseTo(number.get("found").asDouble(), within(1e-12));
        }
      }
    }
    assertThat(out).content().contains("a note that stays");
    assertThat(inertiaAboutTheAxis(written)).isCloseTo(inertiaAboutTheAxis(Parameters.values(truth)),
        withinPercentage(1));
  }

  /** Of the whole body, which is what the data show: {@code iyy + m (x^2 + z^2)}. */
  private static double inertiaAboutTheAxis(double[] rows) {
    return rows[7] + rows[0] * (rows[1] * rows[1] + rows[3] * rows[3]);
  }

  @Test
  void anArmHasItsRobotAndMayHaveNoPassiveJoint() throws IOException {
    Path arm = Files.writeString(folder.resolve("arm.json"), """
        {"robot": "pendulum.urdf", "servos": [{"joint": "swing", "id": 1}], "ranges": {"swing": [-1, 1]}}""");
    Run run = Run.of("identify", "--arm", arm, "--data", data, "--unknown", "damping,friction");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("swing.friction [N m]");
    Files.writeString(folder.resolve("two.urdf"), URDF.formatted("0.5", "0", "0").replace("fixed", "continuous"));
    Path passive = Files.writeString(folder.resolve("passive.json"), """
        {"robot": "two.urdf", "servos": [{"joint": "swing", "id": 1}], "passive": {"grip": 0}}""");
    assertThat(Run.of("identify", "--arm", passive, "--data", data).err())
        .contains("has passive joints, grip, whose motion nothing measures");
  }

  /** One servo drives both jaws; what is recorded of the second is what the first has. */
  @Test
  void aJointThatFollowsAnotherIsMovedAndFoundWithIt() throws IOException {
    String urdf = """
        <robot name="gripper"><link name="base"/>
          <link name="l"><inertial><origin xyz="0.05 0 0"/><mass value="0.1"/>
            <inertia ixx="1e-4" iyy="1e-4" izz="1e-4" ixy="0" ixz="0" iyz="0"/></inertial></link>
          <link name="r"><inertial><origin xyz="0.05 0 0"/><mass value="0.1"/>
            <inertia ixx="1e-4" iyy="1e-4" izz="1e-4" ixy="0" ixz="0" iyz="0"/></inertial></link>
          <joint name="left" type="continuous"><parent link="base"/><child link="l"/><axis xyz="0 0 1"/>
            <dynamics damping="%s" friction="%s"/></joint>
          <joint name="right" type="continuous"><parent link="base"/><child link="r"/><axis xyz="0 0 1"/>
            <dynamics damping="0.001"/><mimic joint="left" multiplier="-1"/></joint>
        </robot>""";
    Files.writeString(folder.resolve("gripper.urdf"), urdf.formatted("0.002", "0.001"));
    RobotModel other = RobotModel.parse(urdf.formatted("0.004", "0.003"));
    Path arm = Files.writeString(folder.resolve("gripper.json"), """
        {"robot": "gripper.urdf", "servos": [{"joint": "left", "id": 6}]}""");
    Random random = new Random(9);
    DMatrixRMaj states = new DMatrixRMaj(4 * SAMPLES, ROLLOUTS);
    DMatrixRMaj actions = new DMatrixRMaj(2 * SAMPLES, ROLLOUTS);
    try (Simulation gripper = Simulation.of(other).timeStep(STEP / 20).substeps(20).build()) {
      for (int k = 0; k < ROLLOUTS; k++) {
        gripper.reset();
        for (int t = 0; t < SAMPLES; t++) {
          double torque = 0.04 * Math.sin((5 + k) * t * STEP + k);
          gripper.action().set(0, 0, torque);
          gripper.step();
          double position = gripper.state().get(0, 0) + 1e-3 * random.nextGaussian();
          double velocity = gripper.state().get(2, 0) + 1e-2 * random.nextGaussian();
          states.set(4 * t, k, position);
          states.set(4 * t + 1, k, -position);
          states.set(4 * t + 2, k, velocity);
          states.set(4 * t + 3, k, -velocity);
          actions.set(2 * t, k, torque);
        }
      }
    }
    Path moved = folder.resolve("moved.npz");
    RolloutFile.write(moved,
        new Rollouts(new double[1], new DMatrixRMaj(ROLLOUTS, 1), states, actions, null, SAMPLES, STEP));
    Path json = folder.resolve("jaws.json");
    Path out = folder.resolve("jaws.urdf");
    Run run = Run.of("identify", "--arm", arm, "--data", moved, "--unknown", "damping,friction", "--json", json,
        "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    double damping = 0;
    double friction = 0;
    for (JsonNode number : new ObjectMapper().readTree(json.toFile()).get("numbers")) {
      damping += number.get("name").asText().endsWith(".damping") ? number.get("found").asDouble() : 0;
      friction += number.get("name").asText().endsWith(".friction") ? number.get("found").asDouble() : 0;
    }
    // The two turn as one: what brakes them is the sum.
    assertThat(damping).isCloseTo(0.005, withinPercentage(3));
    assertThat(friction).isCloseTo(0.003, withinPercentage(3));
    assertThat(RobotModel.load(out).couplings()).hasSize(1);
  }

  /** A robot that falls with a flap that a motor turns, as simulate writes it, with errors. */
  @Test
  void aFallingRobotOfAnMjcfFileIsFoundFromTrajectories() throws IOException {
    String mjcf = """
        <mujoco model="bird"><option timestep="0.001"/><worldbody><body name="hull">
          <freejoint/><inertial pos="0 0 0" mass="1" diaginertia="0.002 0.002 0.002"/>
          <body name="wing"><joint name="flap" axis="0 1 0" damping="%s"/>
            <inertial pos="0.1 0 0" mass="0.2" diaginertia="0.0002 0.0004 0.0003"/></body>
        </body></worldbody><actuator><motor joint="flap" gear="%s"/></actuator></mujoco>""";
    Path file = Files.writeString(folder.resolve("bird.xml"), mjcf.formatted("0.001", "1"));
    RobotModel other = RobotModel.load(
        Files.writeString(folder.resolve("other.xml"), mjcf.formatted("0.003", "1.2")));
    int samples = 61;
    double[] states = new double[LANES * samples * 15];
    double[] actions = new double[LANES * (samples - 1)];
    Random random = new Random(7);
    try (Simulation bird = Simulation.of(other).control(ControlLaw.of(other)).build()) {
      for (int lane = 0; lane < LANES; lane++) {
        bird.reset();
        for (int t = 0; t < samples; t++) {
          int at = (lane * samples + t) * 15;
          for (int row = 0; row < 15; row++) {
            states[at + row] = bird.state().get(row, 0) + 1e-4 * random.nextGaussian();
          }
          double length = Math.sqrt(IntStream.range(at + 3, at + 7).mapToDouble(i -> states[i] * states[i]).sum());
          IntStream.range(at + 3, at + 7).forEach(i -> states[i] /= length);
          if (t < samples - 1) {
            double u = 0.05 * Math.sin((30 + 20 * lane) * 0.001 * t + lane);
            actions[lane * (samples - 1) + t] = u;
            bird.action().set(0, 0, u);
            bird.step();
          }
        }
      }
    }
    Path moved = folder.resolve("moved.npz");
    NpzFile.write(moved, Map.of("states", new NpyArray(states, LANES, samples, 15), "action",
        new NpyArray(actions, LANES, samples - 1, 1), "time_step_s", NpyArray.of(0.001)));
    Path out = folder.resolve("found.xml");
    Run run = Run.of("identify", "--robot", file, "--data", moved, "--unknown", "damping,gain", "--window", 10,
        "--out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    RobotModel found = RobotModel.load(out);
    assertThat(found.joints().get(1).damping()).isCloseTo(0.003, withinPercentage(5));
    assertThat(found.actuators().getFirst().gear()).isCloseTo(1.2, withinPercentage(2));
  }

  @Test
  void shakingIsDesignedAndWrittenToBeReplayed() throws IOException {
    Path file = folder.resolve("shaking.csv");
    Path json = folder.resolve("design.json");
    Run run = Run.of("identify", "--robot", urdf, "--design", file, "--seconds", 1, "--rate", 100, "--candidates", 5,
        "--max-velocity", 6, "--max-torque", 4, "--json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("standard errors that are expected", "log det of the information");
    JsonNode design = new ObjectMapper().readTree(json.toFile());
    assertThat(design.get("log_det_information_shaking").asDouble())
        .isGreaterThanOrEqualTo(design.get("log_det_information_sines").asDouble());
    Rollouts rollouts = RolloutFile.read(file, false).rollouts();
    assertThat(rollouts.stepCount()).isEqualTo(100);
    for (int t = 0; t < 100; t++) {
      assertThat(rollouts.actions().get(t, 0)).isBetween(-4.0, 4.0);
      assertThat(rollouts.states().get(2 * t + 1, 0)).isBetween(-6.0, 6.0);
    }
    assertThat(Run.of("identify", "--robot", urdf, "--design", file, "--data", data).err())
        .contains("--data and --design exclude each other");
  }

  @Test
  void whatDoesNotFitIsSaid() {
    assertThat(Run.of("identify", "--robot", "finger", "--data", data).err())
        .contains("a trial has states of 2 numbers and 1 commands, robot 'finger' has 6 and 3");
    assertThat(Run.of("identify", "--robot", "humanoid", "--data", data).err())
        .contains("a trial has states of 2 numbers and 1 commands, robot 'humanoid' has 55 and 27");
    assertThat(Run.of("identify", "--robot", urdf, "--data", folder.resolve("none.npz")).err())
        .contains("there is no file", "none.npz");
    assertThat(Run.of("identify", "--robot", urdf, "--data", data, "--command", "position").err())
        .contains("The commands are positions").contains("--stiffness");
    assertThat(Run.of("identify", "--robot", urdf).err()).contains("Name recordings by --data");
    assertThat(Run.of("identify", "--data", data).err()).contains("Name a --robot, or an --arm that has one.");
    assertThat(Run.of("identify", "--robot", urdf, "--data", data, "--rate", 100).err())
        .contains("--rate is for --design.");
    assertThat(Run.of("identify", "--robot", urdf, "--design", folder.resolve("d.npz")).err())
        .contains("has no highest speed of joint 'swing': give --max-velocity.");
    Run built = Run.of("identify", "--robot", "finger", "--data", data, "--out", folder.resolve("f.urdf"));
    assertThat(built.exitCode()).isEqualTo(2);
    assertThat(built.err()).contains("--out writes the robot's file anew, and finger is none");
    assertThat(Run.of("identify", "--robot", urdf, "--data", data, "--window", 400).err())
        .contains("no trial has 400 control steps in a row");
    assertThat(Run.of("identify", "--robot", urdf, "--data", data, "--unknown", "colour").err()).contains("colour",
        "INERTIA");
  }
}
