package io.github.lanewise.dynamics;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.List;

/**
 * {@code tau = ke (lower - q)} below the range of a joint and {@code ke (upper - q)} above it, and a drag
 * {@code -kd v}: springs at the ends of a joint's travel. Rules that take damping at the end of a step take the
 * springs there, too.
 *
 * @param stiffness ke [N m/rad or N/m]
 * @param damping kd [N m s/rad or N s/m]
 * @param everywhere whether the drag acts within the range too, and on joints with one axis that have no range
 * @param ofFile whether the ends of joints of which the file says how hard they are have the force of MuJoCo's limit at
 *     rest instead: {@code max(0, I d / (1 - d) (-b v - k r))} with b, k and d from solreflimit and solimplimit, I the
 *     inertia that the joint feels in the neutral configuration of the model, 1 / (M^-1)_jj, and r the distance to the
 *     end less the margin. Where such a joint rests under a load is where MuJoCo lets it rest; it is driven back
 *     with 1 / (1 - d) times the acceleration, and solver settings such as MuJoCo's least time
 *     constant of two steps do not count
 */
public record JointLimits(double stiffness, double damping, boolean everywhere, boolean ofFile) {
  /**
   * The same springs for all joints, whatever the file says of them.
   *
   * @param stiffness ke [N m/rad or N/m]
   * @param damping kd [N m s/rad or N s/m]
   * @param everywhere whether the drag acts within the range too, and on joints with one axis that have no range
   */
  public JointLimits(double stiffness, double damping, boolean everywhere) {
    this(stiffness, damping, everywhere, false);
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public JointLimits {
    if (!(stiffness >= 0) || !(damping >= 0) || Double.isInfinite(stiffness) || Double.isInfinite(damping)) {
      throw new IllegalArgumentException("joint limits of stiffness " + stiffness + " N m/rad or N/m and damping "
          + damping + " N m s/rad or N s/m: 0 or more, finite");
    }
  }

  /** As one of the causes of forces. */
  ForceTerm term(RobotModel model) {
    List<Joint> limited = model.joints().stream().filter(joint -> joint.kind().nv() == 1).toList();
    boolean soft = ofFile && limited.stream().anyMatch(joint -> joint.softness() != null);
    double[] inertia = soft ? ApparentInertia.of(model) : null;
    return (forces, state) -> limited.forEach(joint -> {
      if (soft && joint.softness() != null) {
        addTo(forces, state, joint, new LimitSpring(joint.softness(), inertia[joint.idxV()]));
      } else {
        addTo(forces, state, joint);
      }
    });
  }

  private static void addTo(Forces forces, Kinematics state, Joint joint, LimitSpring spring) {
    Scalar q = state.q()[joint.idxQ()];
    Scalar v = state.v()[joint.idxV()];
    if (joint.lower() != Double.NEGATIVE_INFINITY) {
      spring.addTo(forces, joint.idxV(), 1, q.negate().plus(joint.lower()), v);
    }
    if (joint.upper() != Double.POSITIVE_INFINITY) {
      spring.addTo(forces, joint.idxV(), -1, q.minus(joint.upper()), v);
    }
  }

  private void addTo(Forces forces, Kinematics state, Joint joint) {
    Scalar beyond = Scalar.ZERO;
    if (joint.lower() != Double.NEGATIVE_INFINITY) {
      beyond = beyond.plus(state.q()[joint.idxQ()].negate().plus(joint.lower()).max(0));
    }
    if (joint.upper() != Double.POSITIVE_INFINITY) {
      beyond = beyond.minus(state.q()[joint.idxQ()].minus(joint.upper()).max(0));
    }
    int row = joint.idxV();
    forces.addInJoint(row, beyond.times(stiffness));
    if (everywhere) {
      forces.addDamping(row, row, Scalar.of(damping));
    }
    if (beyond.is(0)) {
      return;
    }
    Scalar outside = beyond.abs().negate().ifLess(0, Scalar.ONE, Scalar.ZERO);
    if (!everywhere) {
      forces.addDamping(row, row, outside.times(damping));
    }
    double h = forces.implicitStep();
    if (h > 0) {
      // The spring at the end of the step: -h ke (v + h a) more.
      Scalar further = outside.times(stiffness * h);
      forces.addResistance(row, row, further);
      forces.addInJoint(row, further.times(state.v()[row]).negate());
    }
  }
}
