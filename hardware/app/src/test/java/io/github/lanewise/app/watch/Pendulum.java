package io.github.lanewise.app.watch;

import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A motion of the library's double pendulum, and where it is by the formulas that a mechanics book has. */
final class Pendulum {
  static final int LANES = 3;
  static final int STEPS = 300;
  static final double TIME_STEP = 0.01;
  private static final double STAND = 1.2;
  private static final double UPPER = 0.5;

  private Pendulum() {}

  static double shoulder(int lane, int step) {
    return (lane + 1) * Math.sin(3 * step * TIME_STEP) + 0.2 * lane;
  }

  static double elbow(int lane, int step) {
    return 1.3 * Math.cos(5 * step * TIME_STEP + lane);
  }

  /** Where the elbow is [m]: positive angles swing the rod, which hangs down, towards -x. */
  static double[] elbowPlace(int lane, int step) {
    double angle = shoulder(lane, step);
    return new double[] {-UPPER * Math.sin(angle), 0, STAND - UPPER * Math.cos(angle)};
  }

  /** All states, x = (q, v), with whatever velocities. */
  static double[] states() {
    double[] states = new double[LANES * STEPS * 4];
    for (int i = 0; i < LANES * STEPS; i++) {
      states[4 * i] = shoulder(i / STEPS, i % STEPS);
      states[4 * i + 1] = elbow(i / STEPS, i % STEPS);
      states[4 * i + 2] = -7;
      states[4 * i + 3] = 9;
    }
    return states;
  }

  static double[] configurations() {
    double[] states = states();
    double[] q = new double[states.length / 2];
    for (int i = 0; i < q.length; i++) {
      q[i] = states[i / 2 * 4 + i % 2];
    }
    return q;
  }

  static Map<String, NpyArray> arrays() {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("states", new NpyArray(states(), LANES, STEPS, 4));
    arrays.put("time_step_s", NpyArray.of(TIME_STEP));
    arrays.put("seed", NpyArray.of(42));
    return arrays;
  }

  static Path write(Path folder) throws IOException {
    Path file = folder.resolve("states.npz");
    NpzFile.write(file, arrays());
    return file;
  }
}
