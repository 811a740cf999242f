package io.github.lanewise.hardware.servo.protocol;

import static io.github.lanewise.hardware.servo.protocol.Dynamixel.BROADCAST;

/**
 * Writes packets of DYNAMIXEL protocol 2.0 into the caller's array: {@code FF FF FD 00 id lengthL lengthH instruction
 * parameters crcL crcH}.
 *
 * <p>Every method writes from {@code into[at]} on and returns the index after the last byte, which is the packet's
 * length when {@code at} is 0. Numbers of two bytes go low byte first. Nothing is allocated. An id above
 * {@link Dynamixel#MAX_ID} other than {@link Dynamixel#BROADCAST}, an address or length above 65535, or an array
 * shorter than {@link #maxLength(int)} is refused with {@link IllegalArgumentException}.
 *
 * <p>Source: Robotis e-Manual, "DYNAMIXEL Protocol 2.0"; the shared answer to a fast sync read as the vendor's library
 * reads it.
 */
public final class DynamixelEncoder {
  private static final int FIXED_BYTES = Dynamixel.HEADER_BYTES + 1 + Dynamixel.CRC_BYTES;

  private DynamixelEncoder() {}

  /**
   * The longest that a packet with so many parameters can become [bytes]; its error byte counts as one.
   *
   * @param parameters how many
   * @return the length [bytes]
   */
  public static int maxLength(int parameters) {
    return FIXED_BYTES + parameters + parameters / 3;
  }

  /**
   * Asks whether a servo, or every servo, is there.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param id of the servo
   * @return the index after the packet's last byte
   */
  public static int ping(byte[] into, int at, int id) {
    return end(into, at, begin(into, at, id, Dynamixel.PING, 0));
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
    int end = put16(into, begin(into, at, id, Dynamixel.READ, 4), address);
    return end(into, at, put16(into, end, count));
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
    return store(into, at, id, Dynamixel.WRITE, address, data, from, count);
  }

  /**
   * As {@link #write}, to be done at the next {@link #action}.
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
  public static int regWrite(byte[] into, int at, int id, int address, byte[] data, int from, int count) {
    return store(into, at, id, Dynamixel.REG_WRITE, address, data, from, count);
  }

  /**
   * Does what {@link #regWrite} left.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param id of the servo
   * @return the index after the packet's last byte
   */
  public static int action(byte[] into, int at, int id) {
    return end(into, at, begin(into, at, id, Dynamixel.ACTION, 0));
  }

  /**
   * Restarts a servo.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param id of the servo
   * @return the index after the packet's last byte
   */
  public static int reboot(byte[] into, int at, int id) {
    return end(into, at, begin(into, at, id, Dynamixel.REBOOT, 0));
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
    return readAll(into, at, Dynamixel.SYNC_READ, address, count, ids);
  }

  /**
   * As {@link #syncRead}; the servos answer with one packet together, see {@link #fastStatus}.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param address of the first byte
   * @param count how many bytes of each servo
   * @param ids of the servos
   * @return the index after the packet's last byte
   */
  public static int fastSyncRead(byte[] into, int at, int address, int count, int[] ids) {
    return readAll(into, at, Dynamixel.FAST_SYNC_READ, address, count, ids);
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
    int end = begin(into, at, BROADCAST, Dynamixel.SYNC_WRITE, 4 + ids.length * (1 + count));
    end = put16(into, put16(into, end, address), count);
    for (int i = 0; i < ids.length; i++) {
      end = put(into, end, servo(ids[i]));
      end = put(into, end, data, i * count, count);
    }
    return end(into, at, end);
  }

  /**
   * Asks servo {@code ids[i]} for {@code counts[i]} bytes from {@code addresses[i]} on.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param ids of the servos
   * @param addresses of the first byte of each servo
   * @param counts how many bytes of each servo
   * @return the index after the packet's last byte
   */
  public static int bulkRead(byte[] into, int at, int[] ids, int[] addresses, int[] counts) {
    int end = begin(into, at, BROADCAST, Dynamixel.BULK_READ, 5 * ids.length);
    for (int i = 0; i < ids.length; i++) {
      end = put(into, end, servo(ids[i]));
      end = put16(into, put16(into, end, addresses[i]), counts[i]);
    }
    return end(into, at, end);
  }

