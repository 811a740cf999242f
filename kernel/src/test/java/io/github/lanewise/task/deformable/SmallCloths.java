package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.task.LaneTask;
import java.util.Arrays;

/** Tasks of a few points, which are stepped in no time. */
public final class SmallCloths {
  /** 12 points, 0.05 m wide. */
  static final Cloth CLOTH = ClothVariant.PHYSICAL.cloth(0.5).withGrid(4, 3, 1.0 / 60);

  private SmallCloths() {}

  /** A task whose starts are shifted and shaken, and whose goal is a little away, scored as it is learned. */
  public static LaneTask task(int episodeLength) {
    return cloth(episodeLength, 0.01);
  }

  static ClothTask cloth(int episodeLength, double shaken) {
    double[] goal = Arrays.copyOf(ClothSimulation.flat(CLOTH), 3 * CLOTH.pointCount());
    for (int row = 0; row < goal.length; row++) {
      goal[row] += row % 3 == 1 ? 0.003 : 0.02 + 0.001 * (row % 7);
    }
    DeformableTask.Episode episode = new DeformableTask.Episode(episodeLength, (random, x) -> {
      for (int row = 0; row < goal.length && random != null; row++) {
        x[row] += shaken * random.nextDouble();
      }
    });
    return new ClothTask("small", CLOTH, false, new DeformableTask.Goal(goal, GoalDistance.CHAMFER, 0.02), episode,
        new GoalReward(GoalDistance.CHAMFER, goal, 0.99, true), null);
  }
}
