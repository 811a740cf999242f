package io.github.lanewise.dynamics;

import io.github.lanewise.model.Growth;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;

/**
 * {@code tau = -d(v) v - k(q - q0) (q - q0)} and dry friction of at most f ({@link DryFriction}): damping, friction and
 * springs in the joints.
 *
 * <p>The springs of spherical and free joints pull along the rotation vector and the shift from the neutral
 * configuration; those that have none in the model have none in any lane.
 *
 * @param parameters d, f and k
 */
record PassiveForces(Parameters parameters) implements ForceTerm {
  @Override
  public void addTo(Forces forces, Kinematics state) {
    double[] neutral = parameters.model().neutral();
    for (int i = 0; i < parameters.model().joints().size(); i++) {
      Joint joint = parameters.model().joints().get(i);
      for (int row = joint.idxV(); row < joint.idxV() + joint.kind().nv(); row++) {
        boolean onWorldAxes = joint.kind() == JointKind.FREE && row < joint.idxV() + 3
            && !joint.dampingGrowth().isNone();
        Scalar damping = grown(parameters.damping(i), joint.dampingGrowth(), state.v()[row], true);
        if (!damping.is(0) && !onWorldAxes) {
          forces.addDamping(row, row, damping);
        }
        forces.addFriction(row, parameters.friction(i));
        if (joint.kind() != JointKind.FREE && joint.kind() != JointKind.SPHERICAL) {
          Scalar stretch = state.q()[joint.idxQ()].minus(joint.springReference());
          Scalar stiffness = grown(parameters.stiffness(i), joint.stiffnessGrowth(), stretch, false);
          forces.addInJoint(row, stiffness.times(stretch).negate());
        }
      }
      if (joint.kind() == JointKind.FREE && !joint.dampingGrowth().isNone()) {
        dampOnWorldAxes(forces, state, i);
      }
      if (joint.hasSpring()) {
        switch (joint.kind()) {
          case REVOLUTE, CONTINUOUS, PRISMATIC -> { }
          case SPHERICAL -> pull(forces, joint.idxV(), i, Configuration.turnFrom(neutral, state.q(), joint.idxQ()));
          case FREE -> {
            int iq = joint.idxQ();
            Vec3 shift = Vec3.of(state.q(), iq).minus(Vec3.of(neutral[iq], neutral[iq + 1], neutral[iq + 2]));
            Vec3 onBody = Configuration.rotation(state.q(), iq + 3).transposeTimes(shift);
            pull(forces, joint.idxV(), i, onBody);
            pull(forces, joint.idxV() + 3, i, Configuration.turnFrom(neutral, state.q(), iq + 3));
          }
        }
      }
    }
  }

  /** {@code D = R' diag(d(v_world)) R}: what grows with the speed of a free body along each axis of the world. */
  private void dampOnWorldAxes(Forces forces, Kinematics state, int i) {
    Joint joint = parameters.model().joints().get(i);
    int row = joint.idxV();
    Mat3 r = Configuration.rotation(state.q(), joint.idxQ() + 3);
    Scalar[] speed = r.times(Vec3.of(state.v(), row)).toArray();
    Scalar[][] axes = r.toArrays();
    for (int k = 0; k < 3; k++) {
      Scalar d = grown(parameters.damping(i), joint.dampingGrowth(), speed[k], true);
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          forces.addDamping(row + a, row + b, axes[k][a].times(axes[k][b]).times(d));
        }
      }
    }
  }

  private void pull(Forces forces, int row, int i, Vec3 stretch) {
    Growth growth = parameters.model().joints().get(i).stiffnessGrowth();
    Scalar stiffness = grown(parameters.stiffness(i), growth, stretch.squaredNorm(), growth.linear() == 0
        ? Scalar.ZERO : length(stretch));
    Scalar[] rows = stretch.toArray();
    for (int c = 0; c < 3; c++) {
      forces.addInJoint(row + c, stiffness.times(rows[c]).negate());
    }
  }

  /** |u|, with the derivative 0 where it has none. */
  private static Scalar length(Vec3 u) {
    Scalar square = u.squaredNorm();
    return square.ifLess(Double.MIN_NORMAL, Scalar.ZERO, square.ifLess(Double.MIN_NORMAL, Scalar.ONE, square).sqrt());
  }

  /** {@code c0 + linear s + quadratic s^2}, s the stretch or speed x or, where that counts, its size. */
  static Scalar grown(Scalar coefficient, Growth growth, Scalar x, boolean bySize) {
    return grown(coefficient, growth, x.squared(), growth.linear() == 0 ? Scalar.ZERO : bySize ? x.abs() : x);
  }

  private static Scalar grown(Scalar coefficient, Growth growth, Scalar square, Scalar s) {
    return growth.isNone() ? coefficient
        : coefficient.plus(s.times(growth.linear())).plus(square.times(growth.quadratic()));
  }
}
