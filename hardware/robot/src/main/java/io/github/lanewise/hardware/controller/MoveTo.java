package io.github.lanewise.hardware.controller;

import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;

/**
 * {@code u = q(0) + (q* - q(0)) (10 s^3 - 15 s^4 + 6 s^5)}, s = t / seconds, at most 1: from where the robot is to a
 * pose, with the least jerk (Flash and Hogan, The coordination of arm movements, Journal of Neuroscience 5, 1985).
 */
public final class MoveTo implements Controller {
  /** Largest slope of the way. */
  private static final double STEEPEST = 1.875;

  private final Safety limits;
  private final double[] pose;
  private final double[] from;
  private final double seconds;

  /**
   * To a pose.
   *
   * @param limits of the joints
   * @param pose q*, one number for each joint [rad or m]; NaN stays where it is
   * @param seconds how long the way takes
   * @throws IllegalArgumentException if there is another number of joints, one is sent out of its range, or the time is
   *     not positive and finite
   */
  public MoveTo(Safety limits, double[] pose, double seconds) {
    if (pose.length != limits.joints().size()) {
      throw new IllegalArgumentException("a pose of " + pose.length + " joints, but there are "
          + limits.joints().size());
    }
    if (!(seconds > 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a way of " + seconds + " s: must be positive and finite");
    }
    for (int i = 0; i < pose.length; i++) {
      if (!Double.isNaN(pose[i]) && limits.nearest(i, pose[i]) != pose[i]) {
        throw new IllegalArgumentException("joint '" + limits.joints().get(i) + "' cannot go to " + pose[i]
            + ": its range ends at " + limits.nearest(i, pose[i]));
      }
    }
    this.limits = limits;
    this.pose = pose.clone();
    this.seconds = seconds;
    from = new double[pose.length];
  }

  @Override
  public ServoCommand.Mode mode() {
    return ServoCommand.Mode.POSITION;
  }

  @Override
  public void start(ServoState state) {
    for (int i = 0; i < from.length; i++) {
      from[i] = limits.nearest(i, Double.isNaN(state.goal[i]) ? state.position[i] : state.goal[i]);
    }
  }

  /**
   * {@return the highest speed of a joint on the way from a state [rad/s or m/s]}
   *
   * @param state where the robot is
   * @param joint its place
   */
  public double fastest(ServoState state, int joint) {
    double way = Double.isNaN(pose[joint]) ? 0 : Math.abs(pose[joint] - limits.nearest(joint, state.position[joint]));
    return STEEPEST * way / seconds;
  }

  @Override
  public void control(ServoState observation, ServoCommand command, double time) {
    double s = Math.min(time / seconds, 1);
    double way = s * s * s * (10 + s * (6 * s - 15));
    for (int i = 0; i < from.length; i++) {
      command.target[i] = Double.isNaN(pose[i]) ? from[i] : from[i] + way * (pose[i] - from[i]);
    }
  }
}
