package io.github.lanewise.policy;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.task.Posture;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code u_i = r_i(t) + P_i (r_i(t) - q_i) + D_i (r'_i(t) - v_i)}: targets of servos that take positions, along the
 * way r of {@link ReachPolicy} from the neutral configuration to a posture q*, and ahead of it by P, which makes up for
 * what the weight bends a servo, and by D, for what it lags behind. Parameters: P of every driven joint [1], then D
 * [s], then q* [rad or m].
 *
 * <p>Nominal P and D are 0: the servo by itself. The nominal q* is half way to {@link Posture#bent}, or as far as half
 * the joint's speed limit lets it come. Scales are {@value #PART}, {@value #SECONDS} s and 1. Other joints stay where
 * they are.
 */
public final class ReachTargets implements Policy {
  private static final double PART = 0.5;
  private static final double SECONDS = 0.05;

  private final RobotModel model;
  private final List<Joint> axes;
  private final double seconds;
  private final List<PolicyParameter> parameters = new ArrayList<>();

  /**
   * For the {@linkplain io.github.lanewise.dynamics.DrivenJoints driven} joints.
   *
   * @param model of the robot, with joints of one axis
   * @param seconds how long the way takes
   * @throws IllegalArgumentException if the time is not positive and finite, or a joint has more axes
   */
  public ReachTargets(RobotModel model, double seconds) {
    model.requireOneAxisJoints("a servo turns one axis");
    this.model = model;
    this.seconds = seconds;
    List<PolicyParameter> goals =
        new ReachPolicy(model, seconds).parameters().stream().filter(w -> w.name().startsWith("q*_")).toList();
    axes = JointScales.axes(model);
    axes.forEach(joint -> parameters.add(new PolicyParameter("P_" + joint.name(), "", 0, PART)));
    axes.forEach(joint -> parameters.add(new PolicyParameter("D_" + joint.name(), "s", 0, SECONDS)));
    parameters.addAll(goals);
  }

  @Override
  public boolean commandsPositions() {
    return true;
  }

  @Override
  public List<PolicyParameter> parameters() {
    return List.copyOf(parameters);
  }

  @Override
  public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
    int n = axes.size();
    LeastJerk way = LeastJerk.at(time, seconds);
    Scalar[] u = q.clone();
    for (int k = 0; k < n; k++) {
      int row = axes.get(k).idxV();
      double start = model.neutral()[row];
      Scalar length = w[2 * n + k].minus(start);
      Scalar r = way.way().times(length).plus(start);
      u[row] = r.plus(w[k].times(r.minus(q[row]))).plus(w[n + k].times(way.slope().times(length).minus(v[row])));
    }
    return u;
  }
}
