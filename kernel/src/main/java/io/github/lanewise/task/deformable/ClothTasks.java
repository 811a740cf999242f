package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The cloth tasks of DaXBench (Chen and others, ICLR 2023): {@code fold} and {@code fold-thrice}, which begin flat, and
 * {@code unfold} and {@code unfold-hard}, which begin after one and three random picks.
 *
 * <p>The published goals were folded by hand and are stored; here they come of a rule, for each {@link ClothVariant} on
 * its own cloth, so that they can be reached: points of the edges are picked up where they are then, one after the
 * other, and placed beyond ({@link ClothTask#goal}); the flat start is the goal of the others. An episode has succeeded
 * if it ends within a chamfer distance of 0.02 (fold), 0.035 (fold-thrice) or 0.005 (unfold) of the goal: the rule
 * itself, from shifted starts, comes as near as 0.02 and 0.035.
 */
public final class ClothTasks {
  /** Of the whole cloth at the start of fold and fold-thrice, along x and z [m]. */
  private static final double SHIFT = 0.05;
  /** Of each coordinate at the start of unfold [m]. */
  private static final double ROUGHNESS = 1e-4;
  /** A step. */
  private static final double DISCOUNT = 0.99;
  private static final double FOLD_FRICTION = 0.5;
  private static final double UNFOLD_FRICTION = 3;

  /** Tolerance of what is to be flat; a random pick makes a distance of 0.02, three of 0.05. */
  private static final double UNFOLDED = 0.005;

  private ClothTasks() {}

  /** {@return their names} */
  public static List<String> names() {
    return List.of("fold", "fold-thrice", "unfold", "unfold-hard");
  }

  /**
   * {@return the task of that name}
   *
   * @param name one of {@link #names}
   * @param variant of the cloth
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static ClothTask named(String name, ClothVariant variant) {
    return switch (name) {
      case "fold" -> folding(name, variant, 3, 0.02, ClothGoal.FOLDED_ONCE);
      case "fold-thrice" -> folding(name, variant, 4, 0.035, ClothGoal.FOLDED_THRICE);
      case "unfold" -> unfolding(name, variant, 1);
      case "unfold-hard" -> unfolding(name, variant, 3);
      default -> throw new IllegalArgumentException(
          "no task '" + name + "'; there are: " + String.join(", ", names()));
    };
  }

  private static ClothTask folding(String name, ClothVariant variant, int steps, double tolerance, ClothGoal rule) {
    Cloth cloth = variant.cloth(FOLD_FRICTION);
    return task(name, variant, cloth, new DeformableTask.Goal(rule.points(cloth), GoalDistance.CHAMFER, tolerance),
        new DeformableTask.Episode(steps, (random, x) -> shift(cloth, random, x)));
  }

  private static ClothTask unfolding(String name, ClothVariant variant, int picks) {
    Cloth cloth = variant.cloth(UNFOLD_FRICTION);
    double[] goal = Arrays.copyOf(ClothSimulation.flat(cloth), 3 * cloth.pointCount());
    Body body = Body.of(cloth);
    ThreadLocal<Hands> hands = ThreadLocal.withInitial(() -> new Hands(body, ElementType.DOUBLE));
    return task(name, variant, cloth, new DeformableTask.Goal(goal, GoalDistance.CHAMFER, UNFOLDED),
        new DeformableTask.Episode(15, (random, x) -> rumple(cloth, hands.get(), picks, random, x)));
  }

  private static ClothTask task(String name, ClothVariant variant, Cloth cloth, DeformableTask.Goal goal,
      DeformableTask.Episode episode) {
    return new ClothTask(name, cloth, variant == ClothVariant.RESCALED, goal, episode, reward(goal, false),
        reward(goal, true));
  }

  static GoalReward reward(DeformableTask.Goal goal, boolean learned) {
    return new GoalReward(goal.measure(), goal.points(), DISCOUNT, learned);
  }

  /** One shift for all points, N(0, 0.05^2) along x and along z, drawn until the cloth is in the cube. */
  private static void shift(Cloth cloth, RandomGenerator random, double[] x) {
    for (int c = 0; c < 3 && random != null; c += 2) {
      double lowest = 1;
      double highest = 0;
      for (int row = c; row < 3 * cloth.pointCount(); row += 3) {
        lowest = Math.min(lowest, x[row]);
        highest = Math.max(highest, x[row]);
      }
      double shift = SHIFT * random.nextGaussian();
      while (lowest + shift < 0 || highest + shift > 1) {
        shift = SHIFT * random.nextGaussian();
      }
      for (int row = c; row < 3 * cloth.pointCount(); row += 3) {
        x[row] += shift;
      }
    }
  }

  /** N(0, 1e-4^2) for each coordinate, then picks from one random point to the place of another. */
  private static void rumple(Cloth cloth, Hands hands, int picks, RandomGenerator random, double[] x) {
    RandomGenerator drawn = random == null ? RandomStream.of(1) : random;
    int points = cloth.pointCount();
    for (int row = 0; row < 3 * points && random != null; row++) {
      x[row] += ROUGHNESS * drawn.nextGaussian();
    }
    hands.lay(x);
    for (int k = 0; k < picks; k++) {
      int from = drawn.nextInt(points);
      int to = drawn.nextInt(points);
      hands.move(hands.row(3 * from), hands.row(3 * from + 2), hands.row(3 * to), hands.row(3 * to + 2));
    }
    hands.read(x);
  }
}
