package io.github.lanewise.task.deformable;

/**
 * {@code r = (exp(-10 c(x, g)) + [exp(-d)]) 0.99^t}: near the goal, and, for learning, picking near the cloth: the
 * reward of the cloth tasks of DaXBench (Chen and others, ICLR 2023). Both terms are discounted, as there.
 *
 * <p>Chamfer distance {@code c = mean_i min_j |x_i - g_j| / sqrt 3 + mean_j min_i |g_j - x_i| / sqrt 3}. Where two
 * points are equally near, derivatives are those of the first, and at distance 0 they are 0. Immutable.
 */
final class ChamferReward implements PointReward {
  private static final double SHARPNESS = 10;
  private static final double DISCOUNT = 0.99;
  private static final double ROOT_3 = Math.sqrt(3);

  private final double[] goal;
  private final boolean reaching;

  /**
   * Of a goal.
   *
   * @param goal three numbers a point [m]; not copied
   * @param reaching whether the second term counts
   */
  ChamferReward(double[] goal, boolean reaching) {
    this.goal = goal;
    this.reaching = reaching;
  }

  /** {@return c, from 0 on} */
  static double chamfer(double[] points, double[] goal) {
    return oneWay(points, goal) + oneWay(goal, points);
  }

  private static double oneWay(double[] from, double[] to) {
    double sum = 0;
    for (int i = 0; i < from.length; i += 3) {
      sum += distance(from, i, to, nearest(from, i, to));
    }
    return sum / (from.length / 3) / ROOT_3;
  }

  /** Where the nearest of many points begins, the first of several. */
  static int nearest(double[] from, int at, double[] to) {
    double x = from[at];
    double y = from[at + 1];
    double z = from[at + 2];
    double least = Double.POSITIVE_INFINITY;
    int nearest = 0;
    for (int j = 0; j < to.length; j += 3) {
      double dx = x - to[j];
      double dy = y - to[j + 1];
      double dz = z - to[j + 2];
      double squared = dx * dx + dy * dy + dz * dz;
      if (squared < least) {
        least = squared;
        nearest = j;
      }
    }
    return nearest;
  }

  /** Between two points. */
  static double distance(double[] from, int at, double[] to, int other) {
    double dx = from[at] - to[other];
    double dy = from[at + 1] - to[other + 1];
    double dz = from[at + 2] - to[other + 2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  @Override
  public double at(double[] points, double reach, int step) {
    return (Math.exp(-SHARPNESS * chamfer(points, goal)) + (reaching ? Math.exp(-reach) : 0))
        * Math.pow(DISCOUNT, step);
  }

  @Override
  public double pullBack(double[] points, double reach, int step, double bar, double[] pointsBar) {
    double discounted = bar * Math.pow(DISCOUNT, step);
    double chamferBar = -SHARPNESS * Math.exp(-SHARPNESS * chamfer(points, goal)) * discounted / ROOT_3;
    for (int i = 0; i < points.length; i += 3) {
      pullApart(points, i, nearest(points, i, goal), chamferBar / (points.length / 3), pointsBar);
    }
    for (int j = 0; j < goal.length; j += 3) {
      pullApart(points, nearest(goal, j, points), j, chamferBar / (goal.length / 3), pointsBar);
    }
    return reaching ? -Math.exp(-reach) * discounted : 0;
  }

  /** Adds the derivative of a distance by the point. */
  private void pullApart(double[] points, int i, int j, double bar, double[] pointsBar) {
    double distance = distance(points, i, goal, j);
    for (int c = 0; c < 3 && distance > 0; c++) {
      pointsBar[i + c] += bar * (points[i + c] - goal[j + c]) / distance;
    }
  }
}
