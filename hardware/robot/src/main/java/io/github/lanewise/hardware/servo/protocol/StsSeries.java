package io.github.lanewise.hardware.servo.protocol;

/**
 * Addresses in the memory table of the Feetech STS series, with their size in bytes. Source: Feetech, STS memory
 * table.
 */
public final class StsSeries {
  /** Firmware version, major and minor (2). */
  public static final int FIRMWARE = 0;
  /** Model number (2). */
  public static final int MODEL_NUMBER = 3;
  /** Id (1). */
  public static final int ID = 5;
  /** Time before an answer, in units of 2 us (1). */
  public static final int RETURN_DELAY = 7;
  /** Which instructions are answered (1): 0 ping and reads, 1 all. */
  public static final int STATUS_RETURN_LEVEL = 8;
  /** Smallest goal position (2). */
  public static final int MIN_POSITION_LIMIT = 9;
  /** Largest goal position (2). */
  public static final int MAX_POSITION_LIMIT = 11;
  /** Highest temperature [deg C] (1). */
  public static final int TEMPERATURE_LIMIT = 13;
  /** Most torque after power-up, in units of 0.1 % (2). */
  public static final int MAX_TORQUE = 16;
  /** Kinds of hardware error that switch the torque off (1). */
  public static final int SHUTDOWN = 19;
  /** Stiffness of the position control (1). */
  public static final int POSITION_P_GAIN = 21;
  /** Taken from the position measured (2), with its sign in bit 11. */
  public static final int POSITION_OFFSET = 31;
  /** Operating mode (1): {@link #POSITION_MODE} and others. */
  public static final int OPERATING_MODE = 33;
  /** How long a load of {@link #OVERLOAD_TORQUE} is borne, in units of 10 ms (1). */
  public static final int PROTECTION_TIME = 35;
  /** The load that is an overload, in per cent (1). */
  public static final int OVERLOAD_TORQUE = 36;
  /** Torque on or off (1). */
  public static final int TORQUE_ENABLE = 40;
  /** Acceleration (1). */
  public static final int ACCELERATION = 41;
  /** Goal position (2). */
  public static final int GOAL_POSITION = 42;
  /** Goal time (2). */
  public static final int GOAL_TIME = 44;
  /** Goal velocity (2). */
  public static final int GOAL_VELOCITY = 46;
  /** Most torque, in units of 0.1 % (2). */
  public static final int TORQUE_LIMIT = 48;
  /** Whether what is written to the first 40 bytes is lost with the power (1). */
  public static final int LOCK = 55;
  /** Present position (2). */
  public static final int PRESENT_POSITION = 56;
  /** Present velocity (2). */
  public static final int PRESENT_VELOCITY = 58;
  /** Present load, in units of 0.1 % (2). */
  public static final int PRESENT_LOAD = 60;
  /** Present input voltage, in units of 0.1 V (1). */
  public static final int PRESENT_VOLTAGE = 62;
  /** Present temperature [deg C] (1). */
  public static final int PRESENT_TEMPERATURE = 63;
  /** Whether a REG_WRITE waits for its ACTION (1). */
  public static final int REGISTERED_INSTRUCTION = 64;
  /** Kinds of hardware error that are present (1). */
  public static final int HARDWARE_ERROR = 65;
  /** Whether the servo moves (1). */
  public static final int MOVING = 66;
  /** Present current (2). */
  public static final int PRESENT_CURRENT = 69;

  /** Operating mode: the goal is a position. */
  public static final int POSITION_MODE = 0;
  /** Operating mode: the goal is a velocity. */
  public static final int VELOCITY_MODE = 1;
  /** Operating mode: {@link #GOAL_TIME} is a part of the supply voltage, in units of 0.1 %, with its sign in bit 10. */
  public static final int PWM_MODE = 2;
  /** Operating mode: the goal is a number of counts to go from where it was sent before. */
  public static final int STEP_MODE = 3;
  /** Written to {@link #TORQUE_ENABLE}, a command: the present position is {@link #MIDDLE} from now on. */
  public static final int CENTRE = 128;
  /** Count in the middle of the range. */
  public static final int MIDDLE = 2048;
  /** Unit of the return delay [ns]. */
  public static final long RETURN_DELAY_UNIT_NANOS = 2_000;

  /** Last count of a turn. */
  public static final int LAST_POSITION = 4095;
  /** All the torque there is. */
  public static final int FULL_TORQUE = 1000;
  /** Position P gain of a new servo. */
  public static final int INITIAL_P_GAIN = 32;
  /** Unit of the acceleration [counts/s^2]. */
  public static final int ACCELERATION_COUNTS = 100;

  private StsSeries() {}
}
