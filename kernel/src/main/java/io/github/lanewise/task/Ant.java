package io.github.lanewise.task;

import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.trace.Scalar;

/**
 * {@code r = v_x + 0.1 up + heading + (z - 0.27)}: an ant is to run; it fails when its torso comes below 0.27 m.
 * Figures of DiffRL's task.
 */
final class Ant extends Runner {
  private static final Rules RULES =
      new Rules(16, new PenaltyContact(4e4, 1e4, 3e3, 0.75), new JointLimits(1e3, 10, true), 1000);
  private static final double LOWEST = 0.27;

  Ant(TaskVariant variant) {
    super("ant", RULES, variant, 10_000, 0.75, 0, 1, 0, -1, 0, -1, 0, 1);
  }

  @Override
  public Scalar reward(Scalar[] q, Scalar[] v, Scalar[] action) {
    return velocity(q, v).x().plus(up(q).times(0.1)).plus(heading(q)).plus(margin(q, v));
  }

  @Override
  public Scalar margin(Scalar[] q, Scalar[] v) {
    return q[2].minus(LOWEST);
  }
}
