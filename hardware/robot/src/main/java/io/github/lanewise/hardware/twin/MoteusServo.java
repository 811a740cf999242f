package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.Servo;
import io.github.lanewise.hardware.servo.protocol.Moteus;
import io.github.lanewise.hardware.servo.protocol.MoteusSubframes;
import java.util.Arrays;

/**
 * A moteus controller: what its registers do. Source: mjbots/moteus, docs/protocol/registers.md, and fw/bldc_servo.cc
 * for what leads from mode to mode.
 *
 * <p>Of the modes it has position control, with the scales of both gains, feed-forward torque, most torque, stop
 * position and watchdog; zero velocity; stopped; fault; and the mode after the watchdog, which brakes and which, like a
 * fault, only a stop ends. Other modes are not entered. A frame commands if it writes the mode, first; what it does not
 * write is as the reference says, such as position 0. It is ready at once, while a real one measures for a moment
 * first.
 */
final class MoteusServo {
  private static final int ZERO_VELOCITY = 12;
  private static final int REGISTERS = 0x102;
  private static final int LAST_OF_CONTROL = 0x030;
  private static final double MODEL = 4;
  private static final double FIRMWARE = 0x000106;
  private static final double VOLTS = 24;
  private static final double LEAST_VOLTS = 9;
  private static final double MOST_VOLTS = 46;
  private static final double CELSIUS = 30;
  private static final double MOST_CELSIUS = 75;
  private static final int OVER_VOLTAGE = 34;
  private static final int OVER_TEMPERATURE = 38;
  private static final int UNDER_VOLTAGE = 40;

  /** As configured at the factory: servo.default_timeout_s [s] and servo.timeout_max_torque_Nm [N m]. */
  private static final double USUAL_TIMEOUT = 0.1;
  private static final double TIMEOUT_TORQUE = 5;
  /** For a joint whose file limits no torque [N m]. */
  private static final double USUAL_TORQUE = 10;
  /** Error that takes all the torque, at gains of the size that people tune for [rad], [rad/s]. */
  private static final double FULL_EFFORT_ANGLE = 0.2;
  private static final double FULL_EFFORT_VELOCITY = 5;

  private final Servo servo;
  private final int joint;
  private final TwinRobot robot;
  private final double stiffness;
  private final double damping;
  private final double[] registers = new double[REGISTERS];
  private final Drive drive = new Drive();
  private int wanted;
  private boolean commanded;
  /** Where position control now wants it [revolutions]; NaN is where it is when control begins. */
  private double control = Double.NaN;
  private long heardNanos;
  private long lastNanos;

  MoteusServo(Servo servo, int joint, TwinRobot robot) {
    this.servo = servo;
    this.joint = joint;
    this.robot = robot;
    double most = robot.mostTorque(joint);
    double full = most > 0 && most < Double.POSITIVE_INFINITY ? most : USUAL_TORQUE;
    stiffness = full / FULL_EFFORT_ANGLE;
    damping = full / FULL_EFFORT_VELOCITY;
    lastNanos = robot.timeNanos();
    forget();
    registers[Moteus.VOLTAGE] = VOLTS;
    registers[Moteus.TEMPERATURE] = CELSIUS;
    registers[Moteus.MODEL_NUMBER] = MODEL;
    registers[Moteus.FIRMWARE] = FIRMWARE;
  }

  int id() {
    return servo.id();
  }

  /** Whether there is such a register. */
  boolean has(int register) {
    return register < LAST_OF_CONTROL || register == Moteus.MODEL_NUMBER || register == Moteus.FIRMWARE;
  }

  double read(int register) {
    return switch (register) {
      case Moteus.POSITION -> servo.positionCounts(robot.sensors().position(joint));
      case Moteus.VELOCITY -> servo.velocityCounts(robot.sensors().velocity(joint));
      case Moteus.TORQUE -> servo.torqueCounts(robot.sensors().torque(joint));
      default -> registers[register];
    };
  }

  /** A value of a frame; nothing happens before {@link #obey}. */
  void write(int register, double value) {
    if (register == Moteus.MODE) {
      forget();
      wanted = (int) value;
      commanded = true;
    } else if (register >= Moteus.COMMAND_POSITION && register < LAST_OF_CONTROL) {
      registers[register] = value;
    }
  }

  /** The values of the subframe that writes. */
  void write(MoteusSubframes subframes) {
    for (int i = 0; i < subframes.count(); i++) {
      write(subframes.register() + i, subframes.value(i));
    }
  }

