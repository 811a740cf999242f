package io.github.lanewise.hardware.servo.protocol;

/**
 * Registers of the moteus controller and how integers stand for their values. Source: mjbots, "moteus register
 * reference".
 */
public final class Moteus {
  /** Lowest id of a controller; 0 is the host. */
  public static final int MIN_ID = 1;
  /** Highest id of a controller. */
  public static final int MAX_ID = 127;

  /** Mode: {@link #STOPPED}, {@link #FAULT}, {@link #POSITION_MODE}, {@link #TIMED_OUT} and others. */
  public static final int MODE = 0x000;
  /** Position [revolutions]. */
  public static final int POSITION = 0x001;
  /** Velocity [revolutions/s]. */
  public static final int VELOCITY = 0x002;
  /** Torque [N m]. */
  public static final int TORQUE = 0x003;
  /** Supply voltage [V]. */
  public static final int VOLTAGE = 0x00D;
  /** Temperature of the board [deg C]. */
  public static final int TEMPERATURE = 0x00E;
  /** What the fault is. */
  public static final int FAULT_CODE = 0x00F;
  /** Commanded position [revolutions]; NaN is where it is. */
  public static final int COMMAND_POSITION = 0x020;
  /** Commanded velocity [revolutions/s]. */
  public static final int COMMAND_VELOCITY = 0x021;
  /** Torque added to the position controller's [N m]. */
  public static final int FEEDFORWARD_TORQUE = 0x022;
  /** Factor of the position gain. */
  public static final int KP_SCALE = 0x023;
  /** Factor of the velocity gain. */
  public static final int KD_SCALE = 0x024;
  /** Most torque that the position controller may ask for [N m]; NaN is the configured one. */
  public static final int MAX_TORQUE = 0x025;
  /** Where to stop [revolutions]; NaN is nowhere. */
  public static final int STOP_POSITION = 0x026;
  /** How long the command is valid [s]; NaN is for ever, 0 as configured. */
  public static final int WATCHDOG = 0x027;
  /** Model number. */
  public static final int MODEL_NUMBER = 0x100;
  /** Firmware version. */
  public static final int FIRMWARE = 0x101;

  /** Mode: stopped. */
  public static final int STOPPED = 0;
  /** Mode: fault, see {@link #FAULT_CODE}. */
  public static final int FAULT = 1;
  /** Mode: position, velocity and torque control. */
  public static final int POSITION_MODE = 10;
  /** Mode: no command arrived in time. */
  public static final int TIMED_OUT = 11;

  /** Size of a value. */
  public enum Type {
    /** One byte. */
    INT8(1, 0),
    /** Two bytes. */
    INT16(2, 1),
    /** Four bytes. */
    INT32(4, 2),
    /** Four bytes, IEEE 754. */
    FLOAT(4, 3);

    private static final Type[] BY_CODE = values();

    final int bytes;
    final int code;

    Type(int bytes, int code) {
      this.bytes = bytes;
      this.code = code;
    }

    static Type of(int code) {
      return BY_CODE[code & 3];
    }
  }

  private Moteus() {}

  /**
   * What one unit of an integer of this type stands for in this register; 1 for a float, and where there is none.
   *
   * @param register its number
   * @param type of the integer
   * @return the unit
   */
  public static double unit(int register, Type type) {
    return switch (register) {
      case POSITION, COMMAND_POSITION, STOP_POSITION -> unit(type, 1e-2, 1e-4, 1e-5);
      case VELOCITY, COMMAND_VELOCITY -> unit(type, 1e-1, 2.5e-4, 1e-5);
      case TORQUE, FEEDFORWARD_TORQUE, MAX_TORQUE -> unit(type, 0.5, 1e-2, 1e-3);
      case VOLTAGE -> unit(type, 0.5, 1e-1, 1e-3);
      case TEMPERATURE -> unit(type, 1, 1e-1, 1e-3);
      case KP_SCALE, KD_SCALE -> unit(type, 1.0 / Byte.MAX_VALUE, 1.0 / Short.MAX_VALUE, 1.0 / Integer.MAX_VALUE);
      case WATCHDOG -> unit(type, 1e-2, 1e-3, 1e-6);
      default -> 1;
    };
  }

  /**
   * What a fault code says. Source: mjbots, "moteus reference", fault codes.
   *
   * @param code of {@link #FAULT_CODE}
   * @return the code and words; empty for 0
   */
  public static String describe(int code) {
    String text = switch (code) {
      case 32 -> ": calibration";
      case 33 -> ": motor driver";
      case 34 -> ": over voltage";
      case 35 -> ": encoder";
      case 36 -> ": motor not configured";
      case 37 -> ": PWM cycle overrun";
      case 38 -> ": over temperature";
      case 39 -> ": outside the position limits";
      case 40 -> ": under voltage";
      case 41 -> ": configuration changed";
      case 42 -> ": no valid commutation encoder";
      case 43 -> ": no valid output encoder";
      case 44 -> ": driver enable";
      case 45 -> ": stop position and velocity limits together";
      case 46 -> ": timing violation";
      case 47 -> ": back-EMF feedforward without an acceleration limit";
      case 48 -> ": limits that cannot be";
      default -> "";
    };
    return code == 0 ? "" : "fault code " + code + text;
  }

  private static double unit(Type type, double int8, double int16, double int32) {
    return switch (type) {
      case INT8 -> int8;
      case INT16 -> int16;
      case INT32 -> int32;
      case FLOAT -> 1;
    };
  }
}
