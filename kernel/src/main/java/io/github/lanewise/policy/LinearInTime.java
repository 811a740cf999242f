package io.github.lanewise.policy;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code u_i = w_i t + b_i}: open loop, joint forces that grow with time. Parameters: w of every driven joint
 * ({@link io.github.lanewise.dynamics.DrivenJoints}) [N m/s or N/s], then b [N m or N].
 */
public final class LinearInTime implements Policy {
  private final List<Joint> axes;
  private final List<PolicyParameter> parameters;

  /**
   * Nominal b holds the robot at rest in its neutral configuration; nominal w is as much force each second as
   * accelerates its joint by {@value JointScales#ACCELERATION} rad/s^2.
   *
   * @param model of the robot
   */
  public LinearInTime(RobotModel model) {
    axes = JointScales.axes(model);
    double[] hold = new Interpreter(Algorithms.gravityForces(model)).evaluate(model.neutral())[0];
    double[] scale = JointScales.forces(model);
    parameters = new ArrayList<>();
    for (Joint joint : axes) {
      int i = joint.idxV();
      parameters.add(new PolicyParameter("w_" + joint.name(), JointScales.force(joint) + "/s", scale[i], scale[i]));
    }
    for (Joint joint : axes) {
      int i = joint.idxV();
      parameters.add(new PolicyParameter("b_" + joint.name(), JointScales.force(joint), hold[i], scale[i]));
    }
  }

  @Override
  public List<PolicyParameter> parameters() {
    return List.copyOf(parameters);
  }

  @Override
  public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
    Scalar[] u = Scalar.zeros(v.length);
    for (int k = 0; k < axes.size(); k++) {
      u[axes.get(k).idxV()] = w[k].times(time).plus(w[axes.size() + k]);
    }
    return u;
  }
}
