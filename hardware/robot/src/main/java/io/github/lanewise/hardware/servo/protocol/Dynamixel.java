package io.github.lanewise.hardware.servo.protocol;

/** Numbers of DYNAMIXEL protocol 2.0. Source: Robotis e-Manual, "DYNAMIXEL Protocol 2.0". */
public final class Dynamixel {
  /** Highest id of a servo. */
  public static final int MAX_ID = 252;
  /** Addresses every servo. */
  public static final int BROADCAST = 254;

  /** Is a servo there? It answers its model number (2 bytes) and firmware version (1 byte). */
  public static final int PING = 0x01;
  /** Address and length, 2 bytes each. */
  public static final int READ = 0x02;
  /** Address, 2 bytes, and data. */
  public static final int WRITE = 0x03;
  /** As WRITE, but to be done at the next ACTION. */
  public static final int REG_WRITE = 0x04;
  /** Does what REG_WRITE left. */
  public static final int ACTION = 0x05;
  /** Puts the registers back: all (FF), all but the id (01), all but the id and the baud rate (02). */
  public static final int FACTORY_RESET = 0x06;
  /** Restarts the servo. */
  public static final int REBOOT = 0x08;
  /** Takes whole turns off the present position (01), while the servo stands; then 44 58 4C 22. */
  public static final int CLEAR = 0x10;
  /** Code of every answer. */
  public static final int STATUS = 0x55;
  /** Address, length, and the ids that answer one after the other. */
  public static final int SYNC_READ = 0x82;
  /** Address, length, and an id with data for each servo; no answer. */
  public static final int SYNC_WRITE = 0x83;
  /** As SYNC_READ, but the servos share one status packet. */
  public static final int FAST_SYNC_READ = 0x8A;
  /** Instruction: answer with bytes of one's own registers, all servos with one packet. */
  public static final int FAST_BULK_READ = 0x9A;
  /** An id, address and length for each servo. */
  public static final int BULK_READ = 0x92;
  /** An id, address, length and data for each servo; no answer. */
  public static final int BULK_WRITE = 0x93;

  /** Bit of the status error byte: the servo has a hardware error, see its control table. */
  public static final int ALERT = 0x80;
  /** Status error: the instruction could not be done. */
  public static final int RESULT_FAIL = 1;
  /** Status error: no such instruction, or ACTION without REG_WRITE. */
  public static final int INSTRUCTION_ERROR = 2;
  /** Status error: the instruction's checksum was wrong. */
  public static final int CRC_ERROR = 3;
  /** Status error: the value is outside what the register can hold. */
  public static final int DATA_RANGE = 4;
  /** Status error: fewer bytes than the register has. */
  public static final int DATA_LENGTH = 5;
  /** Status error: the value is outside the limits set. */
  public static final int DATA_LIMIT = 6;
  /** Status error: the register cannot be read, or written, or not while torque is on. */
  public static final int ACCESS = 7;

  static final int HEADER_BYTES = 7;
  static final int CRC_BYTES = 2;

  private Dynamixel() {}

  /**
   * What the error byte of a status packet says.
   *
   * @param error the byte
   * @return words; empty if it says that all is well
   */
  public static String describe(int error) {
    String text = switch (error & ~ALERT) {
      case 0 -> "";
      case RESULT_FAIL -> "could not do the instruction";
      case INSTRUCTION_ERROR -> "does not know the instruction";
      case CRC_ERROR -> "received a wrong checksum";
      case DATA_RANGE -> "was sent a value out of the register's range";
      case DATA_LENGTH -> "was sent fewer bytes than the register has";
      case DATA_LIMIT -> "was sent a value beyond its limits";
      case ACCESS -> "cannot access the register (read-only, or torque is on)";
      default -> "reports error " + (error & ~ALERT);
    };
    String alert = (error & ALERT) == 0 ? "" : "reports a hardware error (see its register 70)";
    return text.isEmpty() || alert.isEmpty() ? text + alert : text + " and " + alert;
  }
}
