package io.github.lanewise.app.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.app.console.Failures;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An arm's file: what is read, written and refused, and that commands drive the arm that it tells of. */
final class ArmTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final ServoModel STS = ServoModel.named(ServoProtocol.FEETECH, "STS3215");
  /** The last joint first, turned the other way, with a zero of its own. */
  private static final String FINGER_ARM = """
      {"robot": "finger",
       "ports": {"hand": {"path": "%s", "protocol": "feetech"}},
       "servos": [{"joint": "lower_joint", "id": 9, "ratio": -1, "zero_rad": 0.3},
                  {"joint": "swing_joint", "id": 4, "model": "STS3215"}, {"joint": "middle_joint", "id": 2}],
       "ranges": {"lower_joint": [-2.5, 2.5]}}""";

  @TempDir
  private Path folder;

  private Host host;

  /** A command that reads the state of an arm once. */
  @Command(name = "host")
  static final class Host implements Callable<Integer> {
    @ArgGroup private RobotPlace place;
    @Mixin private RobotServos servos;
    @Option(names = "--robot") private String robot;
    @Option(names = "--rate") private double rate = 10;
    private String text = "";
    private double[] position;

    @Override
    public Integer call() throws Exception {
      RobotModel model = servos.robot(robot).model();
      servos.requireFits(place, model);
      try (ConnectedRobot connected = servos.connect(place == null ? null : place.port(), Clock.system(), model)) {
        text = connected.text();
        connected.requireRate(rate);
        ServoState state = new ServoState(connected.bus().joints());
        assertThat(connected.bus().read(state, System.nanoTime() + 200_000_000)).isEqualTo(BusError.NONE);
        position = state.position;
      }
      return 0;
    }
  }

  private Run host(Object... arguments) {
    host = new Host();
    StringWriter err = new StringWriter();
    int exitCode = new CommandLine(host).setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Failures::ofWork).setParameterExceptionHandler(Failures::ofArguments)
        .setErr(new PrintWriter(err, true))
        .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Run(exitCode, host.text, err.toString());
  }

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("arm.json"), text);
  }

  private static List<String> joints() {
    return FINGER.joints().stream().map(joint -> joint.name()).toList();
  }

  private static String named(String text) {
    return text.replace("swing_joint", joints().get(0)).replace("middle_joint", joints().get(1))
        .replace("lower_joint", joints().get(2));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    Arm arm = ArmFile.read(file(named(FINGER_ARM.formatted("/dev/ttyACM0"))))
        .withPose("rest", Map.of(joints().getFirst(), 0.25));
    ArmFile.write(arm);
    Arm again = ArmFile.read(arm.file());
    assertThat(again).usingRecursiveComparison().isEqualTo(new Arm(arm.file(), "finger", again.ports(),
        List.of(arm.servos().get(0), arm.servos().get(1), arm.servos().get(2)), arm.ranges(), Map.of(), arm.poses()));
    assertThat(again.ports().get("hand").text()).isEqualTo("/dev/ttyACM0 at 1,000,000 baud (Feetech)");
    assertThat(again.poses()).isEqualTo(Map.of("rest", Map.of(joints().getFirst(), 0.25)));
  }

  /** The simulated robot is wired as the file says; with it, the angles that the loop records are the robot's own. */
  @Test
  void commandsTakeTheServosThatTheFileHas() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    Path link = folder.resolve("port");
    Arm arm = ArmFile.read(file(named(FINGER_ARM.formatted(link))));
    List<Servo> servos = arm.simulated(FINGER);
    assertThat(servos).extracting(Servo::id).containsExactly(4, 2, 9);
    assertThat(servos.get(2).position(2048 + 0.3 / STS.positionUnit())).isZero();
    assertThat(servos.get(2).ratio()).isEqualTo(-1);
    double[] angles = {0.4, 0.2, 0.7};
    try (Twin twin = Twin.onPseudoTerminal(FINGER, servos, Imperfections.ideal().withFriction(5))) {
      twin.place(angles); // where dry friction holds it
      twin.link(link);
      Path json = folder.resolve("out.json");
      Run loop = Run.of("loop", "--arm", arm.file(), "--rate", 100, "--seconds", 0.3, "--record",
          folder.resolve("r.csv"), "--json", json, "--max-velocity", 50, "--bus-errors", 100, "--late-ticks", 100);
      assertThat(loop.exitCode()).as(loop.out() + loop.err()).isZero();
      List<String> lines = Files.readAllLines(folder.resolve("r.csv"));
      List<String> columns = List.of(lines.getFirst().split(","));
      for (int j = 0; j < 3; j++) {
        int column = columns.indexOf("position_" + j) < 0 ? columns.indexOf("position" + j)
            : columns.indexOf("position_" + j);
        assertThat(Double.parseDouble(lines.getLast().split(",")[column])).isCloseTo(angles[j], within(4e-3));
      }
      assertThat(new ObjectMapper().readTree(json.toFile()).at("/settings/arm").asText())
          .isEqualTo(arm.file().toString());
      Run ping = Run.of("servo", "ping", "--arm", arm.file() + "#hand", "--json", json);
      assertThat(ping.exitCode()).as(ping.err()).isZero();
      assertThat(new ObjectMapper().readTree(json.toFile()).path("servos").findValuesAsText("id"))
          .containsExactly("9", "4", "2");
      Run other = Run.of("servo", "ping", "--arm", arm.file() + "#foot");
      assertThat(other.exitCode()).isOne();
      assertThat(other.err()).contains("it has no port 'foot'; name one of 'hand', such as --arm ");
      Files.writeString(arm.file(), Files.readString(arm.file()).replace("STS3215", "STS3250"));
      assertThat(Run.of("loop", "--arm", arm.file()).err()).contains("STS3250");
    }
  }

  /** One arm of two joints on two ports, coupled: servo 1 turns for both joints, 2 for the second alone. */
  @Test
  void jointsOnTwoPortsWithACoupling() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    RobotModel robot = RobotModel.builtIn("double_pendulum");
    List<String> names = robot.joints().stream().map(joint -> joint.name()).toList();
    RobotModel wheel = RobotModel.parse("""
        <robot name="wheel"><link name="base"/><link name="rim"><inertial><mass value="0.1"/>
        <inertia ixx="0.01" ixy="0" ixz="0" iyy="0.01" iyz="0" izz="0.01"/></inertial></link>
        <joint name="axle" type="continuous"><parent link="base"/><child link="rim"/><axis xyz="0 0 1"/></joint>
        </robot>""");
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Path arm = file("""
        {"robot": "double_pendulum", "ports": {"a": {"path": "%s", "protocol": "feetech"}, "b": {"path": "%s"}},
         "servos": [{"joints": {"%s": 1, "%s": 0.5}, "id": 1, "port": "a"}, {"joint": "%s", "id": 1, "port": "b"}]}"""
        .formatted(one, two, names.get(0), names.get(1), names.get(1)));
    try (Twin first = Twin.onPseudoTerminal(wheel, Twin.servos(wheel, ServoProtocol.FEETECH), Imperfections.ideal());
        Twin second = Twin.onPseudoTerminal(wheel, Twin.servos(wheel, ServoProtocol.DYNAMIXEL),
            Imperfections.ideal())) {
      first.link(one);
      second.link(two);
      first.place(0.9);
      second.place(0.6);
      Run run = host("--arm", arm);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).isEqualTo(one + " at 1,000,000 baud (Feetech) and " + two
          + " at 1,000,000 baud (DYNAMIXEL)");
      assertThat(host.position).containsExactly(new double[] {0.9 - 0.5 * 0.6, 0.6}, within(4e-3));
      assertThat(host("--arm", arm, "--rate", 5000).err()).contains("at most");
      assertThat(host("--arm", arm, "--rate", 1100).err()).contains("servos on 2 ports, one after the other, takes");
    }
  }

  /** The middle of LeRobot's range is 0, and a servo that shifts what it shows by another number is another arm's. */
  @Test
  void aCalibrationOfLeRobots() throws Exception {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    String motor = "\"%s\": {\"id\": %d, \"drive_mode\": %d, \"homing_offset\": %d, \"range_min\": %d,"
        + " \"range_max\": %d}";
    Path calibration = file("{" + motor.formatted(joints().get(0), 1, 0, 0, 1000, 3000) + ","
        + motor.formatted(joints().get(1), 2, 1, 0, 500, 3500) + "," + motor.formatted(joints().get(2), 3, 0, 0, 400,
        4000) + "}");
    Arm arm = ArmFile.read(calibration);
    List<Servo> servos = arm.simulated(FINGER);
    assertThat(servos.get(0).position(2000)).isZero();
    assertThat(servos.get(1).position(2000 + 100)).isCloseTo(-100 * STS.positionUnit(), within(1e-12));
    assertThat(arm.ranges().get(joints().get(0))).containsExactly(
        new double[] {-1000 * STS.positionUnit(), 1000 * STS.positionUnit()}, within(1e-12));
    try (Twin twin = Twin.onPseudoTerminal(FINGER, servos, Imperfections.ideal().withFriction(5))) {
      String[] here = {"--arm", calibration.toString(), "--robot", "finger", "--port", twin.path(), "--protocol",
          "feetech"};
      assertThat(host((Object[]) here).exitCode()).isZero();
      Files.writeString(calibration, Files.readString(calibration).replace("\"homing_offset\": 0, \"range_min\": 500",
          "\"homing_offset\": 77, \"range_min\": 500"));
      Run other = host((Object[]) here);
      assertThat(other.exitCode()).isOne();
      assertThat(other.err()).contains("servo 2 shifts what it shows by 0 counts (position_offset), but the calibration"
          + " by 77");
    }
    assertThat(Run.of("loop", "--arm", calibration, "--robot", "finger").err()).contains("names no port");
    assertThat(Run.of("loop", "--arm", calibration).err()).contains("names no robot: name one with --robot");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{}|an arm's file is an object",
    "{\"servo\": []}|\"servo\" is unknown; there are robot, ports, servos",
    "{\"servos\": []}|must be a list of servos",
    "{\"servos\": [{\"id\": 1}]}|servos[0] needs either a \"joint\"",
    "{\"servos\": [{\"joint\": \"a\"}]}|servos[0] needs an \"id\"",
    "{\"servos\": [{\"joint\": \"a\", \"id\": 1, \"zero\": 1}]}|\"servos[0].zero\" is unknown",
    "{\"servos\": [{\"joint\": \"a\", \"id\": 1, \"ratio\": 0}]}|servos[0].ratio must not be 0",
    "{\"servos\": [{\"joint\": \"a\", \"id\": 1, \"zero_rad\": \"x\"}]}|servos[0].zero_rad must be a finite",
    "{\"servos\": [{\"joint\": \"a\", \"id\": 1}, {\"joint\": \"b\", \"id\": 1}]}|two servos have one id",
    "{\"servos\": [{\"joint\": \"a\", \"id\": 1, \"port\": \"x\"}]}|servos[0].port is 'x'",
    "{\"servos\": [{\"joint\": \"a\", \"id\": 1}], \"ranges\": {\"a\": [2, 1]}}|ranges.a must be two numbers",
    "{\"servos\": [{\"joint\": \"a\", \"id\": 1}], \"ports\": {\"p\": {}}}|ports.p has no \"path\"",
    "{\"servos\": [{\"joint\": \"a\", \"id\": 1}], \"ports\": {\"p\": {\"path\": \"x\", \"protocol\": \"can\"}}}"
        + "|ports.p.protocol is 'can', and must be one of",
    "{\"a\": {\"id\": 1, \"drive_mode\": 0, \"homing_offset\": 0, \"range_min\": 9, \"range_max\": 9}}"
        + "|a: range_min is 9",
    "[1|malformed JSON"})
  void whatIsWrongIsNamedWithItsPlace(String text, String message) throws Exception {
    Path arm = file(text);
    assertThatThrownBy(() -> ArmFile.read(arm)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(arm.toString()).hasMessageContaining(message);
  }

  @Test
  void aRobotThatIsAnothersIsRefused() throws Exception {
    Arm arm = ArmFile.read(file("{\"servos\": [{\"joint\": \"elbow\", \"id\": 1}]}"));
    assertThatThrownBy(() -> arm.requireFits(FINGER)).hasMessageContaining("servo 1 is of joint 'elbow', but the"
        + " robot's are: " + String.join(", ", joints()));
    Arm less = ArmFile.read(file("{\"servos\": [{\"joint\": \"%s\", \"id\": 1}]}".formatted(joints().get(0))));
    assertThatThrownBy(() -> less.requireFits(FINGER)).hasMessageContaining("no servo moves joint '" + joints().get(1));
    assertThat(Run.of("loop", "--arm", less.file(), "--robot", "finger", "--id", "1").err())
        .contains("--id is in the file that --arm names.");
    assertThat(Run.of("loop", "--robot", "finger").err()).contains("Name the --port");
  }

  @Test
  void aFingerThatFollowsNeedsNoServo() throws Exception {
    RobotModel gripper = RobotModel.parse("""
        <robot name="gripper"><link name="base"/>
        <link name="l"><inertial><mass value="1"/><inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial>
        </link><link name="r"><inertial><mass value="1"/>
        <inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial></link>
        <joint name="left" type="prismatic"><parent link="base"/><child link="l"/>
        <limit lower="0" upper="0.04" effort="10" velocity="1"/></joint>
        <joint name="right" type="prismatic"><parent link="base"/><child link="r"/>
        <limit lower="-0.04" upper="0" effort="10" velocity="1"/><mimic joint="left" multiplier="-1"/></joint>
        </robot>""");
    Arm arm = ArmFile.read(file("{\"servos\": [{\"joint\": \"left\", \"id\": 6, \"ratio\": 0.011}]}"));
    arm.requireFits(gripper);
    assertThat(arm.isPlain(gripper)).isFalse();
    assertThat(arm.servos().getFirst().servo(STS).position(2048 + 1 / STS.positionUnit())).isCloseTo(0.011,
        within(1e-12));
  }
}
