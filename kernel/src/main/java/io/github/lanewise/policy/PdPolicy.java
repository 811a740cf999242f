package io.github.lanewise.policy;

import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code u_i = P_i (q*_i - q_i) - D_i v_i}: feedback to a posture q*. Parameters: P of every joint [N m/rad or N/m],
 * then D [N m s/rad or N s/m], then, with {@link #withTargets}, q* [rad or m]; else q* is constant.
 *
 * <p>Nominal gains are {@code P = w^2 I, D = 2 w I} with w = {@value #FREQUENCY} rad/s and I the inertia that the joint
 * feels at rest in the neutral configuration: critically damped joints, were they alone. They are also the scales of
 * the gains; that of q* is 1.
 */
public final class PdPolicy implements Policy {
  private static final double FREQUENCY = 20;

  private final double[] target;
  private final boolean shakesTarget;
  private final List<PolicyParameter> parameters;

  private PdPolicy(RobotModel model, double[] target, boolean shakesTarget) {
    OneAxisJoints.require(model, "joint feedback takes joints with one axis each");
    if (target.length != model.nq()) {
      throw new IllegalArgumentException("a posture of " + target.length + " joints for robot '" + model.name()
          + "', which has " + model.nq());
    }
    this.target = target.clone();
    this.shakesTarget = shakesTarget;
    double[] inertia = ApparentInertia.of(model);
    parameters = new ArrayList<>();
    for (Joint joint : model.joints()) {
      double stiffness = FREQUENCY * FREQUENCY * inertia[joint.idxV()];
      parameters.add(new PolicyParameter(
          "P_" + joint.name(), JointScales.force(joint) + "/" + JointScales.position(joint), stiffness, stiffness));
    }
    for (Joint joint : model.joints()) {
      double damping = 2 * FREQUENCY * inertia[joint.idxV()];
      parameters.add(new PolicyParameter(
          "D_" + joint.name(), JointScales.force(joint) + " s/" + JointScales.position(joint), damping, damping));
    }
    for (Joint joint : shakesTarget ? model.joints() : List.<Joint>of()) {
      parameters.add(new PolicyParameter("q*_" + joint.name(), JointScales.position(joint), target[joint.idxQ()], 1));
    }
  }

  /** Gains are the parameters, the posture is constant: p = 2 nv. */
  public static PdPolicy of(RobotModel model, double... target) {
    return new PdPolicy(model, target, false);
  }

  /** Gains and posture are the parameters: p = 3 nv. */
  public static PdPolicy withTargets(RobotModel model, double... target) {
    return new PdPolicy(model, target, true);
  }

  /**
   * Three quarters up the range of each joint; half a radian or metre from the neutral configuration where a joint has
   * no range.
   */
  public static double[] posture(RobotModel model) {
    double[] posture = model.neutral().clone();
    for (Joint joint : model.joints()) {
      double bent = 0.25 * joint.lower() + 0.75 * joint.upper();
      posture[joint.idxQ()] = Double.isFinite(bent) ? bent : posture[joint.idxQ()] + 0.5;
    }
    return posture;
  }

  @Override
  public List<PolicyParameter> parameters() {
    return List.copyOf(parameters);
  }

  @Override
  public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
    int n = v.length;
    Scalar[] u = new Scalar[n];
    for (int i = 0; i < n; i++) {
      Scalar posture = shakesTarget ? w[2 * n + i] : Scalar.of(target[i]);
      u[i] = w[i].times(posture.minus(q[i])).minus(w[n + i].times(v[i]));
    }
    return u;
  }
}
