package io.github.lanewise.hardware.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Settings of a {@link Safety}; each may be left as it is, if it has a value. For one thread. */
public final class SafetyBuilder {
  final List<String> joints;
  final double[] lower;
  final double[] upper;
  final double[] velocity;
  final double[] torque;
  final double[] torqueShare;
  double temperature = 70;
  double positionMargin = 0.05;
  double torqueMargin = 0.1;
  double maxStep = 0.1;
  double approachSpeed = 0.5;
  int busErrors = 5;
  double staleTicks = 20;
  double controllerTicks = 4;
  double lateTicks = 20;
  int patience = 1;
  Safety.Ending ending = Safety.Ending.TORQUE_OFF;
  final boolean[] velocityOfFile;
  final boolean[] torqueOfFile;
  final List<String> remarks = new ArrayList<>();

  SafetyBuilder(List<String> joints) {
    this.joints = joints;
    velocityOfFile = new boolean[joints.size()];
    torqueOfFile = new boolean[joints.size()];
    lower = unknown();
    upper = unknown();
    velocity = unknown();
    torque = unknown();
    torqueShare = unknown();
  }

  SafetyBuilder(Safety other) {
    joints = other.joints;
    lower = other.lower.clone();
    upper = other.upper.clone();
    velocity = other.velocity.clone();
    torque = other.torque.clone();
    torqueShare = other.torqueShare.clone();
    velocityOfFile = other.velocityOfFile.clone();
    torqueOfFile = other.torqueOfFile.clone();
    remarks.addAll(other.remarks());
    temperature = other.temperature;
    positionMargin = other.positionMargin;
    torqueMargin = other.torqueMargin;
    maxStep = other.maxStep;
    approachSpeed = other.approachSpeed;
    busErrors = other.busErrors;
    staleTicks = other.staleTicks;
    controllerTicks = other.controllerTicks;
    lateTicks = other.lateTicks;
    patience = other.patience;
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
  public SafetyBuilder range(int joint, double low, double high) {
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
  public SafetyBuilder velocity(int joint, double limit) {
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
  public SafetyBuilder torque(int joint, double limit) {
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
  public SafetyBuilder torqueShare(int joint, double part) {
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
  public SafetyBuilder temperature(double limit) {
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
  public SafetyBuilder positionMargin(double margin) {
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
  public SafetyBuilder torqueMargin(double share) {
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
  public SafetyBuilder maxStep(double limit) {
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
  public SafetyBuilder approachSpeed(double limit) {
    approachSpeed = positive(limit, "a speed of the approach");
    return this;
  }

  /**
   * Stops at the n-th tick in a row with an error on the bus; 5 unless given.
   *
   * @param inARow n
   * @return this
   */
  public SafetyBuilder busErrors(int inARow) {
    busErrors = (int) positive(inARow, "a number of bus errors in a row");
    return this;
  }

  /**
   * Oldest state that is acted upon; 20 ticks unless given.
   *
   * @param ticks its age [ticks]
   * @return this
   */
  public SafetyBuilder staleTicks(double ticks) {
    staleTicks = positive(ticks, "an age of the state in ticks");
    return this;
  }

  /**
   * Longest time that the controller may take; 4 ticks unless given.
   *
   * @param ticks the time [ticks]
   * @return this
   */
  public SafetyBuilder controllerTicks(double ticks) {
    controllerTicks = positive(ticks, "a time for the controller in ticks");
    return this;
  }

  /**
   * How late a tick may begin; 20 ticks unless given.
   *
   * @param ticks the lateness [ticks]
   * @return this
   */
  public SafetyBuilder lateTicks(double ticks) {
    lateTicks = positive(ticks, "a lateness in ticks");
    return this;
  }

  /**
   * How many times as long as for servos on a wire an answer is waited for before torque is on and while the robot is
   * made safe, and in ticks 5 ms more for each time beyond the first, which are then missed: for a simulated robot,
   * which has no processor of its own. 1 unless given.
   *
   * @param times so many
   * @return this
   */
  public SafetyBuilder patience(int times) {
    patience = (int) positive(times, "a patience");
    return this;
  }

  /**
   * How the loop leaves the robot; {@link Safety.Ending#TORQUE_OFF} unless given.
   *
   * @param how torque off, or holding
   * @return this
   */
  public SafetyBuilder ending(Safety.Ending how) {
    ending = how;
    return this;
  }

  /**
   * Something to be said with every result under these limits.
   *
   * @param sentence what
   * @return this
   */
  public SafetyBuilder remark(String sentence) {
    remarks.add(sentence);
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
