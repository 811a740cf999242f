package io.github.lanewise.task.deformable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reward against its definition, pair by pair, and its pullback against differences. */
class GoalRewardTest {
  private final Random random = new Random(5);

  private double[] points(int count) {
    return random.doubles(3 * count, 0, 0.3).toArray();
  }

  /** All pairs in a table. */
  private static double chamfer(double[] x, double[] g) {
    double[] nearestOfX = new double[x.length / 3];
    double[] nearestOfG = new double[g.length / 3];
    Arrays.fill(nearestOfX, 9);
    Arrays.fill(nearestOfG, 9);
    for (int i = 0; i < nearestOfX.length; i++) {
      for (int j = 0; j < nearestOfG.length; j++) {
        double d = Math.hypot(Math.hypot(x[3 * i] - g[3 * j], x[3 * i + 1] - g[3 * j + 1]), x[3 * i + 2] - g[3 * j + 2])
            / Math.sqrt(3);
        nearestOfX[i] = Math.min(nearestOfX[i], d);
        nearestOfG[j] = Math.min(nearestOfG[j], d);
      }
    }
    return Arrays.stream(nearestOfX).average().orElseThrow() + Arrays.stream(nearestOfG).average().orElseThrow();
  }

  private static double pointwise(double[] x, double[] g) {
    return IntStream.range(0, x.length / 3).mapToDouble(i -> Math.hypot(Math.hypot(x[3 * i] - g[3 * i],
        x[3 * i + 1] - g[3 * i + 1]), x[3 * i + 2] - g[3 * i + 2])).average().orElseThrow() / Math.sqrt(3);
  }

  @Test
  void itIsTheDefinition() {
    double[] x = points(40);
    double[] g = points(31);
    double near = Math.exp(-10 * chamfer(x, g));
    assertThat(GoalDistance.CHAMFER.between(x, g)).isEqualTo(chamfer(x, g), within(1e-15));
    assertThat(reward(g, false).at(x, 0.2, 3)).isEqualTo(near * Math.pow(0.99, 3), within(1e-15));
    assertThat(reward(g, true).at(x, 0.2, 1)).isEqualTo((near + Math.exp(-0.2)) * 0.99, within(1e-15));
    assertThat(reward(x, false).at(x, 0.2, 1)).as("at the goal").isEqualTo(0.99);
    double[] places = points(40);
    assertThat(new GoalReward(GoalDistance.POINTWISE, places, 1, true).at(x, 0.4, 9))
        .isEqualTo(Math.exp(-10 * pointwise(x, places)) + Math.exp(-0.4), within(1e-15));
    assertThat(chamfer(x, places)).isLessThan(pointwise(x, places));
  }

  private static GoalReward reward(double[] goal, boolean reaching) {
    return new GoalReward(GoalDistance.CHAMFER, goal, 0.99, reaching);
  }

  @ParameterizedTest
  @EnumSource
  void itsPullbackIsThatOfDifferences(GoalDistance measure) {
    double[] x = points(40);
    GoalReward reward = new GoalReward(measure, points(measure == GoalDistance.CHAMFER ? 31 : 40), 0.99, true);
    double[] bars = new double[x.length];
    Arrays.fill(bars, 2);
    double reachBar = reward.pullBack(x, 0.3, 2, 1.7, bars);
    double h = 1e-6;
    assertThat(reachBar).isEqualTo(1.7 * (reward.at(x, 0.3 + h, 2) - reward.at(x, 0.3 - h, 2)) / (2 * h), within(1e-8));
    for (int row = 0; row < x.length; row++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[row] += h;
      down[row] -= h;
      double slope = 1.7 * (reward.at(up, 0.3, 2) - reward.at(down, 0.3, 2)) / (2 * h);
      assertThat(bars[row]).as("added to what was there").isEqualTo(2 + slope, within(1e-8));
    }
  }

  /** Where a point lies on its goal there is no direction. */
  @ParameterizedTest
  @EnumSource
  void atTheGoalItIsFlat(GoalDistance measure) {
    double[] x = points(9);
    double[] bars = new double[x.length];
    assertThat(new GoalReward(measure, x.clone(), 0.99, false).pullBack(x, 0.3, 1, 1, bars)).isZero();
    assertThat(bars).containsOnly(0);
  }
}
