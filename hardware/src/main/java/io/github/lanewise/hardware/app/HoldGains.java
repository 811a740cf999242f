package io.github.lanewise.hardware.app;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.ControlLaw;
import io.github.lanewise.trace.Interpreter;
import java.util.List;

/**
 * {@code kp_j = w^2 M_jj, kd_j = 2 w M_jj} with w = {@value #FREQUENCY} rad/s and M the mass matrix at the neutral configuration:
 * critically damped joints, were they alone.
 */
final class HoldGains {
  static final double FREQUENCY = 20;

  private HoldGains() {}

  /** The joints that are held: those with one axis. */
  static List<Joint> heldJoints(RobotModel model) {
    return model.joints().stream()
        .filter(joint -> joint.kind() != JointKind.FREE && joint.kind() != JointKind.SPHERICAL)
        .toList();
  }

  /**
   * The law that holds them.
   *
   * @param stiffness for every joint instead of kp [N m/rad or N/m]; null for kp
   * @param damping for every joint instead of kd [N m s/rad or N s/m]; null for kd
   */
  static ControlLaw law(RobotModel model, Double stiffness, Double damping) {
    double[] lowerTriangle = new Interpreter(Algorithms.massMatrix(model)).evaluate(model.neutral())[0];
    double[] inertia = heldJoints(model).stream()
        .mapToDouble(joint -> lowerTriangle[joint.idxV() * (joint.idxV() + 3) / 2])
        .toArray();
    double[] kp = new double[inertia.length];
    double[] kd = new double[inertia.length];
    for (int j = 0; j < inertia.length; j++) {
      kp[j] = stiffness != null ? stiffness : FREQUENCY * FREQUENCY * inertia[j];
      kd[j] = damping != null ? damping : 2 * FREQUENCY * inertia[j];
    }
    return ControlLaw.hold(model, kp, kd);
  }
}
