package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Rope;
import io.github.lanewise.deformable.Whip;
import io.github.lanewise.lanes.ElementType;

/**
 * How the rope of whip is swung by hand from where it lies straight: in five stretches of as many steps, in each of
 * which the box goes one way. The ways were sought at random, to hundredths of what an action may be, for a rope that
 * lies within the extents of the published goal in the end.
 */
final class RopeGoal {
  private static final int STEPS = 14;
  /** First three numbers of the action, x, y, z [m/50]. */
  private static final double[][] WAYS = {{-0.55, 0.08, -0.41}, {-0.49, 1, 0.3}, {-0.11, -0.56, 0.38},
    {0.58, -0.47, -0.45}, {-0.01, 0.23, 0.96}};

  private RopeGoal() {}

  /** Where the particles are in the end [m], three numbers each. */
  static double[] points(Rope rope) {
    Hands hands = new Hands(Body.of(rope, new Whip()), ElementType.DOUBLE);
    hands.layAtRest();
    for (double[] way : WAYS) {
      for (int t = 0; t < STEPS; t++) {
        hands.act(way[0], way[1], way[2], 0, 0, 0);
      }
    }
    return hands.points();
  }
}
