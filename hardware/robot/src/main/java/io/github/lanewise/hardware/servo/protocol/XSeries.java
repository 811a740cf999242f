package io.github.lanewise.hardware.servo.protocol;

import java.util.StringJoiner;

/** Addresses in the control table of the DYNAMIXEL X series, with their size in bytes. Source: Robotis e-Manual. */
public final class XSeries {
  /** Model number (2). */
  public static final int MODEL_NUMBER = 0;
  /** Firmware version (1). */
  public static final int FIRMWARE = 6;
  /** Id (1). */
  public static final int ID = 7;
  /** Code of the rate of the line (1). */
  public static final int BAUD_RATE = 8;
  /** Time before an answer, in units of 2 us (1). */
  public static final int RETURN_DELAY = 9;
  /** Operating mode (1): {@link #CURRENT_MODE}, {@link #POSITION_MODE} and others; only while torque is off. */
  public static final int OPERATING_MODE = 11;
  /** Added to the position measured (4). */
  public static final int HOMING_OFFSET = 20;
  /** Velocity from which on the servo is moving (4). */
  public static final int MOVING_THRESHOLD = 24;
  /** Highest temperature [deg C] (1). */
  public static final int TEMPERATURE_LIMIT = 31;
  /** Most PWM (2). */
  public static final int PWM_LIMIT = 36;
  /** Most current (2). */
  public static final int CURRENT_LIMIT = 38;
  /** Most velocity (4). */
  public static final int VELOCITY_LIMIT = 44;
  /** Largest goal position (4). */
  public static final int MAX_POSITION_LIMIT = 48;
  /** Smallest goal position (4). */
  public static final int MIN_POSITION_LIMIT = 52;
  /** Kinds of hardware error that switch the torque off (1). */
  public static final int SHUTDOWN = 63;
  /** Torque on or off (1). */
  public static final int TORQUE_ENABLE = 64;
  /** Light on or off (1). */
  public static final int LED = 65;
  /** Which instructions are answered (1): 0 ping, 1 also reads, 2 all. */
  public static final int STATUS_RETURN_LEVEL = 68;
  /** Whether a REG_WRITE waits for its ACTION (1). */
  public static final int REGISTERED_INSTRUCTION = 69;
  /** Kinds of hardware error that are present (1). */
  public static final int HARDWARE_ERROR = 70;
  /** Stiffness of the position control (2). */
  public static final int POSITION_P_GAIN = 84;
  /** Time without an instruction after which the servo stops, in units of 20 ms; 0 is never (1). */
  public static final int BUS_WATCHDOG = 98;
  /** Goal PWM (2). */
  public static final int GOAL_PWM = 100;
  /** Goal current (2). */
  public static final int GOAL_CURRENT = 102;
  /** Goal velocity (4). */
  public static final int GOAL_VELOCITY = 104;
  /** Acceleration of the way to a goal position; 0 is without limit (4). */
  public static final int PROFILE_ACCELERATION = 108;
  /** Profile velocity (4). */
  public static final int PROFILE_VELOCITY = 112;
  /** Goal position (4). */
  public static final int GOAL_POSITION = 116;
  /** Time [ms], modulo 32768 (2). */
  public static final int REALTIME_TICK = 120;
  /** Whether the servo moves (1). */
  public static final int MOVING = 122;
  /** Present current, or load for models that do not measure it (2). */
  public static final int PRESENT_CURRENT = 126;
  /** Present velocity (4). */
  public static final int PRESENT_VELOCITY = 128;
  /** Present position (4). */
  public static final int PRESENT_POSITION = 132;
  /** Present input voltage, in units of 0.1 V (2). */
  public static final int PRESENT_VOLTAGE = 144;
  /** Present temperature [deg C] (1). */
  public static final int PRESENT_TEMPERATURE = 146;

  /** Operating mode: the goal is a current. */
  public static final int CURRENT_MODE = 0;
  /** Operating mode: the goal is a velocity. */
  public static final int VELOCITY_MODE = 1;
  /** Operating mode: the goal is a position within one turn. */
  public static final int POSITION_MODE = 3;
  /** Operating mode: the goal is a position over many turns. */
  public static final int EXTENDED_POSITION_MODE = 4;
  /** Operating mode: the goal is a position, with no more than the goal current. */
  public static final int CURRENT_BASED_POSITION_MODE = 5;
  /** Operating mode: the goal is a part of the supply voltage. */
  public static final int PWM_MODE = 16;
  /** Unit of the bus watchdog [ns]. */
  public static final long WATCHDOG_UNIT_NANOS = 20_000_000;
  /** Longest bus watchdog [units]. */
  public static final int WATCHDOG_MAX = 127;
  /** Unit of the return delay [ns]. */
  public static final long RETURN_DELAY_UNIT_NANOS = 2_000;

  /** Last count of a turn, and largest goal position of {@link #POSITION_MODE}. */
  public static final int LAST_POSITION = 4095;
  /** All the PWM there is. */
  public static final int MAX_PWM = 885;
  /** Position P gain of a new servo. */
  public static final int INITIAL_P_GAIN = 800;
  /** Unit of the profile acceleration, 214.577 rev/min^2 [rad/s^2]. */
  public static final double ACCELERATION_UNIT = 214.577 * 2 * Math.PI / 3600;

  /** Hardware error bit: the supply voltage is outside its limits. */
  public static final int VOLTAGE_ERROR = 1;
  /** Hardware error bit: too hot. */
  public static final int OVERHEATING = 4;
  /** Hardware error bit: the motor's encoder fails. */
  public static final int ENCODER_ERROR = 8;
  /** Hardware error bit: an electric shock, or too little power for the motor. */
  public static final int SHOCK = 16;
  /** Hardware error bit: a load that the servo cannot bear for long. */
  public static final int OVERLOAD = 32;

  private XSeries() {}

  /**
   * What the register of hardware errors names.
   *
   * @param bits of {@link #HARDWARE_ERROR}
   * @return words; empty if there are none
   */
  public static String describe(int bits) {
    StringJoiner text = new StringJoiner(", ");
    add(text, bits, VOLTAGE_ERROR, "supply voltage");
    add(text, bits, OVERHEATING, "temperature");
    add(text, bits, ENCODER_ERROR, "motor encoder");
    add(text, bits, SHOCK, "electric shock or too little power");
    add(text, bits, OVERLOAD, "overload");
    add(text, bits & ~(VOLTAGE_ERROR | OVERHEATING | ENCODER_ERROR | SHOCK | OVERLOAD), 0xFF, "error bits " + bits);
    return text.toString();
  }

  private static void add(StringJoiner text, int bits, int bit, String name) {
    if ((bits & bit) != 0) {
      text.add(name);
    }
  }
}
