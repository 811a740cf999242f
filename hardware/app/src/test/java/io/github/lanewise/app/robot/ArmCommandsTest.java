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
          "--save", file);
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
      Run kept = Run.of("robot", "poses", "--arm", file, "--free", "--save", "up");
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
    assertThat(Run.of("robot", "poses", "--arm", file, "--save", "3x").err()).contains("--save takes a name");
    assertThat(Run.of("robot", "poses", "--arm", file, "--twin").err()).contains("run 'lanewise twin'");
    person();
    Run nobody = Run.of("robot", "poses", "--arm", file, "--free");
    assertThat(nobody.exitCode()).isOne();
    assertThat(nobody.err()).contains("standard input has ended");
    assertThat(Run.of("robot").err()).contains("Name a --robot to show, or the --elements of a format, or a command");
  }

  /** A hand that moves a joint too little is asked again; one that never moves it gets no range. */
  @Test
  void aHandThatMovesTooLittleIsAskedAgain() throws Exception {
    Path file = folder.resolve("arm.json");
    try (Twin twin = twin()) {
      person(() -> { }, () -> twin.place(0, 0, 0), () -> twin.place(0.02, 0, 0), () -> twin.place(0.2, 0, 0),
          () -> twin.place(0.2, 0.2, 0), () -> twin.place(0.2, 0.2, 0.15), () -> twin.place(0, 0.5, 0.15));
      Run run = Run.of("robot", "calibrate", "--port", twin.path(), "--protocol", "feetech", "--robot", "finger",
          "--save", file, "--ids", "3,4,5");
      assertThat(run.exitCode()).isOne();
      assertThat(run.out().split("Move joint 'spread'", -1)).hasSize(3);
      assertThat(run.err()).contains("joint 'curl' was moved from ").contains("begin anew");
      assertThat(file).doesNotExist();
      Run less = Run.of("robot", "calibrate", "--port", twin.path(), "--protocol", "feetech", "--robot",
          "double_pendulum", "--save", file, "--ids", "3,4,5");
      assertThat(less.err()).contains("robot 'double_pendulum' has the joints ", "but --ids names servos [3, 4, 5]");
    }
  }
}