  /**
   * Writes {@code counts[i]} bytes to {@code addresses[i]} of servo {@code ids[i]}; the data one after the other.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param ids of the servos
   * @param addresses of the first byte of each servo
   * @param counts how many bytes of each servo
   * @param data what is written or answered
   * @return the index after the packet's last byte
   */
  public static int bulkWrite(byte[] into, int at, int[] ids, int[] addresses, int[] counts, byte[] data) {
    int parameters = 0;
    for (int count : counts) {
      parameters += 5 + count;
    }
    int end = begin(into, at, BROADCAST, Dynamixel.BULK_WRITE, parameters);
    int from = 0;
    for (int i = 0; i < ids.length; i++) {
      end = put(into, end, servo(ids[i]));
      end = put16(into, put16(into, end, addresses[i]), counts[i]);
      end = put(into, end, data, from, counts[i]);
      from += counts[i];
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
    int end = put(into, begin(into, at, servo(id), Dynamixel.STATUS, 1 + count), error);
    return end(into, at, put(into, end, data, from, count));
  }

  /**
   * The common answer to a fast sync read or a fast bulk read: for each servo its error byte, its id, its bytes of the
   * data, and the checksum of everything up to there. Not stuffed.
   *
   * @param into the packet (modified)
   * @param at where it begins
   * @param ids of the servos
   * @param errors the error byte of each servo
   * @param data what is answered, servo after servo
   * @param counts how many bytes of each servo
   * @return the index after the packet's last byte
   */
  public static int fastStatus(byte[] into, int at, int[] ids, int[] errors, byte[] data, int[] counts) {
    int bytes = 4 * ids.length;
    for (int count : counts) {
      bytes += count;
    }
    int end = begin(into, at, BROADCAST, Dynamixel.STATUS, bytes - Dynamixel.CRC_BYTES);
    length(into, at, end + bytes);
    int from = 0;
    for (int i = 0; i < ids.length; i++) {
      into[end++] = (byte) errors[i];
      into[end++] = (byte) servo(ids[i]);
      System.arraycopy(data, from, into, end, counts[i]);
      from += counts[i];
      end = checksum(into, at, end + counts[i]);
    }
    return end;
  }

  private static int readAll(byte[] into, int at, int instruction, int address, int count, int[] ids) {
    int end = begin(into, at, BROADCAST, instruction, 4 + ids.length);
    end = put16(into, put16(into, end, address), count);
    for (int id : ids) {
      end = put(into, end, servo(id));
    }
    return end(into, at, end);
  }

  private static int store(byte[] into, int at, int id, int instruction, int address, byte[] data, int from,
      int count) {
    int end = put16(into, begin(into, at, id, instruction, 2 + count), address);
    return end(into, at, put(into, end, data, from, count));
  }

  private static int servo(int id) {
    if (id < 0 || id > Dynamixel.MAX_ID) {
      throw Refusal.id(id, Dynamixel.MAX_ID);
    }
    return id;
  }

  private static int begin(byte[] into, int at, int id, int instruction, int parameters) {
    if (id != BROADCAST) {
      servo(id);
    }
    if (into.length - at < maxLength(parameters)) {
      throw Refusal.room(parameters, maxLength(parameters), into.length - at);
    }
    into[at] = (byte) 0xFF;
    into[at + 1] = (byte) 0xFF;
    into[at + 2] = (byte) 0xFD;
    into[at + 3] = 0;
    into[at + 4] = (byte) id;
    into[at + 7] = (byte) instruction;
    return at + 8;
  }

  /** No instruction is FF, so that looking two bytes back never leaves the parameters with effect. */
  private static int put(byte[] into, int at, int value) {
    into[at] = (byte) value;
    if ((value & 0xFF) == 0xFD && into[at - 1] == -1 && into[at - 2] == -1) {
      into[at + 1] = (byte) 0xFD;
      return at + 2;
    }
    return at + 1;
  }

  private static int put16(byte[] into, int at, int value) {
    if (value < 0 || value > 0xFFFF) {
      throw Refusal.number(value, 0xFFFF);
    }
    return put(into, put(into, at, value), value >> 8);
  }

  private static int put(byte[] into, int at, byte[] data, int from, int count) {
    int end = at;
    for (int i = from; i < from + count; i++) {
      end = put(into, end, data[i]);
    }
    return end;
  }

  private static int end(byte[] into, int at, int end) {
    length(into, at, end + Dynamixel.CRC_BYTES);
    return checksum(into, at, end);
  }

  private static void length(byte[] into, int at, int end) {
    int length = end - at - Dynamixel.HEADER_BYTES;
    into[at + 5] = (byte) length;
    into[at + 6] = (byte) (length >> 8);
  }

  private static int checksum(byte[] into, int at, int end) {
    int crc = Crc16.of(into, at, end);
    into[end] = (byte) crc;
    into[end + 1] = (byte) (crc >> 8);
    return end + 2;
  }
}
