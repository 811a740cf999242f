package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
  final Ending ending;
  private final boolean[] velocityOfFile;
  private final boolean[] torqueOfFile;
  private final List<String> remarks;

  private Safety(Builder settings) {
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
  public static Builder of(RobotModel model) {
    model.requireOneAxisJoints("a servo turns one axis");
    Builder builder = new Builder(model.joints().stream().map(Joint::name).toList());
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
    Builder settings = new Builder(this);
    for (Servo servo : bus.servos()) {
      if (Double.isNaN(servo.model().torqueUnit())) {
        throw new IllegalArgumentException("what torque servo " + servo.id() + " has is not known: no source gives the"
            + " torque constant of the " + servo.model().name() + "; give it by --torque-constant, or in the arm's file"
            + " as torque_constant_n_m_per_a");
      }
    }
    for (int i = 0; i < joints.size(); i++) {
      double fastest = bus.mostVelocity(i);
      if (velocityOfFile[i] && velocity[i] > fastest) {
        settings.velocity[i] = fastest;
        settings.remarks.add(remark(bus, i, velocity[i], fastest, "rad/s"));
      }
      double strongest = bus.mostTorque(i);
      if (torqueOfFile[i] && torque[i] > strongest) {
        settings.torque[i] = strongest;
        settings.remarks.add(remark(bus, i, torque[i], strongest, "N m"));
      }
      narrow(settings, bus, i);
    }
    return settings.remarks.size() > remarks.size() ? new Safety(settings) : this;
  }

  private void narrow(Builder settings, ServoBus bus, int joint) {
    double rounding = bus.resolution(joint);
    double low = bus.lowest(joint) - lower[joint] > rounding ? bus.lowest(joint) : lower[joint];
    double high = upper[joint] - bus.highest(joint) > rounding ? bus.highest(joint) : upper[joint];
    if (low == lower[joint] && high == upper[joint]) {
      return;
    }
    String ranges = String.format(Locale.ROOT, "the registers of %s take %.4g to %.4g rad, the robot's is %.4g to"
        + " %.4g rad", bus.servosOf(joint), bus.lowest(joint), bus.highest(joint), lower[joint], upper[joint]);
    if (!(low < high)) {
      throw new IllegalArgumentException("joint '" + joints.get(joint) + "' has no range: " + ranges
          + "; is the servo's zero right?");
    }
    settings.lower[joint] = low;
    settings.upper[joint] = high;
    settings.remarks.add(String.format(Locale.ROOT, "range of joint '%s': %.4g to %.4g rad; %s", joints.get(joint), low,
        high, ranges));
  }

  private String remark(ServoBus bus, int joint, double file, double most, String unit) {
    return String.format(Locale.ROOT, "limit of joint '%s': %.4g %s, which is the most that %s does; the"
        + " robot's file has %.4g %s", joints.get(joint), most, unit, bus.servosOf(joint), file, unit);
  }

  /** {@return the limits that are a servo's in place of the file's, a sentence each} */
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
  public static Builder of(String... joints) {
    return new Builder(List.of(joints));
  }

  /** Settings; each may be left as it is, if it has a value. For one thread. */
  public static final class Builder {
    private final List<String> joints;
    private final double[] lower;
    private final double[] upper;
    private final double[] velocity;
    private final double[] torque;
    private final double[] torqueShare;
    private double temperature = 70;
    private double positionMargin = 0.05;
    private double torqueMargin = 0.1;
    private double maxStep = 0.1;
    private double approachSpeed = 0.5;
    private int busErrors = 5;
    private double staleTicks = 20;
    private double controllerTicks = 4;
    private double lateTicks = 20;
    private Ending ending = Ending.TORQUE_OFF;
    private final boolean[] velocityOfFile;
    private final boolean[] torqueOfFile;
    private final List<String> remarks = new ArrayList<>();

    private Builder(List<String> joints) {
      this.joints = joints;
      velocityOfFile = new boolean[joints.size()];
      torqueOfFile = new boolean[joints.size()];
      lower = unknown();
      upper = unknown();
      velocity = unknown();
      torque = unknown();
      torqueShare = unknown();
    }

    private Builder(Safety other) {
      joints = other.joints;
      lower = other.lower.clone();
      upper = other.upper.clone();
      velocity = other.velocity.clone();
      torque = other.torque.clone();
      torqueShare = other.torqueShare.clone();
      velocityOfFile = other.velocityOfFile.clone();
      torqueOfFile = other.torqueOfFile.clone();
      remarks.addAll(other.remarks);
      temperature = other.temperature;
      positionMargin = other.positionMargin;
      torqueMargin = other.torqueMargin;
      maxStep = other.maxStep;
      approachSpeed = other.approachSpeed;
      busErrors = other.busErrors;
      staleTicks = other.staleTicks;
      controllerTicks = other.controllerTicks;
      lateTicks = other.lateTicks;
      ending = other.ending;
    }

    private double[] unknown() {
      double[] limits = new double[joints.size()];
      Arrays.fill(limits, Double.NaN);
      return limits;
    }

    /**
     * Ends of a joint's range [rad].
     *
     * @param joint its place
     * @param low the lower end; negative infinity says that there is none
     * @param high the upper end; infinity says that there is none
     * @return this
     * @throws IllegalArgumentException if it is no range
     */
    public Builder range(int joint, double low, double high) {
      if (!(low < high)) {
        throw new IllegalArgumentException("joint '" + joints.get(joint) + "': a range from " + low + " to " + high);
      }
      lower[joint] = low;
      upper[joint] = high;
      return this;
    }

    /**
     * Highest speed of a joint.
     *
     * @param joint its place
     * @param limit [rad/s]; infinity says that there is none
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder velocity(int joint, double limit) {
      velocity[joint] = positive(limit, "a velocity limit of joint '" + joints.get(joint) + "'");
      velocityOfFile[joint] = false;
      return this;
    }

    /**
     * Highest torque of a joint.
     *
     * @param joint its place
     * @param limit [N m]; infinity says that there is none
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder torque(int joint, double limit) {
      torque[joint] = positive(limit, "a torque limit of joint '" + joints.get(joint) + "'");
      torqueOfFile[joint] = false;
      return this;
    }

    /**
     * How much of its torque a joint's servos may use, by a register of theirs, as long as they have power: one that
     * pushes, such as a gripper's, is not overloaded if that is less than what it can bear for long.
     *
     * @param joint its place
     * @param part of the torque, up to 1
     * @return this
     * @throws IllegalArgumentException if it is not positive, or beyond 1
     */
    public Builder torqueShare(int joint, double part) {
      if (!(part > 0 && part <= 1)) {
        throw new IllegalArgumentException("the part of its torque that joint '" + joints.get(joint)
            + "' may use must be above 0 and at most 1, and is " + part);
      }
      torqueShare[joint] = part;
      return this;
    }

    /**
     * Highest temperature of a servo; 70 deg C unless given. With infinity, servos need not measure it.
     *
     * @param limit [deg C]
     * @return this
     */
    public Builder temperature(double limit) {
      temperature = positive(limit, "a temperature limit");
      return this;
    }

    /**
     * How far measured positions may be outside the range, because joints rest at their stops and sensors have noise;
     * 0.05 rad unless given.
     *
     * @param margin [rad]
     * @return this
     */
    public Builder positionMargin(double margin) {
      if (!(margin >= 0)) {
        throw new IllegalArgumentException("a margin of " + margin + " rad around the range: must be at least 0");
      }
      positionMargin = margin;
      return this;
    }

    /**
     * How far measured torques may exceed the limit, as a share of it, because a command at the limit is measured above
     * it half of the time; 0.1 unless given.
     *
     * @param share of the limit
     * @return this
     */
    public Builder torqueMargin(double share) {
      if (!(share >= 0)) {
        throw new IllegalArgumentException("a margin of " + share + " of the torque limit: must be at least 0");
      }
      torqueMargin = share;
      return this;
    }

    /**
     * Largest change of a joint's position command from one tick to the next; 0.1 rad unless given.
     *
     * @param limit [rad]; infinity says that there is none
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder maxStep(double limit) {
      maxStep = positive(limit, "a largest step of the position command");
      return this;
    }

    /**
     * Highest speed at which position commands go from where the robot is to the controller's first targets; 0.5 rad/s
     * unless given.
     *
     * @param limit [rad/s]; infinity says that there is none
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder approachSpeed(double limit) {
      approachSpeed = positive(limit, "a speed of the approach");
      return this;
    }

    /**
     * Stops at the n-th tick in a row with an error on the bus; 5 unless given.
     *
     * @param inARow n
     * @return this
     */
    public Builder busErrors(int inARow) {
      busErrors = (int) positive(inARow, "a number of bus errors in a row");
      return this;
    }

    /**
     * Oldest state that is acted upon; 20 ticks unless given.
     *
     * @param ticks its age [ticks]
     * @return this
     */
    public Builder staleTicks(double ticks) {
      staleTicks = positive(ticks, "an age of the state in ticks");
      return this;
    }

    /**
     * Longest time that the controller may take; 4 ticks unless given.
     *
     * @param ticks the time [ticks]
     * @return this
     */
    public Builder controllerTicks(double ticks) {
      controllerTicks = positive(ticks, "a time for the controller in ticks");
      return this;
    }

    /**
     * How late a tick may begin; 20 ticks unless given.
     *
     * @param ticks the lateness [ticks]
     * @return this
     */
    public Builder lateTicks(double ticks) {
      lateTicks = positive(ticks, "a lateness in ticks");
      return this;
    }

    /**
     * How the loop leaves the robot; {@link Ending#TORQUE_OFF} unless given.
     *
     * @param how torque off, or holding
     * @return this
     */
    public Builder ending(Ending how) {
      ending = how;
      return this;
    }

    private static double positive(double value, String what) {
      if (!(value > 0)) {
        throw new IllegalArgumentException(what + " must be positive, and is " + value);
      }
      return value;
    }

    /** {@return the limits that are neither in the file nor given, such as "velocity of joint 'elbow'"} */
    public List<String> missing() {
      List<String> missing = new ArrayList<>();
      for (int i = 0; i < joints.size(); i++) {
        String joint = " of joint '" + joints.get(i) + "'";
        if (Double.isNaN(lower[i])) {
          missing.add("range" + joint);
        }
        if (Double.isNaN(velocity[i])) {
          missing.add("velocity" + joint);
        }
        if (Double.isNaN(torque[i])) {
          missing.add("torque" + joint);
        }
      }
      return missing;
    }

    /**
     * The settings as they are now.
     *
     * @return the limits
     * @throws IllegalArgumentException if a limit is {@linkplain #missing missing}
     */
    public Safety build() {
      if (!missing().isEmpty()) {
        throw new IllegalArgumentException("no limits are known for: " + String.join(", ", missing())
            + "; put them into the <limit> of the URDF, or give them, infinite if there is none on purpose");
      }
      return new Safety(this);
    }
  }
}
