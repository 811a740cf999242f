package io.github.lanewise.policy;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code u_i = A_i sin(omega_i t + phi_i)}: open loop. Parameters: A of every driven joint ({@link
 * io.github.lanewise.dynamics.DrivenJoints}) [N m or N], then omega [rad/s], then phi [rad].
 */
public final class Sinusoid implements Policy {
  /** One oscillation per second. */
  private static final double FREQUENCY = 2 * Math.PI;

  private final List<Joint> axes;
  private final List<PolicyParameter> parameters;

  /**
   * Nominal A is the force that accelerates its joint by {@value JointScales#ACCELERATION} rad/s^2, omega 2 pi rad/s
   * and phi pi / 2: from rest, such a force alone swings a mass and does not drive it away. Scales are A, 1 rad/s and 1
   * rad.
   *
   * @param model of the robot
   */
  public Sinusoid(RobotModel model) {
    axes = JointScales.axes(model);
    double[] scale = JointScales.forces(model);
    parameters = new ArrayList<>();
    for (Joint joint : axes) {
      int i = joint.idxV();
      parameters.add(new PolicyParameter("A_" + joint.name(), JointScales.force(joint), scale[i], scale[i]));
    }
    for (Joint joint : axes) {
      parameters.add(new PolicyParameter("omega_" + joint.name(), "rad/s", FREQUENCY, 1));
    }
    for (Joint joint : axes) {
      parameters.add(new PolicyParameter("phi_" + joint.name(), "rad", Math.PI / 2, 1));
    }
  }

  @Override
  public List<PolicyParameter> parameters() {
    return List.copyOf(parameters);
  }

  @Override
  public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
    int n = axes.size();
    Scalar[] u = Scalar.zeros(v.length);
    for (int k = 0; k < n; k++) {
      u[axes.get(k).idxV()] = w[k].times(w[n + k].times(time).plus(w[2 * n + k]).sin());
    }
    return u;
  }
}
