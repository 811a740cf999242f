package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.Register;
import io.github.lanewise.hardware.servo.Register.Kind;
import io.github.lanewise.hardware.servo.RegisterTable;
import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.protocol.Dynamixel;
import io.github.lanewise.hardware.servo.protocol.XSeries;
import java.util.function.Predicate;

/**
 * A DYNAMIXEL X servo: what its control table does, and refuses.
 *
 * <p>Position control is proportional with the back-EMF of the motor for damping: all the PWM there is at {@link
 * #FULL_EFFORT_COUNTS} of error. The P gain, the profile, the limits, the goal PWM and the goal current of
 * current-based position control act; I, D and feed-forward gains are kept and have no effect. Switching the torque on
 * makes the present position the goal.
 */
final class DynamixelServo extends TwinServo {
  private static final int STRUCK = -1;
  /** Counts of error at which the initial gain asks for all the PWM there is. */
  private static final double FULL_EFFORT_COUNTS = XSeries.MAX_PWM * 128.0 / XSeries.INITIAL_P_GAIN;
  private static final long TICK_NANOS = 1_000_000;
  private static final int TICKS = 32768;

  private final IndirectData indirect;
  private int clearedCounts;
  private long heardNanos;

  DynamixelServo(Servo servo, int joint, TwinRobot robot) {
    this(servo, joint, robot, new IndirectData(servo.model()));
  }

  private DynamixelServo(Servo servo, int joint, TwinRobot robot, IndirectData indirect) {
    super(servo, joint, robot,
        RegisterTable.of(servo.model()).named("current_limit").initial() * servo.model().torqueUnit(),
        indirect.registers(), indirect.tableBytes(), "present_input_voltage");
    this.indirect = indirect;
    heardNanos = robot.timeNanos();
  }

  int modelNumber() {
    return table.get(XSeries.MODEL_NUMBER);
  }

  int firmware() {
    return table.get(XSeries.FIRMWARE);
  }

  int returnLevel() {
    return table.get(XSeries.STATUS_RETURN_LEVEL);
  }

  /** The alert bit of the status, if there is a hardware error. */
  int alert() {
    return table.get(XSeries.HARDWARE_ERROR) == 0 ? 0 : Dynamixel.ALERT;
  }

  /** An instruction has come over the line. */
  void heard(long nanoTime) {
    heardNanos = nanoTime;
  }

  /** Copies registers, and answers an error code or 0. */
  int read(int address, int count, byte[] into, int at) {
    if (!table.contains(address, count)) {
      return count == 0 ? Dynamixel.DATA_LENGTH : Dynamixel.ACCESS;
    }
    refresh();
    for (int done = 0; done < count;) {
      int run = run(address + done, count - done);
      table.read(indirect.target(table, address + done), run, into, at + done);
      done += run;
    }
    return 0;
  }

  /** How many bytes from an address on, of so many, are for bytes that follow each other. */
  private int run(int address, int count) {
    int first = indirect.target(table, address);
    int run = 1;
    while (run < count && indirect.target(table, address + run) == first + run) {
      run++;
    }
    return run;
  }

  private void refresh() {
    table.set(XSeries.PRESENT_CURRENT, Math.clamp(currentCounts(), Short.MIN_VALUE, Short.MAX_VALUE));
    table.set(XSeries.PRESENT_VELOCITY, velocityCounts());
    table.set(XSeries.PRESENT_POSITION, presentPosition());
    table.set(XSeries.MOVING, moving() ? 1 : 0);
    table.set(XSeries.REGISTERED_INSTRUCTION, hasRegistered() ? 1 : 0);
    table.set(XSeries.REALTIME_TICK, (int) (Math.floorDiv(robot.timeNanos(), TICK_NANOS) & TICKS - 1));
  }

  private int presentPosition() {
    return positionCounts() - clearedCounts + table.get(XSeries.HOMING_OFFSET);
  }

  private boolean moving() {
    return Math.abs(velocityCounts()) > table.get(XSeries.MOVING_THRESHOLD);
  }

  /** Takes the whole turns off the present position, and off the goal, so that it stays; an error code or 0. */
  int clearTurns() {
    if (moving()) {
      return Dynamixel.RESULT_FAIL;
    }
    int more = Math.floorDiv(positionCounts() - clearedCounts, TURN) * TURN;
    clearedCounts += more;
    table.set(XSeries.GOAL_POSITION, table.get(XSeries.GOAL_POSITION) - more);
    return 0;
  }

