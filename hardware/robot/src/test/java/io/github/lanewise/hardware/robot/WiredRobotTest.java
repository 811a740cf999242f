package io.github.lanewise.hardware.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;
import io.github.lanewise.hardware.recording.RecordedRollouts;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoProtocol;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.SteppedTwin;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.ReachPolicy;
import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roll-outs under one loop on the simulated robot, in simulated time. */
final class WiredRobotTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final int STEPS = 100;
  private static final double PERIOD = 0.002;
  private static final ReachPolicy POLICY = new ReachPolicy(FINGER, 0.2);

  @TempDir
  private Path folder;

  /** Nominal parameters, the goal of each roll-out's last joint a little further than the last's. */
  private static DMatrixRMaj parameters(int rollouts) {
    double[] nominal = POLICY.nominal();
    DMatrixRMaj parameters = new DMatrixRMaj(rollouts, nominal.length);
    for (int k = 0; k < rollouts; k++) {
      System.arraycopy(nominal, 0, parameters.data, k * nominal.length, nominal.length);
      parameters.add(k, nominal.length - 1, 0.02 * k);
    }
    return parameters;
  }

  private static SteppedTwin twin(Imperfections imperfections) {
    return new SteppedTwin(FINGER, Twin.servos(FINGER, ServoProtocol.DYNAMIXEL), imperfections);
  }

  private static WiredRobot robot(SteppedTwin twin, ServoBus bus, Clock clock) {
    WiredRobot robot = new WiredRobot(bus, clock, FINGER, POLICY, Safety.of(FINGER).build(), STEPS, PERIOD)
        .rehearsal(0);
    robot.awaitRest();
    return robot;
  }

  @Test
  void everyRolloutBeginsAtTheStartAndGoesWhereItsParametersSay() throws IOException {
    try (SteppedTwin twin = twin(Imperfections.typical());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(twin.line(), twin, twin.twin().servos())) {
      WiredRobot robot = robot(twin, bus, twin);
      double[] rest = twin.twin().position();
      int[] told = {0};
      WiredRobot.Result result = robot.run(POLICY.nominal(), parameters(6), null, (rollout, states) -> {
        assertThat(rollout).isEqualTo(told[0]++);
        assertThat(states).hasSize(STEPS * 6);
        return true;
      });
      Rollouts rollouts = result.rollouts();
      assertThat(told[0]).isEqualTo(6);
      assertThat(rollouts.count()).isEqualTo(6);
      assertThat(rollouts.weights()).isNull();
      for (int k = 0; k < 6; k++) {
        for (int i = 0; i < 3; i++) {
          assertThat(rollouts.states().get(i, k)).as("start").isCloseTo(FINGER.neutral()[i], within(0.03));
          assertThat(rollouts.states().get((STEPS - 1) * 6 + i, k)).as("end")
              .isCloseTo(rollouts.parameters().get(k, 6 + i), within(0.12));
        }
        assertThat(rollouts.actions().get(1, k)).as("torque that holds the bend").isBetween(-0.2, -0.05);
      }
      double further = rollouts.states().get((STEPS - 1) * 6 + 2, 5) - rollouts.states().get((STEPS - 1) * 6 + 2, 0);
      assertThat(further).isCloseTo(0.1, within(0.03));
      assertThat(twin.twin().position()).as("back where it was found").containsExactly(rest, within(0.06));
    }
  }

  /** Answers that are lost and ticks that are missed leave the same gaps in what is returned as in what is recorded. */
  @Test
  void aRecordingHasTheSameRolloutsGapsIncluded() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    try (SteppedTwin twin = twin(Imperfections.typical());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(losing(twin.line(), random), twin, twin.twin().servos())) {
      Clock late = new Clock() {
        @Override
        public long nanoTime() {
          return twin.nanoTime();
        }

        @Override
        public void sleepUntil(long nanoTime) {
          twin.sleepUntil(nanoTime + (random.nextDouble() < 0.003 ? 5_000_000 : 0));
        }
      };
      Path file = folder.resolve("gaps.mcap");
      WiredRobot.Result result = robot(twin, bus, late).run(POLICY.nominal(), parameters(12), file, (k, x) -> true);
      RolloutFile.Content content = RecordedRollouts.read(file, true);
      Rollouts a = result.rollouts();
      Rollouts b = content.rollouts();
      assertThat(result.loop().missed()).isPositive();
      assertThat(result.loop().busErrors()).isNotEmpty();
      assertThat(b.count()).isEqualTo(a.count()).isGreaterThan(6);
      assertThat(content.dropped()).hasSameSizeAs(result.remarks());
      assertThat(b.parameters().data).isEqualTo(a.parameters().data);
      assertThat(b.weights().data).isEqualTo(a.weights().data).contains(0).contains(1);
      for (int k = 0; k < a.count(); k++) {
        for (int t = 0; t < STEPS; t++) {
          for (int i = 0; a.weight(t, k) > 0 && i < 6; i++) {
            assertThat(b.states().get(t * 6 + i, k)).isEqualTo(a.states().get(t * 6 + i, k));
            assertThat(b.actions().get(t * 3 + i / 2, k)).isEqualTo(a.actions().get(t * 3 + i / 2, k));
          }
        }
      }
    }
  }

  /** Silence of the servos for 0.3 s in the third roll-out ends the loop; another does what is left. */
  @Test
  void goesOnAfterServosWereSilentIfItMay() throws IOException {
    try (SteppedTwin twin = twin(Imperfections.typical());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(silent(twin.line(), twin, 5_000_000_000L, 5_300_000_000L), twin,
            twin.twin().servos())) {
      Path file = folder.resolve("silence.mcap");
      int[] told = {0};
      WiredRobot.Result result = robot(twin, bus, twin).resuming(1).run(POLICY.nominal(), parameters(5), file,
          (rollout, states) -> rollout == told[0]++);
      assertThat(result.remarks()).hasSize(1);
      assertThat(result.remarks().getFirst()).contains("begun anew, because the robot was stopped", "bus error");
      assertThat(told[0]).isEqualTo(5);
      assertThat(result.rollouts().parameters().data).isEqualTo(parameters(5).data);
      assertThat(result.rollouts().weights()).isNull();
      RolloutFile.Content content = RecordedRollouts.read(file, true);
      assertThat(content.rollouts().states().data).isEqualTo(result.rollouts().states().data);
      assertThat(content.dropped()).hasSizeLessThanOrEqualTo(1);
      assertThat(twin.nanoTime()).isGreaterThan(5_300_000_000L);
    }
  }

  @Test
  void servosThatAreSilentEndItOtherwise() {
    try (SteppedTwin twin = twin(Imperfections.typical());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(silent(twin.line(), twin, 5_000_000_000L, 5_300_000_000L), twin,
            twin.twin().servos())) {
      WiredRobot robot = robot(twin, bus, twin);
      assertThatThrownBy(() -> robot.run(POLICY.nominal(), parameters(5), null, (k, x) -> true))
          .isInstanceOf(RobotStoppedException.class).hasMessageContaining("ticks in a row with a bus error 5, limit 5");
    }
  }

  /** A line on which nothing is heard between two moments. */
  private static Line silent(Line line, Clock clock, long from, long to) {
    return filtered(line, () -> clock.nanoTime() < from || clock.nanoTime() > to);
  }

  /** A line on which one answer in 200 is lost. */
  private static Line losing(Line line, SplittableRandom random) {
    return filtered(line, () -> random.nextDouble() >= 0.005);
  }

  private static Line filtered(Line line, BooleanSupplier heard) {
    return new Line() {
      @Override
      public int read(byte[] into) {
        int count = line.read(into);
        return count > 0 && !heard.getAsBoolean() ? 0 : count;
      }

      @Override
      public int write(byte[] from, int count) {
        return line.write(from, count);
      }

      @Override
      public void close() {
        line.close();
      }
    };
  }

  @Test
  void endsWhenToldThatItIsEnough() throws IOException {
    try (SteppedTwin twin = twin(Imperfections.ideal());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(twin.line(), twin, twin.twin().servos())) {
      DMatrixRMaj many = new DMatrixRMaj(2_000, 9);
      for (int k = 0; k < many.numRows; k++) {
        System.arraycopy(POLICY.nominal(), 0, many.data, 9 * k, 9);
      }
      WiredRobot.Result result = robot(twin, bus, twin).run(POLICY.nominal(), many, null, (rollout, x) -> rollout < 2);
      assertThat(result.rollouts().count()).isBetween(3, 1_999);
    }
  }

  @Test
  void parametersOfAnotherPolicyAreRefusedBeforeAnythingMoves() {
    try (SteppedTwin twin = twin(Imperfections.ideal());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(twin.line(), twin, twin.twin().servos())) {
      WiredRobot robot = robot(twin, bus, twin);
      long before = twin.nanoTime();
      assertThatThrownBy(() -> robot.run(POLICY.nominal(), new DMatrixRMaj(5, 8), null, (k, x) -> true))
          .hasMessage("5 roll-outs of 8 parameters around 9, and the policy has 9");
      assertThatThrownBy(() -> robot.run(new double[6], parameters(5), null, (k, x) -> true))
          .hasMessage("5 roll-outs of 9 parameters around 6, and the policy has 9");
      assertThatThrownBy(() -> robot.run(POLICY.nominal(), parameters(0), null, (k, x) -> true))
          .hasMessageStartingWith("0 roll-outs of 9 parameters");
      assertThat(twin.nanoTime()).isEqualTo(before);
      assertThatThrownBy(() -> new WiredRobot(bus, twin, FINGER, POLICY, Safety.of(FINGER).build(), 0, PERIOD))
          .hasMessage("roll-outs of 0 steps: must be at least 1");
    }
  }

  /** In the loop's thread, and in the caller's while the loop runs. */
  @Test
  void whatIsThrownReachesTheCallerAsItIsWhenTorqueIsOff() {
    AtomicBoolean broken = new AtomicBoolean();
    try (SteppedTwin twin = twin(Imperfections.typical());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(twin.line(), twin, twin.twin().servos())) {
      WiredRobot robot = robot(twin, bus, new Clock() {
        @Override
        public long nanoTime() {
          return twin.nanoTime();
        }

        @Override
        public void sleepUntil(long nanoTime) {
          if (broken.getAndSet(false)) {
            throw new IllegalStateException("no time");
          }
          twin.sleepUntil(nanoTime);
        }
      });
      assertThatThrownBy(() -> robot.run(POLICY.nominal(), parameters(1_000), null, (k, x) -> {
        throw new IllegalStateException("no ears");
      })).isExactlyInstanceOf(IllegalStateException.class).hasMessage("no ears");
      robot.awaitRest();
      assertThat(twin.twin().position()[1]).as("without torque it falls").isGreaterThan(1);
      assertThatThrownBy(() -> robot.run(POLICY.nominal(), parameters(5), null, (rollout, x) -> {
        broken.set(true);
        return true;
      })).isExactlyInstanceOf(IllegalStateException.class).hasMessage("no time");
      robot.awaitRest();
      assertThat(twin.twin().position()[1]).isGreaterThan(1);
    }
  }

  @Test
  void leavingTheLimitsIsSaidAndTorqueGoesOff() {
    try (SteppedTwin twin = twin(Imperfections.typical());
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(twin.line(), twin, twin.twin().servos())) {
      DMatrixRMaj wild = parameters(2);
      wild.set(1, 8, 1.8);
      WiredRobot robot = robot(twin, bus, twin);
      RobotStoppedException stopped = catchThrowableOfType(RobotStoppedException.class,
          () -> robot.run(POLICY.nominal(), wild, null, (k, x) -> true));
      assertThat(stopped).hasMessageContaining("joint 'curl'").hasMessageContaining("limit 8 rad/s")
          .hasMessageNotContaining("switch it off by hand");
      assertThat(stopped.byLimit()).isTrue();
      robot.awaitRest();
      assertThat(twin.twin().position()[1]).as("without torque it falls").isGreaterThan(1);
    }
  }

  @Test
  void aRobotThatDoesNotComeToTheStartIsNamed() {
    try (SteppedTwin twin = twin(Imperfections.typical().withFriction(1));
        ServoBus bus = ServoProtocol.DYNAMIXEL.bus(twin.line(), twin, twin.twin().servos())) {
      twin.twin().place(0.2, 1, 1);
      WiredRobot robot = robot(twin, bus, twin);
      assertThatThrownBy(() -> robot.run(POLICY.nominal(), parameters(2), null, (k, x) -> true))
          .isInstanceOf(RobotStoppedException.class).hasMessageContaining("did not come to rest at the start within");
    }
  }
}
