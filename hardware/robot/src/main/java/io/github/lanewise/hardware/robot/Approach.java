package io.github.lanewise.hardware.robot;

import io.github.lanewise.dynamics.ApparentInertia;
import io.github.lanewise.hardware.controller.Gravity;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;

/**
 * A smooth way r(t) to a posture, from where the robot is, and rest there. Servos that take torques are sent
 * {@code tau_i = P_i e_i + D_i e'_i + I_i int e_i dt + g_i(q)}, {@code e = r(t) - q}, those that
 * take positions r itself, from what they were told last. The integral overcomes friction, and masses that differ from
 * the model's.
 *
 * <p>{@code r = a + (b - a) (10 s^3 - 15 s^4 + 6 s^5)}, s from 0 to 1, the way of least jerk, as slow as keeps every
 * joint below {@value #SHARE_OF_SPEED} of its speed limit, and {@value #MOST_SPEED} rad/s. {@code P = w^2 M, D = 2 w M,
 * I = w^3 M^2 / 3 N} with w = {@value #FREQUENCY} rad/s, M the least inertia that the joint feels anywhere, so that
 * servos that act late bear D in every posture, and N the one in the neutral configuration: there that joint alone is
 * stable for I below {@code 2 w^3 M^2 / N}.
 *
 * <p>Source of the way: Flash and Hogan, The coordination of arm movements, Journal of Neuroscience 5, 1985.
 */
final class Approach {
  /** A robot that is nearer than this, and slower than {@link #SLOW}, is there: friction holds it a little off. */
  static final double NEAR = 0.02;
  /** The same of servos that take positions, for these give way to the robot's weight. */
  static final double NEAR_TARGET = 0.15;
  /** [rad/s]: some counts of a servo's velocity. */
  static final double SLOW = 0.15;

  private static final double FREQUENCY = 45;
  /** Part of the way before which there is no integral, which would only make the robot overshoot. */
  private static final double INTEGRATED_FROM = 0.9;
  private static final double INTEGRAL = FREQUENCY / 3;
  /** What the integral may grow to. */
  private static final double SHARE_OF_TORQUE = 0.3;
  private static final double SHARE_OF_SPEED = 0.4;
  private static final double LEAST_SECONDS = 0.3;
  /** Also where a joint has no speed limit [rad/s]. */
  private static final double MOST_SPEED = 5;
  /** Largest slope of the way. */
  private static final double STEEPEST = 1.875;

  private final RobotModel model;
  private final boolean ofPositions;
  private final Gravity gravity;
  private final double[] stiffness;
  private final double[] damping;
  private final double[] rate;
  private final double[] integral;
  private final double[] from;
  private final double[] to;
  private double seconds;
  private double before;

  Approach(RobotModel model, ServoCommand.Mode mode) {
    this.model = model;
    ofPositions = mode == ServoCommand.Mode.POSITION;
    gravity = new Gravity(model);
    double[] inertia = ApparentInertia.least(model);
    double[] neutral = ApparentInertia.of(model);
    int n = model.nv();
    stiffness = new double[n];
    damping = new double[n];
    rate = new double[n];
    integral = new double[n];
    from = new double[n];
    to = new double[n];
    for (int i = 0; i < n; i++) {
      stiffness[i] = FREQUENCY * FREQUENCY * inertia[i];
      damping[i] = 2 * FREQUENCY * inertia[i];
      rate[i] = INTEGRAL * inertia[i] / neutral[i];
    }
  }

  /** Begins at time 0 from these positions. */
  void begin(double[] start, double[] goal) {
    seconds = LEAST_SECONDS;
    before = 0;
    for (int i = 0; i < to.length; i++) {
      Joint joint = model.joints().get(i);
      double speed = Math.min(SHARE_OF_SPEED * joint.velocityLimit(), MOST_SPEED);
      from[i] = start[i];
      integral[i] = 0;
      to[i] = goal[i];
      seconds = Math.max(seconds, STEEPEST * Math.abs(to[i] - from[i]) / speed);
    }
  }

  /** How long the way takes [s]. */
  double seconds() {
    return seconds;
  }

  /** Torques, or positions, at a time since the beginning [N m or rad]. */
  void control(ServoState state, double time, double[] target) {
    double s = Math.clamp(time / seconds, 0, 1);
    double way = s * s * s * (10 + s * (6 * s - 15));
    if (ofPositions) {
      for (int i = 0; i < to.length; i++) {
        target[i] = from[i] + way * (to[i] - from[i]);
      }
      return;
    }
    double slope = 30 * s * s * (1 - s) * (1 - s) / seconds;
    for (int i = 0; i < to.length; i++) {
      double length = to[i] - from[i];
      double error = from[i] + way * length - state.position[i];
      double bound = SHARE_OF_TORQUE * model.joints().get(i).effortLimit();
      if (s > INTEGRATED_FROM) {
        double more = rate[i] * stiffness[i] * error * (time - before);
        integral[i] = Math.clamp(integral[i] + more, -bound, bound);
      }
      target[i] = stiffness[i] * error + damping[i] * (slope * length - state.velocity[i]) + integral[i];
    }
    before = time;
    gravity.addTo(target, state.position);
  }

  /** The joint that is farthest from where it should be, if it is too far or too fast; -1 if all are there. */
  int awayFrom(ServoState state) {
    int worst = -1;
    double most = 1;
    double near = ofPositions ? NEAR_TARGET : NEAR;
    for (int i = 0; i < to.length; i++) {
      double away = Math.max(Math.abs(state.position[i] - to[i]) / near, Math.abs(state.velocity[i]) / SLOW);
      if (away > most) {
        most = away;
        worst = i;
      }
    }
    return worst;
  }
}