  /** Writes whole registers, all or none, and answers an error code or 0. */
  @Override
  int write(int address, byte[] from, int count) {
    int error = check(address, from, count);
    if (error != 0) {
      return error;
    }
    boolean torqueBefore = torque();
    int modeBefore = table.get(XSeries.OPERATING_MODE);
    for (int done = 0; done < count;) {
      int run = run(address + done, count - done);
      table.write(indirect.target(table, address + done), from, done, run);
      done += run;
    }
    if (table.get(XSeries.OPERATING_MODE) != modeBefore) {
      resetGoals();
    }
    if (torque() && !torqueBefore) {
      table.set(XSeries.GOAL_POSITION, presentPosition());
    }
    command();
    return 0;
  }

  /** What is wrong with a write: an error code, or 0. */
  int check(int address, byte[] from, int count) {
    int error = count == 0 ? Dynamixel.DATA_LENGTH : 0;
    for (int done = 0; done < count && error == 0;) {
      int run = run(address + done, count - done);
      error = check(indirect.target(table, address + done), from, done, done + run);
      done += run;
    }
    return error;
  }

  private int check(int address, byte[] from, int at, int end) {
    int done = at;
    while (done < end) {
      Register register = table.at(address + done - at);
      if (register == null || register.kind() == Kind.READ_ONLY || register.kind() == Kind.EEPROM && torque()) {
        return Dynamixel.ACCESS;
      }
      if (register.size() > end - done) {
        return Dynamixel.DATA_LENGTH;
      }
      int error = check(register, ControlTable.decode(register, from, done));
      if (error != 0) {
        return error;
      }
      done += register.size();
    }
    return 0;
  }

  private int check(Register register, int value) {
    if (value < register.min() || value > register.max()) {
      return Dynamixel.DATA_RANGE;
    }
    boolean struck = table.get(XSeries.BUS_WATCHDOG) == STRUCK;
    return switch (register.address()) {
      case XSeries.OPERATING_MODE -> supports(value) ? 0 : Dynamixel.DATA_RANGE;
      case XSeries.BUS_WATCHDOG -> value < 0 || struck && value != 0 ? Dynamixel.DATA_RANGE : 0;
      case XSeries.TORQUE_ENABLE -> value == 1 && shutDown() ? Dynamixel.RESULT_FAIL : 0;
      case XSeries.GOAL_PWM -> struck ? Dynamixel.DATA_RANGE : within(value, XSeries.PWM_LIMIT);
      case XSeries.GOAL_CURRENT -> struck ? Dynamixel.DATA_RANGE : within(value, XSeries.CURRENT_LIMIT);
      case XSeries.GOAL_VELOCITY -> struck ? Dynamixel.DATA_RANGE : within(value, XSeries.VELOCITY_LIMIT);
      case XSeries.GOAL_POSITION -> struck ? Dynamixel.DATA_RANGE : reachable(value);
      default -> 0;
    };
  }

  private boolean supports(int mode) {
    return switch (mode) {
      case XSeries.CURRENT_MODE, XSeries.CURRENT_BASED_POSITION_MODE -> servo.model().torqueControl();
      case XSeries.VELOCITY_MODE, XSeries.POSITION_MODE, XSeries.EXTENDED_POSITION_MODE, XSeries.PWM_MODE -> true;
      default -> false;
    };
  }

  private int within(int value, int limitAddress) {
    return Math.abs(value) <= table.get(limitAddress) ? 0 : Dynamixel.DATA_LIMIT;
  }

  private int reachable(int value) {
    boolean limited = table.get(XSeries.OPERATING_MODE) == XSeries.POSITION_MODE;
    return !limited || value >= table.get(XSeries.MIN_POSITION_LIMIT) && value <= table.get(XSeries.MAX_POSITION_LIMIT)
        ? 0 : Dynamixel.DATA_LIMIT;
  }

  private void resetGoals() {
    boolean current = table.get(XSeries.OPERATING_MODE) == XSeries.CURRENT_MODE;
    table.set(XSeries.GOAL_CURRENT, current ? 0 : table.get(XSeries.CURRENT_LIMIT));
    table.set(XSeries.GOAL_VELOCITY, 0);
    boolean pwm = table.get(XSeries.OPERATING_MODE) == XSeries.PWM_MODE;
    table.set(XSeries.GOAL_PWM, pwm ? 0 : table.get(XSeries.PWM_LIMIT));
    table.set(XSeries.GOAL_POSITION, presentPosition());
  }

