package io.github.lanewise.hardware.recording;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A recording of two servos: three roll-outs of five samples, two ticks apart, states and targets that tell where they
 * belong.
 */
final class RecordingSample {
  static final double[] NOMINAL = {0.5, -1e-9};
  static final int ROLLOUTS = 3;
  static final int SAMPLES = 5;
  private static final int BETWEEN = 2;

  final RecordingHeader header = new RecordingHeader(List.of(field("tick", 0), field("time_s", 0),
      field("rollout", 0), field("step", 0), field("error", 0), field("temperature", 1), field("position", 2),
      field("velocity", 2), field("target", 2)), 1e-3, 1_700_000_000_123_456_789L, NOMINAL);
  final List<double[]> rows = new ArrayList<>();

  RecordingSample() {
    SplittableRandom random = new SplittableRandom(11);
    for (int tick = 0; tick < ROLLOUTS * (BETWEEN + SAMPLES + 1); tick++) {
      int inCycle = tick % (BETWEEN + SAMPLES + 1);
      int rollout = inCycle < BETWEEN ? -1 : tick / (BETWEEN + SAMPLES + 1);
      int step = rollout < 0 ? -1 : inCycle - BETWEEN;
      rows.add(new double[] {tick, 1e-3 * tick + 1e-5 * random.nextDouble(), rollout, step, 0,
        tick % 4 == 0 ? Double.NaN : 40.5, 100 * rollout + step + 0.1, -0.0, 100 * rollout + step + 0.3, 1e-300,
        100 * rollout + step + 0.5, random.nextDouble(-1e10, 1e10)});
    }
  }

  private static RecordedField field(String name, int size) {
    return new RecordedField(name, size, "of " + name);
  }

  static double[] parameters(int rollout) {
    return new double[] {0.5 + rollout, Math.PI * rollout};
  }

  /** Writes all rows, each roll-out declared before its first. */
  void writeTo(RecordingWriter file) throws IOException {
    int declared = -1;
    for (double[] row : rows) {
      if (row[2] > declared) {
        declared = (int) row[2];
        file.rollout(declared, parameters(declared));
      }
      file.row(row);
      if (row[0] % 3 == 0) {
        file.flush();
      }
    }
  }

  double[] row(int rollout, int step) {
    return rows.get(IntStream.range(0, rows.size())
        .filter(i -> rows.get(i)[2] == rollout && rows.get(i)[3] == step).findFirst().orElseThrow());
  }
}
