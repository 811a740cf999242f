package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.trace.Scalar;

/**
 * {@code tau = -d v - f tanh(v / v0) - k (q - q0)}: viscous damping, dry friction and springs in the joints.
 *
 * <p>Dry friction is smoothed over v0 = {@value #FRICTION_VELOCITY} rad/s or m/s, so that it has a derivative. Springs act in joints with
 * one axis.
 */
final class PassiveForces {
  static final double FRICTION_VELOCITY = 0.01;

  private PassiveForces() {}

  /** The forces, nv rows. */
  static Scalar[] of(Parameters parameters, Scalar[] q, Scalar[] v) {
    Scalar[] tau = Scalar.zeros(v.length);
    for (int i = 0; i < parameters.model().joints().size(); i++) {
      Joint joint = parameters.model().joints().get(i);
      for (int row = joint.idxV(); row < joint.idxV() + joint.kind().nv(); row++) {
        tau[row] = parameters.damping(i).times(v[row]).negate();
        if (!parameters.friction(i).is(0)) {
          tau[row] = tau[row].minus(parameters.friction(i).times(v[row].over(FRICTION_VELOCITY).tanh()));
        }
      }
      if (joint.kind() != JointKind.FREE && joint.kind() != JointKind.SPHERICAL) {
        Scalar stretch = q[joint.idxQ()].minus(joint.springReference());
        tau[joint.idxV()] = tau[joint.idxV()].minus(parameters.stiffness(i).times(stretch));
      }
    }
    return tau;
  }
}
