package io.github.lanewise.task;

import io.github.lanewise.dynamics.JointLimits;
import io.github.lanewise.dynamics.PenaltyContact;
import io.github.lanewise.trace.Scalar;

/**
 * {@code r = v_x + 0.1 up + heading + H(z - 0.84) - 0.002 sum a^2}: a humanoid is to run; it fails when its torso comes
 * below 0.74 m. Figures of DiffRL's task.
 */
final class Humanoid extends Runner {
  private static final Rules RULES =
      new Rules(48, new PenaltyContact(2e4, 5e3, 1e3, 0.75), new JointLimits(1e3, 10, true), 1000);

  private static final int JOINTS = 21;

  Humanoid(TaskVariant variant) {
    super("humanoid", RULES, variant, 200, 1.35, new double[JOINTS]);
  }

  @Override
  public Scalar reward(Scalar[] q, Scalar[] v, Scalar[] action) {
    return velocity(q, v).x().plus(up(q).times(0.1)).plus(heading(q)).plus(height(q[2].minus(0.84), 0.1, 10))
        .minus(squares(action).times(0.002));
  }

  @Override
  public Scalar margin(Scalar[] q, Scalar[] v) {
    return q[2].minus(0.74);
  }
}
