package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.RegisterTable;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.model.Joint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the servos of both protocols share: a control table in front of a joint of the robot. */
abstract class TwinServo {
  /** Counts in a turn. */
  static final int TURN = 4096;

  /** Of a free output shaft at full voltage [rad/s]: 48 rev/min, as the XM430 and the STS3215 turn at 12 V. */
  private static final double NO_LOAD_VELOCITY = 5;
  /** The velocity error at which velocity control asks for all the torque there is [rad/s]. */
  private static final double FULL_EFFORT_VELOCITY = 0.5;
  private static final int LONGEST_WRITE = 1024;

  final Servo servo;
  final int joint;
  final TwinRobot robot;
  final double stallTorque;
  final ControlTable table;
  final Drive drive = new Drive();

  private final int idAt;
  private final int torqueAt;
  private final int errorAt;
  private final int shutdownAt;
  private final int voltageAt;
  private final int leastVoltageAt;
  private final int mostVoltageAt;
  private final byte[] registered = new byte[LONGEST_WRITE];
  private int registeredAddress;
  private int registeredCount;

  TwinServo(Servo servo, int joint, TwinRobot robot, double stallTorque, List<Register> more, int tableBytes,
      String voltageName) {
    this.servo = servo;
    this.joint = joint;
    this.robot = robot;
    this.stallTorque = stallTorque;
    RegisterTable registers = RegisterTable.of(servo.model());
    idAt = registers.named("id").address();
    torqueAt = registers.named("torque_enable").address();
    errorAt = registers.named("hardware_error").address();
    shutdownAt = registers.named("shutdown").address();
    voltageAt = registers.named(voltageName).address();
    leastVoltageAt = registers.named("min_voltage_limit").address();
    mostVoltageAt = registers.named("max_voltage_limit").address();
    Joint moved = robot.model().joints().get(joint);
    List<Register> all = new ArrayList<>(registers.registers());
    all.addAll(more);
    table = new ControlTable(all, Map.of(idAt, servo.id(),
        registers.named("min_position_limit").address(), minPosition(servo, moved),
        registers.named("max_position_limit").address(), maxPosition(servo, moved)), tableBytes);
  }

  /** Writes the first bytes of these to an address on; an error code of the protocol, or 0. */
  abstract int write(int address, byte[] from, int count);

  /** Passes what the registers ask for to the motor. */
  abstract void command();

  /** What the servo's thermometer shows from now on [deg C]. */
  abstract void temperature(int celsius);

  /** Does what depends on time alone. */
  abstract void tick(long nanoTime);

  final int id() {
    return table.get(idAt);
  }

  final boolean torque() {
    return table.get(torqueAt) == 1;
  }

  /** Whether it has a hardware error that keeps its torque off. */
  final boolean shutDown() {
    return (table.get(errorAt) & table.get(shutdownAt)) != 0;
  }

  /** Sets bits of the servo's register of hardware errors, and switches the torque off if they ask for it. */
  final void hardwareError(int bits) {
    table.set(errorAt, table.get(errorAt) | bits);
    if (shutDown()) {
      table.set(torqueAt, 0);
      command();
    }
  }

  /** What the servo is fed with from now on [0.1 V]: beyond its limits, the lowest bit of hardware errors is set. */
  final void voltage(int tenths) {
    table.set(voltageAt, tenths);
    if (tenths < table.get(leastVoltageAt) || tenths > table.get(mostVoltageAt)) {
      hardwareError(1);
    }
  }

  /** The first count of the joint's range that the servo can be sent to. */
  private static int minPosition(Servo servo, Joint joint) {
    double lowest = Math.min(servo.positionCounts(joint.lower()), servo.positionCounts(joint.upper()));
    return (int) Math.max(0, Math.ceil(lowest));
  }

  /** The last count of the joint's range that the servo can be sent to. */
  private static int maxPosition(Servo servo, Joint joint) {
    double highest = Math.max(servo.positionCounts(joint.lower()), servo.positionCounts(joint.upper()));
    int last = (int) Math.min(TURN - 1, Math.floor(highest));
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
    return (int) Math.rint(servo.velocityCounts(robot.sensors().velocity(joint)));
  }

  /** The current it shows, in counts. */
  final int currentCounts() {
    return (int) Math.rint(servo.torqueCounts(robot.sensors().torque(joint)));
  }

  /** Torques and gains are the servo's own; a gear between servo and joint makes others of them. */
  final void drivePosition(double counts, double effort, double limit, double stiffness) {
    drive.mode = Drive.Mode.POSITION;
    drive.target = servo.position(counts);
    drive.effort = effort / Math.abs(servo.ratio());
    drive.limit = limit / Math.abs(servo.ratio());
    drive.stiffness = stiffness / squaredRatio();
    drive.damping = stallTorque / NO_LOAD_VELOCITY / squaredRatio();
  }

  final void driveVelocity(double counts, double limit) {
    drive.mode = Drive.Mode.VELOCITY;
    drive.target = servo.velocity(counts);
    drive.limit = limit / Math.abs(servo.ratio());
    drive.damping = stallTorque / FULL_EFFORT_VELOCITY / squaredRatio();
  }

  /** Part of the voltage there is, against the motor's back-EMF. */
  final void driveVoltage(double part, double limit) {
    drive.mode = Drive.Mode.VELOCITY;
    drive.target = servo.ratio() * part * NO_LOAD_VELOCITY;
    drive.limit = limit / Math.abs(servo.ratio());
    drive.damping = stallTorque / NO_LOAD_VELOCITY / squaredRatio();
  }

  final void driveTorque(double counts, double limit) {
    drive.mode = Drive.Mode.TORQUE;
    drive.target = servo.torque(counts);
    drive.limit = limit / Math.abs(servo.ratio());
  }

  private double squaredRatio() {
    return servo.ratio() * servo.ratio();
  }

  /** How fast a profile of that speed [rad/s] or acceleration [rad/s^2] of the servo has the joint. */
  final double atJoint(double profile) {
    return profile * Math.abs(servo.ratio());
  }

  /** Keeps a write for the next ACTION. */
  final void register(int address, byte[] from, int count) {
    System.arraycopy(from, 0, registered, 0, count);
    registeredAddress = address;
    registeredCount = count;
  }

  final boolean hasRegistered() {
    return registeredCount > 0;
  }

  final void forgetRegistered() {
    registeredCount = 0;
  }

  /** Does the write that was kept; an error code of the protocol, or 0. */
  final int action() {
    int error = write(registeredAddress, registered, registeredCount);
    forgetRegistered();
    return error;
  }
}
