package io.github.lanewise.app.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.app.Run;
import io.github.lanewise.app.wire.Arm;
import io.github.lanewise.app.wire.ArmFile;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoModel;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first hour with an arm, on a simulated one of which the commands are told nothing: calibrate, poses, move. */
@Timeout(120)
final class ArmCommandsTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final ServoModel STS = ServoModel.named(ServoProtocol.FEETECH, "STS3215");
  /** How it is really wired: zeros of its own, the second servo the other way. */
  private static final double[] ZERO = {0.2, -0.3, 0.05};
  private static final double[] RATIO = {1, -1, 1};

  @TempDir
  private Path folder;

  private final InputStream keyboard = System.in;

  @BeforeEach
  void onLinux() {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
  }

  @AfterEach
  void giveBack() {
    System.setIn(keyboard);
  }

  private static Twin twin() throws Exception {
    List<Servo> servos = IntStream.range(0, 3).mapToObj(j ->
        new Servo(3 + j, STS, STS.zeroCount() + ZERO[j] / STS.positionUnit(), RATIO[j])).toList();
    return Twin.onPseudoTerminal(FINGER, servos, Imperfections.ideal().withFriction(0.5));
  }

  /** A person who does one thing after the other, and presses Enter after each. */
  private static void person(Runnable... deeds) {
    Queue<Runnable> left = new ArrayDeque<>(Arrays.asList(deeds));
    System.setIn(new InputStream() {
      @Override
      public synchronized int read() {
        Runnable next = left.poll();
        if (next == null) {
          return -1;
        }
        next.run();
        return '\n';
      }
    });
  }

  private static void pause() {
    LockSupport.parkNanos(150_000_000);
  }

  /** From end to end as a hand does it, with time for the servos to be read. */
  private static void sweep(Twin twin) {
    for (double[] q : new double[][] {{-0.5, -0.3, 0}, {0, 0.7, 0.9}, {0.5, 1.7, 1.9}}) {
      twin.place(q);
      pause();
    }
  }

  @Test
  void fromServosOnAPortToAPoseThatIsHeld() throws Exception {
    Path file = folder.resolve("arm.json");
    try (Twin twin = twin()) {
      person(() -> { }, () -> twin.place(0, 0, 0), () -> twin.place(0.15, 0, 0), () -> twin.place(0.15, 0.2, 0),
          () -> twin.place(0.15, 0.2, 0.3), () -> sweep(twin));
      Run run = Run.of("robot", "calibrate", "--port", twin.path(), "--protocol", "feetech", "--robot", "finger",
          "--out", file);
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(run.out()).contains("Move joint 'bend' a little in its positive direction", "Written: " + file);
      Arm arm = ArmFile.read(file);
      for (int j = 0; j < 3; j++) {
        assertThat(arm.servos().get(j).id()).isEqualTo(3 + j);
        assertThat(arm.servos().get(j).zero()).isCloseTo(ZERO[j], within(3e-3));
        assertThat(arm.servos().get(j).ratio()).isEqualTo(RATIO[j]);
      }
      assertThat(arm.ranges().get("bend")).containsExactly(new double[] {-0.3 + 0.02, 1.7 - 0.02}, within(4e-3));
      assertThat(arm.ranges().get("curl")).containsExactly(new double[] {0.02, 1.9 - 0.02}, within(4e-3));

      person(() -> { }, () -> twin.place(0.1, 0.6, 0.5));
      Run kept = Run.of("robot", "poses", "--arm", file, "--free", "--keep", "up");
      assertThat(kept.exitCode()).as(kept.out() + kept.err()).isZero();
      assertThat(ArmFile.read(file).poses().get("up").get("bend")).isCloseTo(0.6, within(4e-3));

      twin.place(0.3, 0.2, 1);
      Path json = folder.resolve("move.json");
      Run move = Run.of("robot", "move", "--arm", file, "--pose", "up", "--seconds", 1, "--bus-errors", 100,
          "--late-ticks", 100, "--controller-ticks", 100, "--max-torque", "inf", "--json", json);
      assertThat(move.exitCode()).as(move.out() + move.err()).isZero();
      assertThat(move.out()).contains("the servos hold");
      assertThat(twin.position()).containsExactly(new double[] {0.1, 0.6, 0.5}, within(0.05));
      assertRefusals(file);
    }
  }

  private void assertRefusals(Path file) {
    assertThat(Run.of("robot", "move", "--arm", file, "--pose", "down").err())
        .contains("--pose 'down' is no pose of the arm's file, which has [up], and no numbers.");
    assertThat(Run.of("robot", "move", "--arm", file, "--pose", "1,2").err()).contains("--pose has 2 numbers, but robot"
        + " 'finger' has 3 joints: spread, bend, curl.");
    assertThat(Run.of("robot", "move", "--arm", file, "--pose", "9,0,1").err())
        .contains("joint 'spread' cannot go to 9.0: its range ends at 0.4");
    assertThat(Run.of("robot", "move", "--arm", file, "--pose", "-0.4,1.2,0.5", "--seconds", 0.05).err())
        .contains("give it more --seconds");
    assertThat(Run.of("robot", "poses", "--arm", file, "--keep", "3x").err()).contains("--keep takes a name");
    assertThat(Run.of("robot", "poses", "--arm", file, "--twin").err()).contains("run 'lanewise twin'");
    person();
    Run nobody = Run.of("robot", "poses", "--arm", file, "--free");
    assertThat(nobody.exitCode()).isOne();
    assertThat(nobody.err()).contains("standard input has ended");
    assertThat(Run.of("robot").err()).contains("Name a --robot to show, or the --elements of a format, or a command");
  }

  /** Where a robot is can be asked without a word of how fast or strong it may be. */
  @Test
  void posesAskForNoLimits() throws Exception {
    Path bare = Files.writeString(folder.resolve("bare.urdf"), RobotModel.builtInText("finger")
        .replaceAll("(effort|velocity)=\"[^\"]*\"", ""));
    try (Twin twin = twin()) {
      Path file = Files.writeString(folder.resolve("arm.json"), """
          {"robot": "%s", "ports": {"p": {"path": "%s", "protocol": "feetech"}}, "servos": [
          {"joint": "spread", "id": 3, "zero_rad": 0.2}, {"joint": "bend", "id": 4, "zero_rad": -0.3, "ratio": -1},
          {"joint": "curl", "id": 5, "zero_rad": 0.05}], "ranges": {"curl": [0.1, 0.5]}}"""
          .formatted(bare, twin.path()));
      twin.place(0.1, 0.6, 0.7);
      Run poses = Run.of("robot", "poses", "--arm", file, "--keep", "here");
      assertThat(poses.exitCode()).as(poses.err()).isZero();
      assertThat(poses.out()).contains("joint 'curl' is at 0.", "beyond its range: its end, 0.5000, is kept");
      assertThat(ArmFile.read(file).poses().get("here")).containsEntry("curl", 0.5);
      assertThat(ArmFile.read(file).poses().get("here").get("bend")).isCloseTo(0.6, within(4e-3));
      assertThat(Run.of("robot", "move", "--arm", file, "--pose", "here").err()).startsWith("Limits are missing in");
    }
  }

  private static Twin servos(List<Servo> servos) throws Exception {
    StringBuilder urdf = new StringBuilder("<robot name='servos'><link name='base'/>");
    for (int i = 0; i < servos.size(); i++) {
      urdf.append(("<link name='l%1$d'><inertial><mass value='0.1'/><inertia ixx='1e-3' iyy='1e-3' izz='1e-3' ixy='0'"
          + " ixz='0' iyz='0'/></inertial></link><joint name='j%1$d' type='revolute'><parent link='base'/><child"
          + " link='l%1$d'/><axis xyz='0 0 1'/><limit lower='-3' upper='3' effort='1' velocity='5'/></joint>")
          .formatted(i));
    }
    return Twin.onPseudoTerminal(RobotModel.parse(urdf + "</robot>"), servos, Imperfections.ideal().withFriction(0.5));
  }

  /**
   * What only the file knows: two servos of one joint on two ports, a wrist of two coupled servos, a gripper that
   * slides, a finger that follows it and a wheel that rests. Servos turn as a hand that moves the joints turns them.
   */
  @Test
  void anArmWhoseServosAreNotItsJointsIsCalibratedToo() throws Exception {
    String link = "<link name='%1$s'><inertial><mass value='0.1'/><inertia ixx='1e-3' iyy='1e-3' izz='1e-3' ixy='0'"
        + " ixz='0' iyz='0'/></inertial></link><joint name='%1$s' type='%2$s'><parent link='%6$s'/><child link='%1$s'/>"
        + "<axis xyz='0 0 1'/><limit lower='%3$s' upper='%4$s' effort='1' velocity='5'/>%5$s</joint>";
    Path robot = Files.writeString(folder.resolve("odd.urdf"), "<robot name='odd'><link name='base'/>"
        + link.formatted("lift", "revolute", "-1", "1", "", "base")
        + link.formatted("pitch", "revolute", "-1", "1", "", "lift")
        + link.formatted("roll", "revolute", "-1", "1", "", "pitch")
        + link.formatted("grip", "prismatic", "0", "0.05", "", "roll")
        + link.formatted("mirror", "prismatic", "-0.05", "0.05", "<mimic joint='grip' multiplier='-1'/>", "roll")
        + link.formatted("wheel", "continuous", "-1", "1", "", "base") + "</robot>");
    double[] zero = {0.3, -0.2, 0.1, -0.4, 0.25};
    double[] ratio = {1, -1, 1, -1, -0.02};
    // By lift, pitch, roll, grip: what each servo turns before its ratio.
    double[][] turns = {{1, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 1, 0}, {0, 1, -1, 0}, {0, 0, 0, 1}};
    List<Servo> left = List.of(Servo.of(1, STS));
    List<Servo> right = List.of(Servo.of(1, STS), Servo.of(2, STS), Servo.of(3, STS), Servo.of(4, STS));
    try (Twin one = servos(left); Twin other = servos(right)) {
      Path file = Files.writeString(folder.resolve("odd.json"), """
          {"robot": "%s", "ports": {"left": {"path": "%s", "protocol": "feetech"},
            "right": {"path": "%s", "protocol": "feetech"}},
           "servos": [{"joint": "lift", "id": 1, "port": "left"}, {"joint": "lift", "id": 1, "port": "right"},
            {"joints": {"pitch": 1, "roll": 1}, "id": 2, "port": "right"},
            {"joints": {"pitch": 1, "roll": -1}, "id": 3, "port": "right"},
            {"joint": "grip", "id": 4, "port": "right", "ratio": 0.02}],
           "passive": {"wheel": 0.5}}""".formatted(robot, one.path(), other.path()));
      class Hand {
        void moves(double... q) {
          double[] shown = new double[5];
          for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 4; j++) {
              shown[i] += turns[i][j] * q[j] / ratio[i];
            }
            shown[i] += zero[i];
          }
          one.place(shown[0]);
          other.place(shown[1], shown[2], shown[3], shown[4]);
        }
      }
      Hand hand = new Hand();
      person(() -> { }, () -> hand.moves(0, 0, 0, 0), () -> hand.moves(0.2, 0, 0, 0), () -> hand.moves(0.2, 0.2, 0, 0),
          () -> hand.moves(0.2, 0.2, 0.15, 0), () -> hand.moves(0.2, 0.2, 0.15, 0.01), () -> {
            for (double t : new double[] {-1, 0, 1}) {
              hand.moves(0.5 + 0.8 * t, 0.6 * t, 0.1 - 0.3 * t, 0.019 + 0.019 * t);
              pause();
              pause();
            }
          });
      Run run = Run.of("robot", "calibrate", "--arm", file);
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(run.out()).doesNotContain("'mirror'", "'wheel'");
      Arm arm = ArmFile.read(file);
      for (int i = 0; i < 5; i++) {
        assertThat(arm.servos().get(i).zero()).isCloseTo(zero[i], within(3e-3));
        assertThat(arm.servos().get(i).ratio()).isEqualTo(ratio[i]);
      }
      assertThat(arm.ranges().keySet()).containsExactly("lift", "pitch", "roll", "grip");
      assertThat(arm.ranges().get("lift")).containsExactly(new double[] {-0.28, 1}, within(5e-3));
      assertThat(arm.ranges().get("roll")).containsExactly(new double[] {-0.18, 0.38}, within(5e-3));
      assertThat(arm.ranges().get("grip")).containsExactly(new double[] {4e-4, 0.038 - 4e-4}, within(1e-4));
      assertThat(arm.passive()).containsEntry("wheel", 0.5);

      // With the other sign in the file the wrist's servos contradict each other.
      Files.writeString(file, Files.readString(file).replaceFirst("\"roll\" : -1", "\"roll\" : 1")
          .replaceFirst("\"pitch\" : 1.0,\n *\"roll\" : 1.0", "\"pitch\" : 1.0, \"roll\" : 0.5"));
      person(() -> { }, () -> hand.moves(0, 0, 0, 0), () -> hand.moves(0.2, 0, 0, 0), () -> hand.moves(0.2, 0.2, 0, 0),
          () -> hand.moves(0.2, 0.2, 0.15, 0));
      Run wrong = Run.of("robot", "calibrate", "--arm", file);
      assertThat(wrong.exitCode()).isOne();
      assertThat(wrong.err()).contains("servo 3 turned the other way for joint 'roll' than the arm's file has it");
      assertThat(Run.of("robot", "calibrate", "--arm", file, "--id", "1").err())
          .contains("--id is in the file that --arm names.");
      assertThat(Run.of("robot", "calibrate", "--port", one.path(), "--robot", "finger").err())
          .contains("Name the arm's file to --out.");
    }
  }

  /** A hand that moves a joint too little is asked again; one that never moves it gets no range. */
  @Test
  void aHandThatMovesTooLittleIsAskedAgain() throws Exception {
    Path file = folder.resolve("arm.json");
    try (Twin twin = twin()) {
      person(() -> { }, () -> twin.place(0, 0, 0), () -> twin.place(0.02, 0, 0), () -> twin.place(0.2, 0, 0),
          () -> twin.place(0.2, 0.2, 0), () -> twin.place(0.2, 0.2, 0.15), () -> twin.place(0, 0.5, 0.15));
      Run run = Run.of("robot", "calibrate", "--port", twin.path(), "--protocol", "feetech", "--robot", "finger",
          "--out", file, "--id", "3,4,5");
      assertThat(run.exitCode()).isOne();
      assertThat(run.out().split("Move joint 'spread'", -1)).hasSize(3);
      assertThat(run.err()).contains("joint 'curl' was moved from ").contains("begin anew");
      assertThat(file).doesNotExist();
      Run less = Run.of("robot", "calibrate", "--port", twin.path(), "--protocol", "feetech", "--robot",
          "double_pendulum", "--out", file, "--id", "3,4,5");
      assertThat(less.err()).contains("robot 'double_pendulum' has the joints ", "but --id names servos [3, 4, 5]");
    }
  }
}