  @Override
  void command() {
    double effort = stallTorque * Math.min(Math.abs(table.get(XSeries.GOAL_PWM)), table.get(XSeries.PWM_LIMIT))
        / XSeries.MAX_PWM;
    double unit = servo.model().torqueUnit();
    int mode = table.get(XSeries.OPERATING_MODE);
    int profileVelocity = table.get(XSeries.PROFILE_VELOCITY);
    int profileAcceleration = table.get(XSeries.PROFILE_ACCELERATION);
    drive.profileVelocity =
        profileVelocity == 0 ? Double.POSITIVE_INFINITY : atJoint(profileVelocity * servo.model().velocityUnit());
    drive.profileAcceleration =
        profileAcceleration == 0 ? Double.POSITIVE_INFINITY : atJoint(profileAcceleration * XSeries.ACCELERATION_UNIT);
    if (!torque()) {
      drive.mode = Drive.Mode.OFF;
    } else if (mode == XSeries.CURRENT_MODE) {
      driveTorque(table.get(XSeries.GOAL_CURRENT), table.get(XSeries.CURRENT_LIMIT) * unit);
    } else if (mode == XSeries.PWM_MODE) {
      driveVoltage((double) table.get(XSeries.GOAL_PWM) / XSeries.MAX_PWM, stallTorque);
    } else if (mode == XSeries.VELOCITY_MODE) {
      driveVelocity(table.get(XSeries.GOAL_VELOCITY), effort);
    } else {
      boolean currentBased = mode == XSeries.CURRENT_BASED_POSITION_MODE;
      drivePosition(table.get(XSeries.GOAL_POSITION) + clearedCounts - table.get(XSeries.HOMING_OFFSET), effort,
          currentBased ? Math.abs(table.get(XSeries.GOAL_CURRENT)) * unit : stallTorque, stiffness());
    }
    robot.command(joint, drive);
  }

  private double stiffness() {
    return stallTorque * table.get(XSeries.POSITION_P_GAIN) / XSeries.INITIAL_P_GAIN
        / (FULL_EFFORT_COUNTS * servo.model().positionUnit());
  }

  /** Starts anew: the torque is off, errors are forgotten, only the EEPROM stays. */
  void reboot() {
    restart(register -> register.kind() != Kind.EEPROM);
  }

  /** Gives all registers their initial values; without the id, or without id and baud rate. */
  void factoryReset(boolean keepId, boolean keepBaud) {
    restart(register -> !(keepId && register.address() == XSeries.ID)
        && !(keepBaud && register.address() == XSeries.BAUD_RATE));
  }

  private void restart(Predicate<Register> which) {
    int celsius = table.get(XSeries.PRESENT_TEMPERATURE);
    table.reset(which);
    forgetRegistered();
    temperature(celsius);
    command();
  }

  /** The watchdog: who hears nothing for too long with the torque on stops, and takes no goals before it is reset. */
  @Override
  void tick(long nanoTime) {
    int units = table.get(XSeries.BUS_WATCHDOG);
    if (units > 0 && torque() && nanoTime - heardNanos > units * XSeries.WATCHDOG_UNIT_NANOS) {
      table.set(XSeries.BUS_WATCHDOG, STRUCK);
      table.set(XSeries.GOAL_VELOCITY, 0);
      table.set(XSeries.GOAL_POSITION, presentPosition());
      table.set(XSeries.PROFILE_ACCELERATION, 0);
      table.set(XSeries.PROFILE_VELOCITY, 0);
      if (table.get(XSeries.OPERATING_MODE) == XSeries.CURRENT_MODE) {
        table.set(XSeries.GOAL_CURRENT, 0);
      } else if (table.get(XSeries.OPERATING_MODE) == XSeries.PWM_MODE) {
        table.set(XSeries.GOAL_PWM, 0);
      }
      command();
    }
  }

  @Override
  void temperature(int celsius) {
    table.set(XSeries.PRESENT_TEMPERATURE, celsius);
    if (celsius > table.get(XSeries.TEMPERATURE_LIMIT)) {
      hardwareError(XSeries.OVERHEATING);
    }
  }
}
