package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Push;
import io.github.lanewise.deformable.Rope;
import io.github.lanewise.deformable.Whip;
import io.github.lanewise.task.ActionRange;
import io.github.lanewise.task.LaneTask;
import java.util.Arrays;

/** Tasks of a few particles and substeps, which are stepped in no time. */
public final class SmallRopes {
  /** Held by the box, along z. */
  static final Rope HELD = Rope.whip().withShape(new Rope.Lattice(1, 1, 10, 1.0 / 176, 2.0 / 176));
  /** Pushed by a box that stops what has come into it, along x. */
  static final Rope PUSHED = RopeVariant.PHYSICAL.rope(Rope.push().withShape(
      new Rope.Lattice(8, 2, 2, 1.0 / 384, 3.0 / 384)));

  private SmallRopes() {}

  /** A rope that a box holds, started at random near the straight one, with a goal a little away. */
  public static LaneTask task(int episodeLength) {
    return held(episodeLength, 0.001);
  }

  static RopeTask held(int episodeLength, double shaken) {
    Whip program = new Whip();
    Body body = Body.of(HELD, program);
    double[] goal = Arrays.copyOf(body.start(), 3 * body.points());
    for (int row = 0; row < goal.length; row++) {
      goal[row] += row % 3 == 1 ? 0.012 : 0.01 + 0.001 * (row % 7);
    }
    DeformableTask.Goal there = new DeformableTask.Goal(goal, GoalDistance.POINTWISE, 0.02);
    return new RopeTask("held", HELD, program,
        program.actionNames().stream().map(row -> new ActionRange(row, -1, 1)).toList(), false, there,
        new DeformableTask.Episode(episodeLength, (random, x) -> {
          x[body.tool() + 2] = x[2] - 0.02; // Where it reaches the first particles.
          for (int row = 0; row < goal.length && random != null; row++) {
            x[row] += shaken * random.nextDouble();
          }
        }), new GoalReward(GoalDistance.POINTWISE, goal, 1, true), null);
  }

  /** A rope that is pushed, begun with one push. */
  static RopeTask pushed(int episodeLength) {
    return RopeTasks.push("pushed", RopeVariant.PHYSICAL, new Push(3, 60), 1, episodeLength, PUSHED);
  }
}
