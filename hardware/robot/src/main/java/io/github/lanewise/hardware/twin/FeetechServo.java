package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.Register.Kind;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.protocol.Feetech;
import io.github.lanewise.hardware.servo.protocol.StsSeries;
import java.util.List;

/**
 * A Feetech STS servo: what its memory table does.
 *
 * <p>All four modes; goals beyond the position limits stop at them, and with both limits 0 go on over many turns, as
 * steps do; the P gain, acceleration, velocity and
 * torque limit act, and so does the protection from overload; the other gains and the goal time are kept and have no
 * effect. A new goal position or velocity
 * switches the torque on, which the vendor's examples count on. Values outside a register's range, and whatever is not
 * for writing, are left without a word: the protocol has no error for it.
 */
final class FeetechServo extends TwinServo {
  private static final double FULL_EFFORT_ANGLE = 0.2; // of position error, at the initial gain [rad]
  private static final int TABLE_BYTES = 128;
  private static final int OFFSET_SIGN = 11;
  private static final int MAX_OFFSET = 2047;
  private static final int MAX_MAGNITUDE = (1 << Feetech.SIGN) - 1;
  private static final long PROTECTION_UNIT_NANOS = 10_000_000;
  private static final int MAX_LOAD = (1 << Feetech.LOAD_SIGN) - 1;

  /** When the load was last one that it can bear for long. */
  private long bearableNanos;
  private boolean overloaded;
  /** Where steps have led to [counts]. */
  private int stepped;

  FeetechServo(Servo servo, int joint, TwinRobot robot) {
    super(servo, joint, robot, servo.model().mostTorque(), List.of(), TABLE_BYTES,
        "present_voltage");
    bearableNanos = robot.timeNanos();
  }

  boolean answersAll() {
    return table.get(StsSeries.STATUS_RETURN_LEVEL) == 1;
  }

  /** The error byte of its answers. */
  int error() {
    return table.get(StsSeries.HARDWARE_ERROR);
  }

  /** Copies registers; false if there are none such. */
  boolean read(int address, int count, byte[] into) {
    if (!table.contains(address, count)) {
      return false;
    }
    refresh();
    table.read(address, count, into, 0);
    return true;
  }

  private void refresh() {
    set(StsSeries.PRESENT_POSITION, presentPosition(), Feetech.SIGN, MAX_MAGNITUDE);
    set(StsSeries.PRESENT_VELOCITY, velocityCounts(), Feetech.SIGN, MAX_MAGNITUDE);
    set(StsSeries.PRESENT_CURRENT, currentCounts(), Feetech.SIGN, MAX_MAGNITUDE);
    set(StsSeries.PRESENT_LOAD, (int) Math.rint(load() * StsSeries.FULL_TORQUE), Feetech.LOAD_SIGN, MAX_LOAD);
    table.set(StsSeries.MOVING, velocityCounts() == 0 ? 0 : 1);
    table.set(StsSeries.REGISTERED_INSTRUCTION, hasRegistered() ? 1 : 0);
  }

  private void set(int address, int value, int sign, int max) {
    table.set(address, Feetech.unsigned(Math.clamp(value, -max, max), sign));
  }

  private int presentPosition() {
    return positionCounts() - offset();
  }

  private int offset() {
    return Feetech.signed(table.get(StsSeries.POSITION_OFFSET), OFFSET_SIGN);
  }

  /** Writes the whole registers among these bytes that can be written; 0. */
  @Override
  int write(int address, byte[] from, int count) {
    boolean torqueBefore = torque();
    boolean goal = false;
    int done = 0;
    while (done < count) {
      Register register = table.at(address + done);
      int size = register == null ? 1 : register.size();
      if (register != null && size <= count - done) {
        goal |= write(register, ControlTable.decode(register, from, done));
      }
      done += size;
    }
    if (goal && !shutDown()) {
      stepped = mode() == StsSeries.STEP_MODE ? (torqueBefore ? stepped : presentPosition()) + position() : stepped;
      table.set(StsSeries.TORQUE_ENABLE, 1);
    } else if (torque() && !torqueBefore) {
      stepped = presentPosition();
      set(StsSeries.GOAL_POSITION, mode() == StsSeries.STEP_MODE ? 0 : stepped, Feetech.SIGN, MAX_MAGNITUDE);
    }
    command();
    return 0;
  }

