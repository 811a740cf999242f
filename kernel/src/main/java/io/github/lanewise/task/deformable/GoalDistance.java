package io.github.lanewise.task.deformable;

/**
 * How far points are from a goal: of both tasks' rewards. Where points lie on the goal there is no direction, and
 * derivatives are 0.
 */
enum GoalDistance {
  /**
   * {@code c = mean_i min_j |x_i - g_j| / sqrt 3 + mean_j min_i |g_j - x_i| / sqrt 3}, chamfer distance. Where two
   * points are equally near, derivatives are those of the first.
   */
  CHAMFER("chamfer distance") {
    @Override
    double between(double[] points, double[] goal) {
      return oneWay(points, goal) + oneWay(goal, points);
    }

    private double oneWay(double[] from, double[] to) {
      double sum = 0;
      for (int i = 0; i < from.length; i += 3) {
        sum += distance(from, i, to, nearest(from, i, to));
      }
      return sum / (from.length / 3) / ROOT_3;
    }

    @Override
    void pullBack(double[] points, double[] goal, double bar, double[] pointsBar) {
      double each = bar / ROOT_3;
      for (int i = 0; i < points.length; i += 3) {
        pullApart(points, i, goal, nearest(points, i, goal), each / (points.length / 3), pointsBar);
      }
      for (int j = 0; j < goal.length; j += 3) {
        pullApart(points, nearest(goal, j, points), goal, j, each / (goal.length / 3), pointsBar);
      }
    }
  },
  /** {@code mean_i |x_i - g_i| / sqrt 3}, each point to the place of the same number. */
  POINTWISE("mean distance") {
    @Override
    double between(double[] points, double[] goal) {
      double sum = 0;
      for (int i = 0; i < points.length; i += 3) {
        sum += distance(points, i, goal, i);
      }
      return sum / (points.length / 3) / ROOT_3;
    }

    @Override
    void pullBack(double[] points, double[] goal, double bar, double[] pointsBar) {
      for (int i = 0; i < points.length; i += 3) {
        pullApart(points, i, goal, i, bar / (points.length / 3) / ROOT_3, pointsBar);
      }
    }
  };

  private static final double ROOT_3 = Math.sqrt(3);

  private final String words;

  GoalDistance(String words) {
    this.words = words;
  }

  /** Its name in reports. */
  String words() {
    return words;
  }

  /** The distance, from 0 on [m]. */
  abstract double between(double[] points, double[] goal);

  /** {@code x_bar += c_x' bar}. */
  abstract void pullBack(double[] points, double[] goal, double bar, double[] pointsBar);

  /** Where the nearest of many points begins, the first of several. */
  private static int nearest(double[] from, int at, double[] to) {
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
  private static double distance(double[] from, int at, double[] to, int other) {
    double dx = from[at] - to[other];
    double dy = from[at + 1] - to[other + 1];
    double dz = from[at + 2] - to[other + 2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  /** Adds the derivative of a distance by the point. */
  private static void pullApart(double[] points, int i, double[] goal, int j, double bar, double[] pointsBar) {
    double distance = distance(points, i, goal, j);
    for (int c = 0; c < 3 && distance > 0; c++) {
      pointsBar[i + c] += bar * (points[i + c] - goal[j + c]) / distance;
    }
  }
}