  /** What is commanded where a command says nothing. */
  private void forget() {
    Arrays.fill(registers, Moteus.COMMAND_POSITION, LAST_OF_CONTROL, 0);
    registers[Moteus.KP_SCALE] = 1;
    registers[Moteus.KD_SCALE] = 1;
    registers[Moteus.MAX_TORQUE] = Double.NaN;
    registers[Moteus.STOP_POSITION] = Double.NaN;
  }

  /** The frame is over: does what it commands. */
  void obey(long nanoTime) {
    if (!commanded) {
      return;
    }
    commanded = false;
    int mode = mode();
    if (wanted == Moteus.STOPPED) {
      enter(Moteus.STOPPED);
      registers[Moteus.FAULT_CODE] = 0;
    } else if (mode != Moteus.FAULT && mode != Moteus.TIMED_OUT
        && (wanted == Moteus.POSITION_MODE || wanted == ZERO_VELOCITY)) {
      if (mode != wanted) {
        control = Double.NaN;
      }
      enter(wanted);
      heardNanos = nanoTime;
      double position = registers[Moteus.COMMAND_POSITION];
      control = !Double.isNaN(position) ? position
          : Double.isNaN(control) ? servo.positionCounts(robot.sensors().presentPosition(joint)) : control;
    }
    command();
  }

  private int mode() {
    return (int) registers[Moteus.MODE];
  }

  private void enter(int mode) {
    registers[Moteus.MODE] = mode;
  }

  /** The watchdog, and the velocity by which the desired position goes on. */
  void tick(long nanoTime) {
    double seconds = (nanoTime - lastNanos) * 1e-9;
    lastNanos = nanoTime;
    if (mode() != Moteus.POSITION_MODE) {
      return;
    }
    double timeout = registers[Moteus.WATCHDOG] == 0 ? USUAL_TIMEOUT : registers[Moteus.WATCHDOG];
    if ((nanoTime - heardNanos) * 1e-9 > timeout) {
      enter(Moteus.TIMED_OUT);
      command();
    } else if (velocity() != 0) {
      advance(seconds);
      command();
    }
  }

  private double velocity() {
    double velocity = registers[Moteus.COMMAND_VELOCITY];
    return Double.isNaN(velocity) || !Double.isNaN(registers[Moteus.STOP_POSITION])
        && control == registers[Moteus.STOP_POSITION] ? 0 : velocity;
  }

  private void advance(double seconds) {
    double velocity = velocity();
    double stop = registers[Moteus.STOP_POSITION];
    control += velocity * seconds;
    if ((control - stop) * velocity > 0) {
      control = stop;
    }
  }

  /** Passes what is commanded to the motor. */
  private void command() {
    double most = registers[Moteus.MAX_TORQUE];
    drive.limit = Double.isNaN(most) ? Double.POSITIVE_INFINITY : Math.abs(servo.torque(most));
    switch (mode()) {
      case Moteus.POSITION_MODE -> position();
      case Moteus.TIMED_OUT -> brake(Math.abs(servo.torque(TIMEOUT_TORQUE)));
      case ZERO_VELOCITY -> brake(drive.limit);
      default -> drive.mode = Drive.Mode.OFF;
    }
    robot.command(joint, drive);
  }

  private void brake(double limit) {
    drive.mode = Drive.Mode.VELOCITY;
    drive.target = 0;
    drive.damping = damping;
    drive.limit = limit;
  }

  /** The gain of the velocity is scaled by no more than that of the position. A torque added moves the target. */
  private void position() {
    double forward = servo.torque(registers[Moteus.FEEDFORWARD_TORQUE]);
    double k = stiffness * registers[Moteus.KP_SCALE];
    if (k <= 0) {
      drive.mode = Drive.Mode.TORQUE;
      drive.target = forward;
      return;
    }
    double d = damping * Math.min(registers[Moteus.KD_SCALE], registers[Moteus.KP_SCALE]);
    drive.mode = Drive.Mode.POSITION;
    drive.target = servo.position(control) + (forward + d * servo.velocity(velocity())) / k;
    drive.effort = drive.limit;
    drive.stiffness = k;
    drive.damping = d;
  }

  /** Stops with a fault code; 0 is none. */
  void fault(int code) {
    if (code != 0) {
      registers[Moteus.FAULT_CODE] = code;
      enter(Moteus.FAULT);
      command();
    }
  }

  void temperature(int celsius) {
    registers[Moteus.TEMPERATURE] = celsius;
    if (celsius > MOST_CELSIUS) {
      fault(OVER_TEMPERATURE);
    }
  }

  void voltage(double volts) {
    registers[Moteus.VOLTAGE] = volts;
    fault(volts < LEAST_VOLTS ? UNDER_VOLTAGE : volts > MOST_VOLTS ? OVER_VOLTAGE : 0);
  }
}