  /** Whether it was a goal of the present mode. */
  private boolean write(Register register, int value) {
    if (register.kind() == Kind.READ_ONLY || value < register.min() || value > register.max()) {
      return false;
    }
    if (register.address() == StsSeries.TORQUE_ENABLE && value == StsSeries.CENTRE) {
      set(StsSeries.POSITION_OFFSET, positionCounts() - StsSeries.MIDDLE, OFFSET_SIGN, MAX_OFFSET);
      return false;
    }
    if (register.address() == StsSeries.TORQUE_ENABLE && value == 1) {
      forgetOverload();
    }
    if (register.address() == StsSeries.TORQUE_ENABLE && (value > 1 || shutDown())) {
      return false;
    }
    table.set(register.address(), value);
    if (register.address() == StsSeries.OPERATING_MODE) {
      stepped = presentPosition();
    }
    return register.address() == switch (mode()) {
      case StsSeries.VELOCITY_MODE -> StsSeries.GOAL_VELOCITY;
      case StsSeries.PWM_MODE -> StsSeries.GOAL_TIME;
      default -> StsSeries.GOAL_POSITION;
    };
  }

  private int mode() {
    return table.get(StsSeries.OPERATING_MODE);
  }

  /** The number in the register of the goal position. */
  private int position() {
    return Feetech.signed(table.get(StsSeries.GOAL_POSITION), Feetech.SIGN);
  }

  /** Where that goal is within the position limits [counts]. */
  private int goal() {
    int least = table.get(StsSeries.MIN_POSITION_LIMIT);
    int most = table.get(StsSeries.MAX_POSITION_LIMIT);
    return mode() == StsSeries.STEP_MODE ? stepped
        : least == 0 && most == 0 ? position() : Math.min(most, Math.max(least, position()));
  }

  @Override
  void command() {
    double effort = stallTorque * table.get(StsSeries.TORQUE_LIMIT) / StsSeries.FULL_TORQUE;
    int velocity = Feetech.signed(table.get(StsSeries.GOAL_VELOCITY), Feetech.SIGN);
    int acceleration = table.get(StsSeries.ACCELERATION);
    double unit = servo.model().velocityUnit();
    drive.profileVelocity = velocity == 0 ? Double.POSITIVE_INFINITY : atJoint(Math.abs(velocity) * unit);
    drive.profileAcceleration =
        acceleration == 0 ? Double.POSITIVE_INFINITY : atJoint(acceleration * StsSeries.ACCELERATION_COUNTS * unit);
    if (!torque()) {
      drive.mode = Drive.Mode.OFF;
    } else if (mode() == StsSeries.VELOCITY_MODE) {
      driveVelocity(velocity, effort);
    } else if (mode() == StsSeries.PWM_MODE) {
      int part = Feetech.signed(table.get(StsSeries.GOAL_TIME), Feetech.LOAD_SIGN);
      driveVoltage((double) Math.clamp(part, -StsSeries.FULL_TORQUE, StsSeries.FULL_TORQUE) / StsSeries.FULL_TORQUE,
          effort);
    } else {
      drivePosition(goal() + offset(), effort, effort, stallTorque * table.get(StsSeries.POSITION_P_GAIN)
          / StsSeries.INITIAL_P_GAIN / FULL_EFFORT_ANGLE);
    }
    robot.command(joint, drive);
  }

  /** A load of at least the overload torque for the protection time is an overload. */
  @Override
  void tick(long nanoTime) {
    if (!torque() || 100 * Math.abs(load()) < table.get(StsSeries.OVERLOAD_TORQUE)) {
      bearableNanos = nanoTime;
    } else if (!overloaded && nanoTime - bearableNanos > table.get(StsSeries.PROTECTION_TIME) * PROTECTION_UNIT_NANOS) {
      overloaded = true;
      hardwareError(Feetech.OVERLOAD);
    }
  }

  /** Its cause is gone with the torque. */
  private void forgetOverload() {
    if (overloaded) {
      overloaded = false;
      table.set(StsSeries.HARDWARE_ERROR, table.get(StsSeries.HARDWARE_ERROR) & ~Feetech.OVERLOAD);
    }
  }

  /** Part of all the torque there is. */
  private double load() {
    return servo.ratio() * robot.sensors().torque(joint) / stallTorque;
  }

  /** An overheated one is in order again when it has cooled. */
  @Override
  void temperature(int celsius) {
    table.set(StsSeries.PRESENT_TEMPERATURE, celsius);
    if (celsius > table.get(StsSeries.TEMPERATURE_LIMIT)) {
      hardwareError(Feetech.TEMPERATURE);
    } else {
      table.set(StsSeries.HARDWARE_ERROR, table.get(StsSeries.HARDWARE_ERROR) & ~Feetech.TEMPERATURE);
    }
  }
}
