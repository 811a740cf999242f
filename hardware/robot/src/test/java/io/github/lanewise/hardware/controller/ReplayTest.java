package io.github.lanewise.hardware.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.hardware.loop.Recorder;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.recording.RecordedRollouts;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.sensitivity.Rollouts;
import java.nio.file.Path;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded actions come back at their times. */
final class ReplayTest {
  private static final int STEPS = 50;

  private final ServoCommand command = new ServoCommand(2);

  /** Action i of roll-out k at sample t is 100 k + t + i / 10. */
  private static Rollouts rollouts() {
    DMatrixRMaj actions = new DMatrixRMaj(STEPS * 2, 3);
    for (int t = 0; t < STEPS; t++) {
      for (int i = 0; i < 2; i++) {
        for (int k = 0; k < 3; k++) {
          actions.set(t * 2 + i, k, 100 * k + t + i / 10.);
        }
      }
    }
    return new Rollouts(new double[1], new DMatrixRMaj(3, 1), new DMatrixRMaj(STEPS, 3), actions, null, STEPS, 0.003);
  }

  private double[] at(Replay replay, double time) {
    replay.control(new ServoState(2), command, time);
    return command.target.clone();
  }

  /** Reads at uneven times lie on straight lines, of which the commands are points. */
  @Test
  void positionsShownAtTimesOfTheirOwnAreJoinedByLines() {
    List<Double> times = List.of(2.0, 2.1, 2.45, 3.0);
    List<double[]> shown = List.of(new double[] {0, 1}, new double[] {0.5, 1}, new double[] {-0.2, 3},
        new double[] {0.9, 2});
    Replay replay = Replay.through(times, shown, 0.01);
    assertThat(replay.mode()).isEqualTo(ServoCommand.Mode.POSITION);
    assertThat(replay.seconds()).isCloseTo(1, within(1e-12));
    ServoCommand command = new ServoCommand(2);
    for (int t = 0; t <= 110; t++) {
      replay.control(new ServoState(2), command, t * 0.01);
      double time = Math.min(2 + t * 0.01, 3);
      int k = time < 2.1 ? 0 : time < 2.45 ? 1 : 2;
      double part = (time - times.get(k)) / (times.get(k + 1) - times.get(k));
      for (int i = 0; i < 2; i++) {
        assertThat(command.target[i])
            .isCloseTo((1 - part) * shown.get(k)[i] + part * shown.get(k + 1)[i], within(1e-12));
      }
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Replay.through(List.of(1.0, 1.0), shown, 0.01))
        .withMessage("the times do not ascend: 1.0 s follows 1.0 s");
    assertThatIllegalArgumentException().isThrownBy(() -> Replay.through(List.of(), List.of(), 0.01));
    Replay one = Replay.through(List.of(5.0), shown.subList(1, 2), 0.01);
    one.control(new ServoState(2), command, 0);
    assertThat(command.target).containsExactly(0.5, 1);
  }

  @Test
  void everyActionIsHeldUntilTheNext(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("r.npz");
    RolloutFile.write(file, rollouts());
    Replay replay = new Replay(RecordedRollouts.read(file, false).rollouts(), 1, ServoCommand.Mode.POSITION);
    assertThat(replay.servos()).isEqualTo(2);
    assertThat(replay.seconds()).isEqualTo(0.15);
    for (int tick = 0; tick < 3 * STEPS; tick++) {
      assertThat(at(replay, tick * (1_000_000 * 1e-9))).as("tick %d", tick)
          .containsExactly(100 + tick / 3, 100 + tick / 3 + 0.1);
    }
  }

  @Test
  void afterItsEndAPositionStaysAndATorqueIsNone() {
    assertThat(at(new Replay(rollouts(), 0, ServoCommand.Mode.POSITION), 99)).containsExactly(49, 49.1);
    assertThat(at(new Replay(rollouts(), 0, ServoCommand.Mode.TORQUE), 99)).containsExactly(0, 0);
    assertThat(at(new Replay(rollouts(), 0, ServoCommand.Mode.TORQUE), 0.1499)).containsExactly(49, 49.1);
  }

  /** Ticks 3 and 4 are missing, as if the queue had been full. */
  @ParameterizedTest
  @ValueSource(strings = {"r.mcap", "r.npz", "r.csv"})
  void aRecordingIsReplayedWithTheCommandBeforeWhereATickIsMissing(String name, @TempDir Path folder) throws Exception {
    Path file = folder.resolve(name);
    command.mode = ServoCommand.Mode.POSITION;
    try (Recorder recorder = Recorder.open(file, 2, 1e-3, Clock.system())) {
      for (int tick : new int[] {0, 1, 2, 5, 6}) {
        command.target[0] = tick;
        command.target[1] = tick + 0.5;
        recorder.tick(tick, 1_000_000_000 + tick * 1_000_000, new ServoState(2), command, BusError.NONE, 0);
      }
    }
    assertThat(Recording.isOne(file)).isTrue();
    Replay replay = Replay.of(Recording.read(file));
    assertThat(replay.mode()).isEqualTo(ServoCommand.Mode.POSITION);
    assertThat(replay.seconds()).isCloseTo(7e-3, within(1e-9));
    double[] expected = {0, 1, 2, 2, 2, 5, 6, 6, 6};
    for (int tick = 0; tick < expected.length; tick++) {
      assertThat(at(replay, tick * 1e-3)).as("tick %d", tick).containsExactly(expected[tick], expected[tick] + 0.5);
    }
  }

  @Test
  void whatCannotBeReplayedIsRefused() {
    Rollouts r = rollouts();
    assertThatThrownBy(() -> new Replay(r, 3, ServoCommand.Mode.TORQUE)).hasMessage("no roll-out 3: there are 0 to 2");
    Rollouts none = new Rollouts(r.nominal(), r.parameters(), r.states(), null, null, STEPS, 0.003);
    assertThatThrownBy(() -> new Replay(none, 0, ServoCommand.Mode.TORQUE))
        .hasMessage("the roll-outs were recorded without actions, so there is nothing to replay");
    DMatrixRMaj weights = new DMatrixRMaj(STEPS, 3);
    weights.fill(1);
    weights.set(7, 2, 0);
    Rollouts gap = new Rollouts(r.nominal(), r.parameters(), r.states(), r.actions(), weights, STEPS, 0.003);
    assertThatThrownBy(() -> new Replay(gap, 2, ServoCommand.Mode.TORQUE))
        .hasMessage("action 0 at sample 7 of roll-out 2 is missing or not finite: replay another");
    assertThat(new Replay(gap, 1, ServoCommand.Mode.TORQUE).servos()).isEqualTo(2);
  }
}
