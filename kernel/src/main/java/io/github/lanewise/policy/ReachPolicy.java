package io.github.lanewise.policy;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.task.Posture;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code u_i = P_i (r_i(t) - q_i) + D_i (r'_i(t) - v_i) + g_i(q)}: along a smooth way r from the neutral configuration
 * to a posture q*, gravity compensated: what is sent to servos, whose friction and speed limits a step of the target
 * would not suit. Parameters: P of every driven joint [N m/rad or N/m], then D [N m s/rad or N s/m], then q* [rad or
 * m].
 *
 * <p>{@code r = q_0 + (q* - q_0) (10 s^3 - 15 s^4 + 6 s^5)}, s = t over the time of the way, at most 1: the way of
 * {@linkplain LeastJerk least jerk}.
 *
 * <p>Nominal gains are {@code P = w^2 I, D = 2 w I}, I the inertia that the joint feels at rest in the neutral
 * configuration. w is {@value #FREQUENCY} rad/s, or more, up to {@value #LIGHT_FREQUENCY}, where the joint is so light
 * that P would be below a fifth of its force limit to a radian, and friction could hold it anywhere. The nominal q* is
 * half way to {@link Posture#bent}, or as far as half the joint's speed limit lets it come. Scales are P, D, and 1.
 */
public final class ReachPolicy implements Policy {
  private static final double FREQUENCY = 20;
  private static final double LIGHT_FREQUENCY = 60;
  private static final double SHARE_OF_EFFORT = 0.2;
  private static final double SHARE_OF_SPEED = 0.5;

  private final RobotModel model;
  private final List<Joint> axes;
  private final double seconds;
  private final List<PolicyParameter> parameters = new ArrayList<>();

  /**
   * For the {@linkplain io.github.lanewise.dynamics.DrivenJoints driven} joints; others are left alone.
   *
   * @param model of the robot
   * @param seconds how long the way takes
   * @throws IllegalArgumentException if the time is not positive and finite
   */
  public ReachPolicy(RobotModel model, double seconds) {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException("a way of " + seconds + " s: must be positive and finite");
    }
    this.model = model;
    this.seconds = seconds;
    axes = JointScales.axes(model);
    double[] inertia = ApparentInertia.of(model);
    double[] posture = Posture.bent(model);
    List<PolicyParameter> damping = new ArrayList<>();
    List<PolicyParameter> goal = new ArrayList<>();
    for (Joint joint : axes) {
      double m = inertia[joint.idxV()];
      double light = Math.min(SHARE_OF_EFFORT * joint.effortLimit(), LIGHT_FREQUENCY * LIGHT_FREQUENCY * m);
      double p = joint.effortLimit() < Double.POSITIVE_INFINITY ? Math.max(FREQUENCY * FREQUENCY * m, light)
          : FREQUENCY * FREQUENCY * m;
      double d = 2 * Math.sqrt(p * m);
      double farthest = LeastJerk.reach(SHARE_OF_SPEED * joint.velocityLimit(), seconds);
      double start = model.neutral()[joint.idxQ()];
      double end = start + Math.clamp((posture[joint.idxQ()] - start) / 2, -farthest, farthest);
      String force = JointScales.force(joint);
      String position = JointScales.position(joint);
      parameters.add(new PolicyParameter("P_" + joint.name(), force + "/" + position, p, p));
      damping.add(new PolicyParameter("D_" + joint.name(), force + " s/" + position, d, d));
      goal.add(new PolicyParameter("q*_" + joint.name(), position, end, 1));
    }
    parameters.addAll(damping);
    parameters.addAll(goal);
  }

  @Override
  public List<PolicyParameter> parameters() {
    return List.copyOf(parameters);
  }

  @Override
  public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
    int n = axes.size();
    LeastJerk way = LeastJerk.at(time, seconds);
    Scalar[] gravity = Algorithms.gravityForces(model, q);
    Scalar[] u = Scalar.zeros(v.length);
    for (int k = 0; k < n; k++) {
      int iq = axes.get(k).idxQ();
      int iv = axes.get(k).idxV();
      double start = model.neutral()[iq];
      Scalar length = w[2 * n + k].minus(start);
      u[iv] = gravity[iv].plus(w[k].times(way.way().times(length).plus(start).minus(q[iq])))
          .plus(w[n + k].times(way.slope().times(length).minus(v[iv])));
    }
    return u;
  }
}
