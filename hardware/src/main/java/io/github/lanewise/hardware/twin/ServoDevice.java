package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.model.Joint;

/** What the servos of both protocols share: a control table in front of a joint of the robot. */
abstract class ServoDevice {
  /** Of a free output shaft at full voltage [rad/s]: 48 rev/min, as the XM430 and the STS3215 turn at 12 V. */
  private static final double NO_LOAD_VELOCITY = 5;
  /** The velocity error at which velocity control asks for all the torque there is [rad/s]. */
  private static final double FULL_EFFORT_VELOCITY = 0.5;
  private static final int LAST_POSITION = 4095;
  private static final int LONGEST_WRITE = 1024;

  final Servo servo;
  final int joint;
  final TwinRobot robot;
  final Drive drive = new Drive();
  final double stallTorque;

  private final byte[] registered = new byte[LONGEST_WRITE];
  private int registeredAddress;
  private int registeredCount;

  ServoDevice(Servo servo, int joint, TwinRobot robot, double stallTorque) {
    this.servo = servo;
    this.joint = joint;
    this.robot = robot;
    this.stallTorque = stallTorque;
  }

  abstract int id();

  /** Sets bits of the servo's register of hardware errors, and switches the torque off if they ask for it. */
  abstract void hardwareError(int bits);

  /** What the servo's thermometer shows from now on [deg C]. */
  abstract void temperature(int celsius);

  /** Does what depends on time alone. */
  abstract void tick(long nanoTime);

  /** The first count of the joint's range that the servo can be sent to. */
  static int minPosition(Servo servo, Joint joint) {
    double lowest = Math.min(servo.positionCounts(joint.lower()), servo.positionCounts(joint.upper()));
    return (int) Math.max(0, Math.ceil(lowest));
  }

  /** The last count of the joint's range that the servo can be sent to. */
  static int maxPosition(Servo servo, Joint joint) {
    double highest = Math.max(servo.positionCounts(joint.lower()), servo.positionCounts(joint.upper()));
    int last = (int) Math.min(LAST_POSITION, Math.floor(highest));
    if (last < minPosition(servo, joint)) {
      throw new IllegalArgumentException("servo " + servo.id() + " cannot reach the range of joint '" + joint.name()
          + "', " + joint.lower() + " to " + joint.upper() + " rad: give it another zero");
    }
    return last;
  }

  /** The position it shows, in counts. */
  final int positionCounts() {
    return (int) Math.rint(servo.positionCounts(robot.sensors().position(joint)));
  }

  /** The velocity it shows, in counts. */
  final int velocityCounts() {
    return (int) Math.rint(servo.direction() * robot.sensors().velocity(joint) / servo.model().velocityUnit());
  }

  /** The current it shows, in counts. */
  final int currentCounts() {
    return (int) Math.rint(servo.torqueCounts(robot.sensors().torque(joint)));
  }

  final void drivePosition(double counts, double effort, double limit, double stiffness) {
    drive.mode = Drive.Mode.POSITION;
    drive.target = servo.position(counts);
    drive.effort = effort;
    drive.limit = limit;
    drive.stiffness = stiffness;
    drive.damping = stallTorque / NO_LOAD_VELOCITY;
  }

  final void driveVelocity(double counts, double limit) {
    drive.mode = Drive.Mode.VELOCITY;
    drive.target = servo.velocity(counts);
    drive.limit = limit;
    drive.damping = stallTorque / FULL_EFFORT_VELOCITY;
  }

  final void driveTorque(double counts, double limit) {
    drive.mode = Drive.Mode.TORQUE;
    drive.target = servo.torque(counts);
    drive.limit = limit;
  }

  /** Keeps a write for the next ACTION. */
  final void register(int address, byte[] from, int at, int count) {
    System.arraycopy(from, at, registered, 0, count);
    registeredAddress = address;
    registeredCount = count;
  }

  final boolean hasRegistered() {
    return registeredCount > 0;
  }

  final void forgetRegistered() {
    registeredCount = 0;
  }

  final int registeredAddress() {
    return registeredAddress;
  }

  final int registeredCount() {
    return registeredCount;
  }

  final byte[] registered() {
    return registered;
  }
}
