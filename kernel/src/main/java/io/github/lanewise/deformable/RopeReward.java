package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;

/**
 * {@code r = exp(-10 mean_i |x_i - g_i| / sqrt 3)}: how near each particle is to the place of the same number, the
 * reward of the rope tasks of DaXBench (Chen and others, ICLR 2023); its pullback gives {@link RopePullback#nextBar}.
 *
 * <p>On rows of {@link RopeSimulation#state}; where a particle is in its place its derivative is 0. Immutable, and so
 * safe for threads.
 */
public final class RopeReward {
  private static final double SHARPNESS = 10;
  private static final double ROOT_3 = Math.sqrt(3);

  private final double[] goal;

  /**
   * Of a goal.
   *
   * @param goal three numbers a particle [m]
   * @throws IllegalArgumentException if they are not whole points
   */
  public RopeReward(double... goal) {
    if (goal.length == 0 || goal.length % 3 != 0) {
      throw new IllegalArgumentException("a goal of " + goal.length + " numbers: three for each particle");
    }
    this.goal = goal.clone();
  }

  private double distance(Batch state, int environment, int row) {
    double x = state.get(row, environment) - goal[row];
    double y = state.get(row + 1, environment) - goal[row + 1];
    double z = state.get(row + 2, environment) - goal[row + 2];
    return Math.sqrt(x * x + y * y + z * z);
  }

  /**
   * {@return r, from 0 to 1}
   *
   * @param state states
   * @param environment counted from 0
   */
  public double at(Batch state, int environment) {
    double sum = 0;
    for (int row = 0; row < goal.length; row += 3) {
      sum += distance(state, environment, row);
    }
    return Math.exp(-SHARPNESS * sum / (goal.length / 3) / ROOT_3);
  }

  /**
   * The pullback.
   *
   * @param state states
   * @param environment counted from 0
   * @param bar cotangent of r
   * @param stateBar those of the states (the rows of places are overwritten)
   */
  public void pullBack(Batch state, int environment, double bar, Batch stateBar) {
    double each = -SHARPNESS / (goal.length / 3) / ROOT_3 * at(state, environment) * bar;
    for (int row = 0; row < goal.length; row += 3) {
      double distance = distance(state, environment, row);
      for (int c = 0; c < 3; c++) {
        stateBar.set(row + c, environment,
            distance > 0 ? each * (state.get(row + c, environment) - goal[row + c]) / distance : 0);
      }
    }
  }
}
