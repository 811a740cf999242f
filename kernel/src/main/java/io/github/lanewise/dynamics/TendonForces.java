package io.github.lanewise.dynamics;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.Tendon;
import io.github.lanewise.trace.Scalar;
import java.util.List;

/**
 * {@code tau = -c (k(s) s + d(l') l')}: springs and dampers along tendons of length {@code l = c' q}. s is how much the
 * tendon is longer than its longest rest or, negative, shorter than its shortest.
 *
 * @param model the robot
 */
record TendonForces(RobotModel model) implements ForceTerm {
  @Override
  public void addTo(Forces forces, Kinematics state) {
    for (Tendon tendon : model.tendons()) {
      Scalar length = sum(model, tendon, state.q(), true);
      Scalar stretch = tendon.lowestRest() == tendon.highestRest() ? length.minus(tendon.lowestRest())
          : length.minus(tendon.highestRest()).max(0).plus(length.minus(tendon.lowestRest()).min(0));
      Scalar stiffness =
          PassiveForces.grown(Scalar.of(tendon.stiffness()), tendon.stiffnessGrowth(), stretch, false);
      Scalar pull = stiffness.times(stretch).negate();
      Scalar speed = sum(model, tendon, state.v(), false);
      Scalar damping = PassiveForces.grown(Scalar.of(tendon.damping()), tendon.dampingGrowth(), speed, true);
      for (Tendon.Pull a : tendon.pulls()) {
        int row = model.joints().get(a.joint()).idxV();
        forces.addInJoint(row, pull.times(a.coefficient()));
        for (Tendon.Pull b : damping.is(0) ? List.<Tendon.Pull>of() : tendon.pulls()) {
          forces.addDamping(row, model.joints().get(b.joint()).idxV(),
              damping.times(a.coefficient() * b.coefficient()));
        }
      }
    }
  }

  /** {@code c' x}: the length of a tendon for x = q, its speed for x = v. */
  static Scalar sum(RobotModel model, Tendon tendon, Scalar[] x, boolean configuration) {
    Scalar sum = Scalar.ZERO;
    for (Tendon.Pull pull : tendon.pulls()) {
      int row = configuration ? model.joints().get(pull.joint()).idxQ() : model.joints().get(pull.joint()).idxV();
      sum = sum.plus(x[row].times(pull.coefficient()));
    }
    return sum;
  }
}
