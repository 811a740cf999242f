package io.github.lanewise.hardware.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.hardware.controller.Pd;
import io.github.lanewise.hardware.linux.SystemCall;
import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Recorder;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.SerialLine;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The control loop with its recorder on the simulated robot, by commands of torque and of position. */
@Timeout(120)
final class LoopOnTwinTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final double[] GOAL = {0.2, 0.7, 1.0};
  private static final int TICKS = 2_000;
  private static final double FALL_SECONDS = 3;

  @TempDir
  private Path folder;

  /** The finger on a cable, when it has fallen: at rest, as robots without torque are. */
  private static Bench fallen(ServoProtocol protocol) {
    Bench bench = Bench.finger(protocol, Imperfections.typical());
    bench.pass(FALL_SECONDS);
    return bench;
  }

  private static Pd pd() {
    double[] stiffness = {2, 2, 1};
    double[] damping = {0.05, 0.05, 0.02};
    return new Pd(stiffness, damping, GOAL).approach(0.5).compensating(FINGER);
  }

  /**
   * Straight to the goal from where the robot was; from its stop if noise shows it beyond. A thousandth of the way each
   * tick, however late: what a busy machine misses is then no step that takes all the torque there is.
   */
  private static Controller positions() {
    double[] start = new double[GOAL.length];
    return new Controller() {
      private int ticks;

      @Override
      public ServoCommand.Mode mode() {
        return ServoCommand.Mode.POSITION;
      }

      @Override
      public void start(ServoState state) {
        ticks = 0;
        for (int i = 0; i < start.length; i++) {
          Joint joint = FINGER.joints().get(i);
          start[i] = Math.clamp(state.position[i], joint.lower(), joint.upper());
        }
      }

      @Override
      public void control(ServoState observation, ServoCommand command, double time) {
        double part = Math.min(1e-3 * ticks, 1);
        ticks++;
        for (int i = 0; i < GOAL.length; i++) {
          command.target[i] = start[i] + part * (GOAL[i] - start[i]);
        }
      }
    };
  }

  private LoopResult run(ServoBus bus, Clock clock, Controller controller, Safety safety, int rehearsal, Path file)
      throws IOException {
    try (Recorder recorder = Recorder.open(file, GOAL.length, 1e-3, clock)) {
      return new ControlLoop(bus, controller, safety).clock(clock).ticks(TICKS).rehearsal(rehearsal)
          .listener(recorder).run();
    }
  }

  /** The positions in the last row, which are the goal. */
  private static double[] assertReached(LoopResult result, Path file) throws IOException {
    assertThat(result.stop().reason()).as(result.stop().sentence()).isEqualTo(Stop.Reason.FINISHED);
    assertThat(result.ending()).isEqualTo(BusError.NONE);
    Recording recording = Recording.read(file);
    assertThat(recording.rows()).hasSize((int) result.ticks());
    int place = recording.header().place(RecordingHeader.POSITION);
    double[] last = Arrays.copyOfRange(recording.rows().getLast(), place, place + GOAL.length);
    assertThat(last).containsExactly(GOAL, within(0.05));
    return last;
  }

  @Test
  void torquesBringItToItsGoal() throws IOException {
    Path file = folder.resolve("torques.mcap");
    try (Bench bench = fallen(ServoProtocol.DYNAMIXEL)) {
      LoopResult result = run(bench.bus(), bench, pd(), Safety.of(FINGER).build(), 0, file);
      double[] before = bench.twin.position();
      assertThat(before).containsExactly(assertReached(result, file), within(0.02));
      assertThat(result.busErrors()).isEmpty();
      bench.pass(0.5);
      assertThat(bench.twin.position()[1]).as("without torque it falls").isGreaterThan(before[1] + 0.3);
    }
  }

  @Test
  void positionsBringItToItsGoalAndItHolds() throws IOException {
    Path file = folder.resolve("positions.csv");
    try (Bench bench = fallen(ServoProtocol.FEETECH)) {
      Safety safety = Safety.of(FINGER).ending(Safety.Ending.HOLD).build();
      LoopResult result = run(bench.bus(), bench, positions(), safety, 0, file);
      double[] before = bench.twin.position();
      assertThat(before).containsExactly(assertReached(result, file), within(0.02));
      bench.pass(0.5);
      assertThat(bench.twin.position()).containsExactly(before, within(0.02));
    }
  }

  @Test
  void aHardwareErrorStopsIt() {
    try (Bench bench = fallen(ServoProtocol.DYNAMIXEL)) {
      LoopResult result = new ControlLoop(bench.bus(), pd(), Safety.of(FINGER).build()).clock(bench).rehearsal(0)
          .listener((tick, time, state, command, error, lateness) -> {
            if (tick == 250) {
              bench.twin.hardwareError(1, 32);
            }
          }).run();
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.SERVO_FAULT);
      assertThat(result.stop().tick()).isEqualTo(251);
      assertThat(result.stop().joint()).isEqualTo(1);
      assertThat(result.stop().sentence()).endsWith("hardware error of the servo, servo 2 (XM430-W350): overload");
    }
  }

  /**
   * Through the pseudo-terminal and the serial library. By positions, because a machine with other work to do is late,
   * and what is late is no stable control by torque.
   */
  @Test
  void inRealTime() throws IOException {
    assumeTrue(SystemCall.AVAILABLE, "no pseudo-terminals of our own on this system");
    Path file = folder.resolve("real.npz");
    try (Twin twin = Twin.onPseudoTerminal(FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL),
            Imperfections.typical());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(SerialLine.open(twin.path(), 1_000_000), Clock.system(),
            twin.servos())) {
      Clock.system().sleepUntil(System.nanoTime() + Math.round(FALL_SECONDS * 1e9));
      Safety safety = Safety.of(FINGER).lateTicks(1_000).staleTicks(1_000).controllerTicks(500).busErrors(1_000)
          .build();
      LoopResult result = run(bus, Clock.system(), positions(), safety, 10_000, file);
      assertReached(result, file);
      assertThat(result.allocatedBytes()).isZero();
    }
  }
}
