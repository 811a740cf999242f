package io.github.lanewise.policy;

import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code u_i = P_i (q*_i - q_i) - D_i v_i}: feedback to a posture q*. Parameters: P of every driven joint ({@link
 * io.github.lanewise.dynamics.DrivenJoints}) [N m/rad or N/m], then D [N m s/rad or N s/m], then, with {@link
 * #withTargets}, q* [rad or m]; else q* is constant.
 *
 * <p>Nominal gains are {@code P = w^2 I, D = 2 w I} with w = {@value #FREQUENCY} rad/s and I the inertia that the joint
 * feels at rest in the neutral configuration: critically damped joints, were they alone. They are also the scales of
 * the gains; that of q* is 1. Other joints are left alone.
 */
public final class PdPolicy implements Policy {
  private static final double FREQUENCY = 20;

  private final List<Joint> axes;
  private final double[] target;
  private final boolean shakesTarget;
  private final List<PolicyParameter> parameters;

  private PdPolicy(RobotModel model, double[] target, boolean shakesTarget) {
    if (target.length != model.nq()) {
      throw new IllegalArgumentException("a posture of " + target.length + " numbers for robot '" + model.name()
          + "', which has " + model.nq() + " configuration rows");
    }
    axes = JointScales.axes(model);
    this.target = target.clone();
    this.shakesTarget = shakesTarget;
    double[] inertia = ApparentInertia.of(model);
    parameters = new ArrayList<>();
    for (Joint joint : axes) {
      double stiffness = FREQUENCY * FREQUENCY * inertia[joint.idxV()];
      parameters.add(new PolicyParameter(
          "P_" + joint.name(), JointScales.force(joint) + "/" + JointScales.position(joint), stiffness, stiffness));
    }
    for (Joint joint : axes) {
      double damping = 2 * FREQUENCY * inertia[joint.idxV()];
      parameters.add(new PolicyParameter(
          "D_" + joint.name(), JointScales.force(joint) + " s/" + JointScales.position(joint), damping, damping));
    }
    for (Joint joint : shakesTarget ? axes : List.<Joint>of()) {
      parameters.add(new PolicyParameter("q*_" + joint.name(), JointScales.position(joint), target[joint.idxQ()], 1));
    }
  }

  /**
   * Gains are the parameters, the posture is constant: two parameters for each driven joint.
   *
   * @param model of the robot
   * @param target q*, nq numbers [rad or m]
   * @return the policy
   */
  public static PdPolicy of(RobotModel model, double... target) {
    return new PdPolicy(model, target, false);
  }

  /**
   * Gains and posture are the parameters: three for each driven joint.
   *
   * @param model of the robot
   * @param target q*, nq numbers [rad or m]
   * @return the policy
   */
  public static PdPolicy withTargets(RobotModel model, double... target) {
    return new PdPolicy(model, target, true);
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
      int iq = axes.get(k).idxQ();
      int iv = axes.get(k).idxV();
      Scalar posture = shakesTarget ? w[2 * n + k] : Scalar.of(target[iq]);
      u[iv] = w[k].times(posture.minus(q[iq])).minus(w[n + k].times(v[iv]));
    }
    return u;
  }
}
