package io.github.lanewise.task.deformable;

/**
 * {@code r(x, d, t)}: what a step of a cloth or a rope was worth, by hand, with its pullback; in double whatever the
 * simulation computes in, one at a time.
 *
 * <p>Implementations are safe for threads and allocate nothing.
 */
public interface PointReward {
  /**
   * The reward.
   *
   * @param points x after the step, three numbers each [m], y up
   * @param reach d, from the first three numbers of the action, where to pick or to begin, to the nearest point,
   *     before the step [m]
   * @param step t, 1 for the first of an episode
   * @return r
   */
  double at(double[] points, double reach, int step);

  /**
   * Its pullback, {@code x_bar += r_x' bar}.
   *
   * @param points as of {@link #at}
   * @param reach as of {@link #at}
   * @param step as of {@link #at}
   * @param bar cotangent of r
   * @param pointsBar cotangents of the points (added to)
   * @return d_bar, that of reach
   */
  double pullBack(double[] points, double reach, int step, double bar, double[] pointsBar);
}
