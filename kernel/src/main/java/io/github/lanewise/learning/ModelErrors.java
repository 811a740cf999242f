package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.Surrogate;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;

/** Sums of {@code |x~_h - x_h|^2} and {@code |x_h - x_0|^2} over windows of robots x, and of a model x~ of them. */
final class ModelErrors {
  private final PolicyRollout window;
  private final RunningStatistics changes;
  private final double[] off;
  private final double[] moved;

  ModelErrors(PolicyRollout window, RunningStatistics changes) {
    this.window = window;
    this.changes = changes;
    off = new double[window.stepCount()];
    moved = new double[window.stepCount()];
  }

  /** Adds those of the window that the robots have just done, up to the end of an episode; null for their own steps. */
  void add(Surrogate model) {
    TaskRollout robots = window.rollout();
    Rollout rollout = robots.rollout();
    int rows = rollout.initial().rowCount();
    int lanes = rollout.initial().robotCount();
    int steps = rollout.stepCount();
    double[][][] states = new double[steps][lanes][];
    int[] whole = new int[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      while (whole[lane] < steps && (whole[lane] == 0 || robots.end(whole[lane] - 1, lane) == End.NONE)) {
        states[whole[lane]][lane] = rollout.states().rows(whole[lane] * rows, rows).robot(lane);
        whole[lane]++;
      }
    }
    Batch start = rollout.initial();
    robots.putAside();
    rollout.setSurrogates(model, null);
    robots.run();
    rollout.setSurrogates(null, null);
    robots.takeUp();
    for (int lane = 0; lane < lanes; lane++) {
      boolean ended = false;
      for (int h = 0; h < whole[lane] && !ended && robots.end(h, lane) != End.BLOWN_UP; h++) {
        for (int row = 0; row < rows; row++) {
          double unit = changes.deviation(row);
          double x = states[h][lane][row];
          off[h] += Math.pow((rollout.states().get(h * rows + row, lane) - x) / unit, 2);
          moved[h] += Math.pow((x - start.get(row, lane)) / unit, 2);
        }
        ended = robots.end(h, lane) != End.NONE;
      }
    }
  }

  /** e_1 .. e_N. */
  double[] errors() {
    double[] errors = new double[off.length];
    for (int h = 0; h < errors.length; h++) {
      errors[h] = Math.sqrt(off[h] / moved[h]);
    }
    return errors;
  }
}
