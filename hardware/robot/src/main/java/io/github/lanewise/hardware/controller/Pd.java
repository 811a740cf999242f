package io.github.lanewise.hardware.controller;

import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;

/**
 * {@code tau_i = P_i (q*_i - q_i) - D_i v_i + g_i(q)}: feedback to a posture, by torque.
 *
 * <p>The reference q* goes in a straight line from where the robot is to the goal in the time of {@link #approach}, or
 * a longer one that {@link #approachSpeed} asks for. Gravity is left out unless {@link #compensating} brings a model.
 * Torques beyond {@link #saturating} are cut off and counted; without it they go out as they are, and the loop stops if
 * they exceed a limit. Settings before the first tick; one thread at a time.
 */
public final class Pd implements Controller {
  private final double[] stiffness;
  private final double[] damping;
  private final double[] goal;
  private final double[] start;
  private final double[] bound;
  private double approach = Double.MIN_NORMAL;
  private double speed = Double.POSITIVE_INFINITY;
  private double seconds = Double.MIN_NORMAL;
  private Gravity gravity;
  private long cut;

  /**
   * One number for each servo.
   *
   * @param stiffness P [N m/rad]
   * @param damping D [N m s/rad]
   * @param goal [rad]; NaN stays where it is
   * @throws IllegalArgumentException if the lengths differ, a gain is negative or not finite, or a goal is infinite
   */
  public Pd(double[] stiffness, double[] damping, double[] goal) {
    if (stiffness.length != goal.length || damping.length != goal.length) {
      throw new IllegalArgumentException("P of " + stiffness.length + " joints, D of " + damping.length
          + ", and a goal of " + goal.length);
    }
    this.stiffness = gains("P", stiffness);
    this.damping = gains("D", damping);
    for (int i = 0; i < goal.length; i++) {
      if (Double.isInfinite(goal[i])) {
        throw new IllegalArgumentException("the goal of joint " + i + " is " + goal[i]);
      }
    }
    this.goal = goal.clone();
    start = new double[goal.length];
    bound = new double[goal.length];
    Arrays.fill(bound, Double.POSITIVE_INFINITY);
  }

  private static double[] gains(String name, double[] gains) {
    for (int i = 0; i < gains.length; i++) {
      if (!(gains[i] >= 0 && gains[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(name + " of joint " + i + " is " + gains[i] + ", but gains are at least 0");
      }
    }
    return gains.clone();
  }

  /**
   * Takes so long [s] to the goal; at once unless said.
   *
   * @param seconds time to the goal [s]
   * @return this
   * @throws IllegalArgumentException if the time is negative or not finite
   */
  public Pd approach(double seconds) {
    if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("an approach of " + seconds + " s");
    }
    approach = Math.max(seconds, Double.MIN_NORMAL);
    return this;
  }

  /**
   * Moves the reference of no joint faster to the goal than so.
   *
   * @param limit [rad/s]
   * @return this
   * @throws IllegalArgumentException if it is not positive
   */
  public Pd approachSpeed(double limit) {
    if (!(limit > 0)) {
      throw new IllegalArgumentException("an approach at " + limit + " rad/s");
    }
    speed = limit;
    return this;
  }

  /**
   * Adds the torques that hold this robot against gravity, whose joints are the servos in their order.
   *
   * @param model the robot, whose joints are the servos in their order
   * @return this
   * @throws IllegalArgumentException if it has another number of joints than the goal
   */
  public Pd compensating(RobotModel model) {
    gravity = new Gravity(model);
    if (gravity.joints() != goal.length) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has " + gravity.joints()
          + " joints, and the goal " + goal.length);
    }
    return this;
  }

  /**
   * Cuts torques off at these magnitudes [N m], one for each servo.
   *
   * @param torques bounds [N m]
   * @return this
   * @throws IllegalArgumentException if there are not as many as joints, or one is negative or not finite
   */
  public Pd saturating(double... torques) {
    if (torques.length != goal.length) {
      throw new IllegalArgumentException(torques.length + " bounds of torque for " + goal.length + " joints");
    }
    System.arraycopy(gains("the bound of torque", torques), 0, bound, 0, bound.length);
    return this;
  }

  /** {@return the number of torques that have been cut off since the start} */
  public long cut() {
    return cut;
  }

  @Override
  public ServoCommand.Mode mode() {
    return ServoCommand.Mode.TORQUE;
  }

  @Override
  public void start(ServoState state) {
    System.arraycopy(state.position, 0, start, 0, start.length);
    cut = 0;
    seconds = approach;
    for (int i = 0; i < goal.length; i++) {
      seconds = Math.max(seconds, Double.isNaN(goal[i]) ? 0 : Math.abs(goal[i] - start[i]) / speed);
    }
  }

  @Override
  public void control(ServoState observation, ServoCommand command, double time) {
    double[] torque = command.target;
    double part = Math.min(time / seconds, 1);
    for (int i = 0; i < goal.length; i++) {
      double end = Double.isNaN(goal[i]) ? start[i] : goal[i];
      double reference = start[i] + part * (end - start[i]);
      torque[i] = stiffness[i] * (reference - observation.position[i]) - damping[i] * observation.velocity[i];
    }
    if (gravity != null) {
      gravity.addTo(torque, observation.position);
    }
    for (int i = 0; i < goal.length; i++) {
      double within = Math.clamp(torque[i], -bound[i], bound[i]);
      cut += within != torque[i] ? 1 : 0;
      torque[i] = within;
    }
  }
}
