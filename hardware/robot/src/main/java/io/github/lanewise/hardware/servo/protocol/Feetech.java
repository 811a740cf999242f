package io.github.lanewise.hardware.servo.protocol;

/**
 * Numbers of the Feetech SCS protocol as the STS and SMS series speak it: two bytes go low byte first, and negative
 * numbers are a magnitude with a sign bit. Source: Feetech, "Communication Protocol User Manual" and the STS memory
 * table.
 */
public final class Feetech {
  /** Highest id of a servo. */
  public static final int MAX_ID = 253;
  /** Addresses every servo. */
  public static final int BROADCAST = 254;

  /** Is a servo there? */
  public static final int PING = 0x01;
  /** Address and length. */
  public static final int READ = 0x02;
  /** Address and data. */
  public static final int WRITE = 0x03;
  /** As WRITE, but to be done at the next ACTION. */
  public static final int REG_WRITE = 0x04;
  /** Does what REG_WRITE left. */
  public static final int ACTION = 0x05;
  /** Address, length, and the ids that answer one after the other. */
  public static final int SYNC_READ = 0x82;
  /** Address, length, and an id with data for each servo; no answer. */
  public static final int SYNC_WRITE = 0x83;

  /** Status error bit: supply voltage out of its limits. */
  public static final int VOLTAGE = 1;
  /** Status error bit: the position sensor fails. */
  public static final int SENSOR = 2;
  /** Status error bit: too hot. */
  public static final int TEMPERATURE = 4;
  /** Status error bit: too much current. */
  public static final int CURRENT = 8;
  /** Status error bit: overload. */
  public static final int OVERLOAD = 32;

  /** Bit that is the sign of positions, velocities and currents. */
  public static final int SIGN = 15;
  /** Bit that is the sign of a load. */
  public static final int LOAD_SIGN = 10;

  private Feetech() {}

  /**
   * The number that {@code raw} stands for, with the sign in bit {@code sign} and the magnitude below it.
   *
   * @param raw two bytes
   * @param sign place of the bit
   * @return the number
   */
  public static int signed(int raw, int sign) {
    int magnitude = raw & (1 << sign) - 1;
    return (raw >>> sign & 1) == 0 ? magnitude : -magnitude;
  }

  /**
   * The two bytes that stand for {@code value}.
   *
   * @param value the number
   * @param sign place of the bit
   * @return the bytes, low one first
   * @throws IllegalArgumentException if the magnitude reaches the sign bit
   */
  public static int unsigned(int value, int sign) {
    if (Math.abs(value) >>> sign != 0) {
      throw new IllegalArgumentException(value + " has a magnitude of more than " + sign + " bits");
    }
    return value < 0 ? -value | 1 << sign : value;
  }

  /**
   * What the error byte of a status packet says.
   *
   * @param error the byte
   * @return words; empty if it says that all is well
   */
  public static String describe(int error) {
    return error == 0 ? "" : "reports a hardware error: " + describeHardware(error);
  }

  /**
   * What the error byte, or the register of hardware errors, names.
   *
   * @param error the bits
   * @return words; empty if there are none
   */
  public static String describeHardware(int error) {
    StringBuilder text = new StringBuilder();
    append(text, error, VOLTAGE, "supply voltage");
    append(text, error, SENSOR, "position sensor");
    append(text, error, TEMPERATURE, "temperature");
    append(text, error, CURRENT, "current");
    append(text, error, OVERLOAD, "overload");
    append(text, error & ~(VOLTAGE | SENSOR | TEMPERATURE | CURRENT | OVERLOAD), 0xFF, "error bits " + error);
    return text.toString();
  }

  private static void append(StringBuilder text, int error, int bit, String name) {
    if ((error & bit) != 0) {
      text.append(text.isEmpty() ? "" : ", ").append(name);
    }
  }
}
