package io.github.lanewise.hardware.servo.protocol;

/**
 * Writes packets of the Feetech SCS protocol into the caller's array: {@code FF FF id length instruction parameters
 * checksum}, where the checksum is the complement of the sum of all from the id on.
 *
 * <p>Every method writes from {@code into[at]} on and returns the index after the last byte, which is the packet's
 * length when {@code at} is 0. Nothing is allocated. An id above {@link Feetech#MAX_ID} other than
 * {@link Feetech#BROADCAST}, an address above 255, more than {@link FeetechParser#MAX_PARAMETERS} parameters, or an
 * array that is too short is refused with {@link IllegalArgumentException}.
 *
 * <p>Source: Feetech, "Communication Protocol User Manual".
 */
public final class FeetechEncoder {
  /** Bytes of a packet besides its parameters. */
  public static final int FIXED_BYTES = 6;

  private FeetechEncoder() {}

  /**
   * Asks whether a servo is there.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param id of the servo
   * @return the index after the packet's last byte
   */
  public static int ping(byte[] into, int at, int id) {
    return end(into, at, begin(into, at, id, Feetech.PING, 0));
  }

  /**
   * Asks for {@code count} bytes from {@code address} on.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param id of the servo
   * @param address of the first byte
   * @param count how many bytes of each servo
   * @return the index after the packet's last byte
   */
  public static int read(byte[] into, int at, int id, int address, int count) {
    int end = put(into, begin(into, at, id, Feetech.READ, 2), address);
    return end(into, at, put(into, end, count));
  }

  /**
   * Writes {@code data[from..from + count)} to {@code address} on.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param id of the servo
   * @param address of the first byte
   * @param data what is written or answered
   * @param from where its bytes begin in the data
   * @param count how many bytes of each servo
   * @return the index after the packet's last byte
   */
  public static int write(byte[] into, int at, int id, int address, byte[] data, int from, int count) {
    int end = put(into, begin(into, at, id, Feetech.WRITE, 1 + count), address);
    System.arraycopy(data, from, into, end, count);
    return end(into, at, end + count);
  }

  /**
   * Asks every servo of {@code ids} for {@code count} bytes from {@code address} on; each answers with a packet.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param address of the first byte
   * @param count how many bytes of each servo
   * @param ids of the servos
   * @return the index after the packet's last byte
   */
  public static int syncRead(byte[] into, int at, int address, int count, int[] ids) {
    int end = begin(into, at, Feetech.BROADCAST, Feetech.SYNC_READ, 2 + ids.length);
    end = put(into, put(into, end, address), count);
    for (int id : ids) {
      end = put(into, end, servo(id));
    }
    return end(into, at, end);
  }

  /**
   * Writes {@code count} bytes to {@code address} of every servo, {@code data[i count ...]} to servo {@code ids[i]}.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param address of the first byte
   * @param count how many bytes of each servo
   * @param ids of the servos
   * @param data what is written or answered
   * @return the index after the packet's last byte
   */
  public static int syncWrite(byte[] into, int at, int address, int count, int[] ids, byte[] data) {
    int end = begin(into, at, Feetech.BROADCAST, Feetech.SYNC_WRITE, 2 + ids.length * (1 + count));
    end = put(into, put(into, end, address), count);
    for (int i = 0; i < ids.length; i++) {
      end = put(into, end, servo(ids[i]));
      System.arraycopy(data, i * count, into, end, count);
      end += count;
    }
    return end(into, at, end);
  }

  /**
   * A servo's answer with its error byte and {@code data[from..from + count)}.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param id of the servo
   * @param error the error byte
   * @param data what is written or answered
   * @param from where its bytes begin in the data
   * @param count how many bytes of each servo
   * @return the index after the packet's last byte
   */
  public static int status(byte[] into, int at, int id, int error, byte[] data, int from, int count) {
    int end = begin(into, at, servo(id), error, count);
    System.arraycopy(data, from, into, end, count);
    return end(into, at, end + count);
  }

  /** The complement of the sum of {@code bytes[from..to)}. */
  static int checksum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes[i];
    }
    return ~sum & 0xFF;
  }

  private static int servo(int id) {
    if (id < 0 || id > Feetech.MAX_ID) {
      throw Refusal.id(id, Feetech.MAX_ID);
    }
    return id;
  }

  private static int begin(byte[] into, int at, int id, int instruction, int parameters) {
    if (id != Feetech.BROADCAST) {
      servo(id);
    }
    if (parameters > FeetechParser.MAX_PARAMETERS) {
      throw Refusal.parameters(parameters, FeetechParser.MAX_PARAMETERS);
    }
    if (into.length - at < FIXED_BYTES + parameters) {
      throw Refusal.room(parameters, FIXED_BYTES + parameters, into.length - at);
    }
    into[at] = (byte) 0xFF;
    into[at + 1] = (byte) 0xFF;
    into[at + 2] = (byte) id;
    into[at + 3] = (byte) (parameters + 2);
    into[at + 4] = (byte) instruction;
    return at + 5;
  }

  private static int put(byte[] into, int at, int value) {
    if (value < 0 || value > 0xFF) {
      throw Refusal.number(value, 0xFF);
    }
    into[at] = (byte) value;
    return at + 1;
  }

  private static int end(byte[] into, int at, int end) {
    into[end] = (byte) checksum(into, at + 2, end);
    return end + 1;
  }
}
