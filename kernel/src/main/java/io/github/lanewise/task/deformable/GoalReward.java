package io.github.lanewise.task.deformable;

/**
 * {@code r = (exp(-10 c(x, g)) + [exp(-d)]) gamma^t}: near the goal, and, for learning, beginning near the points: the
 * reward of the cloth and rope tasks of DaXBench (Chen and others, ICLR 2023). Both terms are discounted, as there.
 *
 * @param measure c
 * @param goal g, three numbers a point [m]; not copied
 * @param discount gamma
 * @param reaching whether the second term counts
 */
record GoalReward(GoalDistance measure, double[] goal, double discount, boolean reaching) implements PointReward {
  private static final double SHARPNESS = 10;

  @Override
  public double at(double[] points, double reach, int step) {
    return (Math.exp(-SHARPNESS * measure.between(points, goal)) + (reaching ? Math.exp(-reach) : 0))
        * Math.pow(discount, step);
  }

  @Override
  public double pullBack(double[] points, double reach, int step, double bar, double[] pointsBar) {
    double discounted = bar * Math.pow(discount, step);
    measure.pullBack(points, goal, -SHARPNESS * Math.exp(-SHARPNESS * measure.between(points, goal)) * discounted,
        pointsBar);
    return reaching ? -Math.exp(-reach) * discounted : 0;
  }
}
