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
  /** Operating mode (1): {@link #POSITION_MODE} and others. */
  public static final int OPERATING_MODE = 33;
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
  /** Present current (2). */
  public static final int PRESENT_CURRENT = 69;

  /** Operating mode: the goal is a position. */
  public static final int POSITION_MODE = 0;
  /** Unit of the return delay [ns]. */
  public static final long RETURN_DELAY_UNIT_NANOS = 2_000;

  private StsSeries() {}
}
