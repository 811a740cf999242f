package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import java.util.List;

/**
 * What a {@link ControlLoop} tolerates; beyond it, the loop stops and makes the robot safe. Nothing is clipped: a
 * command outside the limits is not sent.
 *
 * <p>Limits of position, velocity and torque must be known for every joint, from the robot's file or given; infinity
 * says that there is none on purpose. Positions and velocities are those measured, torques those measured and
 * commanded; position commands must lie in the range, and change little from tick to tick. Immutable.
 */
public final class Safety {
  /** What is done with the robot when the loop ends, for whatever reason. */
  public enum Ending {
    /** Torque off: the robot falls as far as it can. */
    TORQUE_OFF,
    /**
     * The servos hold by themselves where they were sent last, or, if a joint is beyond a limit, where it was measured,
     * their watchdog disarmed; for position commands only.
     * If they do not say that they do, torque off.
     */
    HOLD
  }

  final List<String> joints;
  final double[] lower;
  final double[] upper;
  final double[] velocity;
  final double[] torque;
  /** Part of its torque that a servo may use; NaN leaves its register as it is. */
  final double[] torqueShare;
  final double temperature;
  final double positionMargin;
  final double torqueMargin;
  final double maxStep;
  final double approachSpeed;
  final int busErrors;
  final double staleTicks;
  final double controllerTicks;
  final double lateTicks;
  final int patience;
  final Ending ending;
  final boolean[] velocityOfFile;
  final boolean[] torqueOfFile;
  private final List<String> remarks;

  Safety(SafetyBuilder settings) {
    joints = List.copyOf(settings.joints);
    lower = settings.lower.clone();
    upper = settings.upper.clone();
    velocity = settings.velocity.clone();
    torque = settings.torque.clone();
    torqueShare = settings.torqueShare.clone();
    temperature = settings.temperature;
    positionMargin = settings.positionMargin;
    torqueMargin = settings.torqueMargin;
    maxStep = settings.maxStep;
    approachSpeed = settings.approachSpeed;
    busErrors = settings.busErrors;
    staleTicks = settings.staleTicks;
    controllerTicks = settings.controllerTicks;
    lateTicks = settings.lateTicks;
    patience = settings.patience;
    ending = settings.ending;
    velocityOfFile = settings.velocityOfFile.clone();
    torqueOfFile = settings.torqueOfFile.clone();
    remarks = List.copyOf(settings.remarks);
  }

  /**
   * The limits in the robot's file; its joints are the servos in their order. A continuous joint has no range.
   *
   * @param model the robot
   * @return settings with those limits
   * @throws IllegalArgumentException if a joint has more than one axis
   */
  public static SafetyBuilder of(RobotModel model) {
    model.requireOneAxisJoints("a servo turns one axis");
    SafetyBuilder builder = new SafetyBuilder(model.joints().stream().map(Joint::name).toList());
    for (int i = 0; i < model.nv(); i++) {
      Joint joint = model.joints().get(i);
      if (joint.kind() == JointKind.CONTINUOUS || joint.upper() - joint.lower() < Double.POSITIVE_INFINITY) {
        builder.range(i, joint.lower(), joint.upper());
      }
      if (joint.velocityLimit() < Double.POSITIVE_INFINITY) {
        builder.velocity(i, joint.velocityLimit());
        builder.velocityOfFile[i] = true;
      }
      if (joint.effortLimit() < Double.POSITIVE_INFINITY) {
        builder.torque(i, joint.effortLimit());
        builder.torqueOfFile[i] = true;
      }
    }
    return builder;
  }

  /**
   * The same, but where the robot's file allows more speed or torque than a servo has, the servo's counts. A limit that
   * was given stays as it is. Ranges, given ones too, end where the registers of the servos end them, if that is more
   * than the rounding of a goal to a count.
   *
   * @param bus with the servos of the joints
   * @return limits that the servos can reach; these if they can
   * @throws IllegalArgumentException if the two ranges of a joint have nothing in common, or a servo's torque constant
   *     is not known
   */
  public Safety within(ServoBus bus) {
    return ReachableLimits.of(this, bus);
  }

  /** {@return {@linkplain SafetyBuilder#remark remarks}, and limits that are a servo's in place of the file's} */
  public List<String> remarks() {
    return remarks;
  }

  /** {@return whether the robot is left holding its position when the loop ends, rather than without torque} */
  public boolean holdsInTheEnd() {
    return ending == Ending.HOLD;
  }

  /** {@return the highest speed on the way to a controller's first targets [rad/s]} */
  public double approachSpeed() {
    return approachSpeed;
  }

  /**
   * {@return the highest speed of a joint [rad/s]}
   *
   * @param joint its place
   */
  public double fastest(int joint) {
    return velocity[joint];
  }

  /** {@return at how many ticks in a row with a bus error the loop stops} */
  public int busErrors() {
    return busErrors;
  }

  /** {@return how late a tick may begin [ticks]} */
  public double lateTicks() {
    return lateTicks;
  }

  /** {@return how old a state may be that is acted upon [ticks]} */
  public double staleTicks() {
    return staleTicks;
  }

  /** {@return the names of the joints, which are the servos in their order} */
  public List<String> joints() {
    return joints;
  }

  /**
   * {@code clamp(q, lower, upper)}.
   *
   * @param joint its place
   * @param position q [rad]
   * @return the position inside the joint's range that is nearest to it [rad]
   */
  public double nearest(int joint, double position) {
    return Math.clamp(position, lower[joint], upper[joint]);
  }

  /**
   * For joints of these names, with all limits still to be given.
   *
   * @param joints names, in the order of the servos
   * @return settings without limits
   */
  public static SafetyBuilder of(String... joints) {
    return new SafetyBuilder(List.of(joints));
  }
}
