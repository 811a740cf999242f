package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Push;
import io.github.lanewise.deformable.Rope;
import io.github.lanewise.deformable.ToolProgram;
import io.github.lanewise.deformable.Whip;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.task.ActionRange;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The rope tasks of DaXBench (Chen and others, ICLR 2023): {@code whip}, a rope that a box holds at one end and is to
 * swing over a spot, and {@code push} and {@code push-hard}, ropes that two and ten random pushes have bent and further
 * pushes are to make straight.
 *
 * <p>The goal of push is the straight rope. That of whip was made by hand and is stored; here it comes of a rule: a box
 * that moves in a few straight stretches swings the rope from where it lies straight. Distances to a goal are means
 * over particles, each to its own place. An episode has succeeded if it ends within 0.02 m (whip), as the swing itself
 * does from four of five shifted starts, or within 0.005 m (push, push-hard), where two random pushes make 0.03 m.
 */
public final class RopeTasks {
  /** Of the rope and its box at the start of whip, along x and z [m]. */
  private static final double SHIFT = 0.02;
  /** From where a random push begins to the particle that it goes through, and from there on [m]. */
  private static final double HALF_PUSH = 0.05;
  /** Of a policy's start and end. */
  private static final double HIGHEST = 0.1;
  private static final double WHIPPED = 0.02;
  private static final double STRAIGHT = 0.005;

  private RopeTasks() {}

  /** {@return their names} */
  public static List<String> names() {
    return List.of("whip", "push", "push-hard");
  }

  /**
   * {@return the task of that name}
   *
   * @param name one of {@link #names}
   * @param variant of the rope
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static RopeTask named(String name, RopeVariant variant) {
    return switch (name) {
      case "whip" -> whip(name, variant);
      case "push" -> push(name, variant, new Push(), 2, 6, variant.rope(Rope.push()));
      case "push-hard" -> push(name, variant, new Push(), 10, 20, variant.rope(Rope.push()));
      default -> throw new IllegalArgumentException(
          "no task '" + name + "'; there are: " + String.join(", ", names()));
    };
  }

  private static RopeTask whip(String name, RopeVariant variant) {
    Rope rope = variant.rope(Rope.whip());
    ToolProgram program = new Whip();
    DeformableTask.Goal goal = new DeformableTask.Goal(RopeGoal.points(rope), GoalDistance.POINTWISE, WHIPPED);
    return new RopeTask(name, rope, program,
        program.actionNames().stream().map(row -> new ActionRange(row, -1, 1)).toList(),
        variant == RopeVariant.CLIPPED, goal,
        new DeformableTask.Episode(70, (random, x) -> shift(Body.of(rope, program), random, x)), reward(goal, false),
        null);
  }

  /** Of another rope and program, too. */
  static RopeTask push(String name, RopeVariant variant, ToolProgram program, int pushes, int steps, Rope rope) {
    Body body = Body.of(rope, program);
    double[] points = Arrays.copyOf(body.start(), 3 * body.points());
    DeformableTask.Goal goal = new DeformableTask.Goal(points, GoalDistance.POINTWISE, STRAIGHT);
    ThreadLocal<Hands> hands = ThreadLocal.withInitial(() -> new Hands(body, ElementType.FLOAT));
    return new RopeTask(name, rope, program, program.actionNames().stream().map(row -> row.endsWith("y")
            ? new ActionRange(row, -HIGHEST, HIGHEST) : new ActionRange(row, 0, 1)).toList(),
        variant == RopeVariant.CLIPPED, goal,
        new DeformableTask.Episode(steps, (random, x) -> bend(body, hands.get(), pushes, random, x)),
        reward(goal, false), reward(goal, true));
  }

  private static GoalReward reward(DeformableTask.Goal goal, boolean learned) {
    return new GoalReward(goal.measure(), goal.points(), 1, learned);
  }

  /** One shift for rope and box, N(0, 0.02^2) along x and along z. */
  private static void shift(Body body, RandomGenerator random, double[] x) {
    for (int c = 0; c < 3 && random != null; c += 2) {
      double shift = SHIFT * random.nextGaussian();
      for (int row = c; row < 3 * body.points(); row += 3) {
        x[row] += shift;
      }
      x[body.tool() + c] += shift;
    }
  }

  /**
   * Pushes through random particles, each 0.1 m long in a random direction, computed in float; one that drives the rope
   * out of the nodes around it is taken back and drawn again.
   */
  private static void bend(Body body, Hands hands, int pushes, RandomGenerator random, double[] x) {
    RandomGenerator drawn = random == null ? RandomStream.of(1) : random;
    hands.lay(x);
    for (int k = 0; k < pushes;) {
      int row = 3 * drawn.nextInt(body.points());
      double angle = 2 * Math.PI * drawn.nextDouble();
      double alongX = HALF_PUSH * Math.cos(angle);
      double alongZ = HALF_PUSH * Math.sin(angle);
      hands.move(hands.row(row) - alongX, hands.row(row + 2) - alongZ, hands.row(row) + alongX,
          hands.row(row + 2) + alongZ);
      if (hands.isLost()) {
        hands.lay(x);
      } else {
        hands.read(x);
        k++;
      }
    }
  }
}
