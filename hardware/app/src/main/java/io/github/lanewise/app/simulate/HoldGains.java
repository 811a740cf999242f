package io.github.lanewise.app.simulate;

import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.util.List;

/**
 * {@code kp_j = w^2 I_j, kd_j = 2 w I_j} with w = {@value #FREQUENCY} rad/s and {@code I_j = 1 / (M^-1)_jj}, the
 * inertia that joint j feels in the neutral configuration while all others give way: critically damped joints, were
 * they alone.
 *
 * <p>M^-1 diag(I) has a unit diagonal, so no eigenvalue above the number n of joints, and Euler steps h with 2 w n h
 * below 2 cannot make the damping unstable. With the diagonal of M itself, tens of times larger where light limbs move
 * heavy ones, a humanoid flies apart.
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
    double[] inertia = apparentInertias(model);
    double[] kp = new double[inertia.length];
    double[] kd = new double[inertia.length];
    for (int j = 0; j < inertia.length; j++) {
      kp[j] = stiffness != null ? stiffness : FREQUENCY * FREQUENCY * inertia[j];
      kd[j] = damping != null ? damping : 2 * FREQUENCY * inertia[j];
    }
    return ControlLaw.hold(model, kp, kd);
  }

  /** Sets the actions of all robots (modified), where there are any, to hold a configuration, nq numbers. */
  static void hold(Simulation simulation, double[] q) {
    List<Joint> held = heldJoints(simulation.model());
    for (int j = 0; j < held.size(); j++) {
      simulation.action().fill(j, q[held.get(j).idxQ()]);
    }
  }

  private static double[] apparentInertias(RobotModel model) {
    double[] inertia = ApparentInertia.of(model);
    return heldJoints(model).stream().mapToInt(Joint::idxV).mapToDouble(row -> inertia[row]).toArray();
  }
}
