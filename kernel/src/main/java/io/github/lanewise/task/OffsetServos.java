package io.github.lanewise.task;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.DrivenJoints;
import io.github.lanewise.model.Actuator;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code tau_i = clamp(P_i a_i - D_i v_i + g_i(q))}: servos that take torques, each drawn to an offset a from where its
 * joint is, gravity compensated, within the limits of the {@link DrivenJoints}: what a policy commands that has learned
 * in simulation and acts on a robot.
 *
 * <p>{@code P = w^2 I, D = 2 w I} with w = {@value #FREQUENCY} rad/s and I the {@linkplain ApparentInertia#least least}
 * inertia that the joint feels anywhere: what servos bear in every posture that act some milliseconds late. Offsets are
 * at most D s / P with s {@value #SHARE_OF_SPEED} of the joint's speed limit: then P a is D s, and no policy turns a
 * joint by itself faster than s; joints that drag each other along come to more, and limits of a loop are still needed.
 * Compensation is by the model's own masses. Immutable.
 */
public final class OffsetServos {
  private static final double FREQUENCY = 60;
  private static final double SHARE_OF_SPEED = 0.5;

  private final RobotModel model;
  private final DrivenJoints driven;
  private final List<Joint> joints;
  private final double[] inertia;

  /**
   * Of a robot.
   *
   * @param model of the robot, with joints of one axis
   * @throws IllegalArgumentException if a joint has more axes, or no limit of speed
   */
  public OffsetServos(RobotModel model) {
    model.requireOneAxisJoints("a servo turns one axis");
    this.model = model;
    driven = DrivenJoints.of(model);
    joints = driven.joints();
    double[] least = ApparentInertia.least(model);
    inertia = joints.stream().mapToDouble(joint -> least[joint.idxV()]).toArray();
    for (Joint joint : joints) {
      if (!(joint.velocityLimit() < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("joint '" + joint.name() + "' of robot '" + model.name()
            + "' has no limit of speed in its file, from which the largest offset of its servo follows: give it one");
      }
    }
  }

  /**
   * {@return P of a driven joint [N m/rad or N/m]}
   *
   * @param k its place among them
   */
  public double stiffness(int k) {
    return FREQUENCY * FREQUENCY * inertia[k];
  }

  /**
   * {@return D of a driven joint [N m s/rad or N s/m]}
   *
   * @param k its place among them
   */
  public double damping(int k) {
    return 2 * FREQUENCY * inertia[k];
  }

  /**
   * {@return the largest offset of a driven joint [rad or m]}
   *
   * @param k its place among them
   */
  public double most(int k) {
    return damping(k) * SHARE_OF_SPEED * joints.get(k).velocityLimit() / stiffness(k);
  }

  /** {@return the robot that the policy commands: a motor of its name on each driven joint, whose control is a} */
  public RobotModel robot() {
    return model.withActuators(IntStream.range(0, joints.size()).mapToObj(k -> {
      Joint joint = joints.get(k);
      return Actuator.motor(joint.name(), model.jointIndex(joint.name()), 0, stiffness(k), -most(k), most(k));
    }).toList());
  }

  /**
   * The torques as expressions.
   *
   * @param q configuration, nq rows
   * @param v velocity, nv rows
   * @param offsets a, one for each driven joint [rad or m]
   * @return tau, nv rows [N m or N]; 0 where nothing drives
   */
  public Scalar[] torques(Scalar[] q, Scalar[] v, Scalar[] offsets) {
    Scalar[] gravity = Algorithms.gravityForces(model, q);
    Scalar[] tau = Scalar.zeros(model.nv());
    for (int k = 0; k < joints.size(); k++) {
      Joint joint = joints.get(k);
      int row = joint.idxV();
      Scalar force = gravity[row].plus(offsets[k].times(stiffness(k))).minus(v[row].times(damping(k)));
      Scalar raised = driven.lowest(joint) == Double.NEGATIVE_INFINITY ? force : force.max(driven.lowest(joint));
      tau[row] = driven.highest(joint) == Double.POSITIVE_INFINITY ? raised : raised.min(driven.highest(joint));
    }
    return tau;
  }

  /**
   * {@code u_i = q_i + a_i}: what servos that take positions are sent, which have a spring and a damper of their own
   * and know no weight.
   *
   * @param q configuration, nq rows
   * @param offsets a, one for each driven joint [rad or m]
   * @return u, nv rows [rad or m]; q where nothing drives
   */
  public Scalar[] targets(Scalar[] q, Scalar[] offsets) {
    Scalar[] u = q.clone();
    for (int k = 0; k < joints.size(); k++) {
      u[joints.get(k).idxV()] = u[joints.get(k).idxV()].plus(offsets[k]);
    }
    return u;
  }

  /**
   * {@return {@code tau_i = k_i clamp(...)} as a law of simulations, with gains k of 1: how much comes of a torque that
   * is asked for}
   */
  public ControlLaw law() {
    return new ControlLaw(joints.size(), Collections.nCopies(joints.size(), 1.0), (q, v, offsets, k) -> {
      Scalar[] tau = torques(q, v, offsets);
      for (int j = 0; j < joints.size(); j++) {
        int row = joints.get(j).idxV();
        tau[row] = tau[row].times(k[j]);
      }
      return tau;
    });
  }
}
