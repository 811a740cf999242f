package io.github.lanewise.app.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.hardware.recording.RecordedField;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Measured torques of three joints: one in counts of 0.0048 N m, one of any size, one that hardly moved. */
class TorqueCountsTest {
  private static final double COUNT = 0.0048;

  private static Recording recording() {
    Random random = new Random(5);
    List<double[]> rows = new ArrayList<>();
    for (int tick = 0; tick < 300; tick++) {
      rows.add(new double[] {tick, 0, 0, 0, COUNT * (random.nextInt(41) - 20), random.nextGaussian(),
        COUNT * (tick % 3)});
    }
    return new Recording(new RecordingHeader(List.of(new RecordedField(RecordingHeader.TICK, 0, "number of the tick"),
        new RecordedField(RecordingHeader.TARGET, 3, "target [N m]"),
        new RecordedField(RecordingHeader.TORQUE, 3, "torque [N m]")), 0.002, 0, new double[0]), rows,
        new TreeMap<>(), null);
  }

  @Test
  void commandsAreRoundedAsRegistersDo() {
    TorqueCounts counts = TorqueCounts.of(recording());
    double[] told = counts.told(new double[] {0.0311, 0.0311, 0.0311});
    assertThat(told[0]).isEqualTo(6 * COUNT, within(1e-9));
    assertThat(told[1]).isEqualTo(0.0311);
    assertThat(told[2]).as("too few values to tell").isEqualTo(0.0311);
    assertThat(counts.told(new double[] {-0.0071, -1, -1})).containsExactly(new double[] {-COUNT, -1, -1},
        within(1e-9));
    assertThat(counts.sentence()).contains("0.00480, none N m");
  }

  @Test
  void withoutCountsNothingIsRounded() {
    assertThat(TorqueCounts.none().told(new double[] {0.0311})).containsExactly(0.0311);
    assertThat(TorqueCounts.none().sentence()).isEmpty();
  }
}
