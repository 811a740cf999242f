package io.github.lanewise.hardware.servo.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Writes lines of the fdcanusb adapter into the caller's array.
 *
 * <p>Every method writes from {@code into[at]} on and returns the index after the last byte, which is the line's length
 * when {@code at} is 0. Nothing is allocated. An id above {@link Moteus#MAX_ID} or an array that is too short is
 * refused with {@link IllegalArgumentException}. Source: mjbots, fdcanusb, "Protocol".
 */
public final class MoteusEncoder {
  /** The longest line [bytes]. */
  public static final int MAX_LINE = 160;

  private static final byte[] SEND = {'c', 'a', 'n', ' ', 's', 'e', 'n', 'd', ' '};
  private static final byte[] RECEIVED = {'r', 'c', 'v', ' '};
  private static final byte[] FLAGS = {' ', 'E', ' ', 'B', ' ', 'F', '\n'};
  private static final byte[] REFUSED = "ERR checksum\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OK = {'O', 'K', '\n'};
  private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

  /** Of the four upper bits of the checksum so far. */
  private static final int[] CHECKSUM = {0x00, 0x97, 0xB9, 0x2E, 0xE5, 0x72, 0x5C, 0xCB, 0x5D, 0xCA, 0xE4, 0x73, 0xB8,
      0x2F, 0x01, 0x96};

  private MoteusEncoder() {}

  /**
   * To the adapter: {@code can send <id> <data>}, from {@code source} to {@code destination}, answer wanted or not.
   *
   * @param into the line (modified)
   * @param at where it begins
   * @param source a controller, or 0 for the host
   * @param destination a controller, or 0 for the host
   * @param answer whether one is wanted
   * @param frame the data
   * @return the index after the line's last byte
   */
  public static int send(byte[] into, int at, int source, int destination, boolean answer, MoteusFrame frame) {
    int end = put(into, room(into, at), SEND);
    int id = id(source) << 8 | id(destination) | (answer ? 0x8000 : 0);
    end = data(into, hex(into, end, id, 4), frame);
    into[end] = '\n';
    return end + 1;
  }

  /**
   * From the adapter: {@code rcv <id> <data> E B F}.
   *
   * @param into the line (modified)
   * @param at where it begins
   * @param source a controller, or 0 for the host
   * @param destination a controller, or 0 for the host
   * @param frame the data
   * @return the index after the line's last byte
   */
  public static int received(byte[] into, int at, int source, int destination, MoteusFrame frame) {
    int end = put(into, room(into, at), RECEIVED);
    int id = id(source) << 8 | id(destination);
    end = data(into, hex(into, end, id, id > 0xFFF ? 4 : id > 0xFF ? 3 : 2), frame);
    return put(into, end, FLAGS);
  }

  /**
   * From the adapter: {@code OK}, to every line sent.
   *
   * @param into the line (modified)
   * @param at where it begins
   * @return the index after the line's last byte
   */
  public static int ok(byte[] into, int at) {
    return put(into, room(into, at), OK);
  }

  /**
   * From the adapter: {@code rcv <id> <data> E B F}, of a frame of any id.
   *
   * @param into the line (modified)
   * @param at where it begins
   * @param arbitrationId of 16 bits
   * @param data which holds the frame's
   * @param from where they begin
   * @param count how many they are
   * @return the index after the line's last byte
   */
  public static int received(byte[] into, int at, int arbitrationId, byte[] data, int from, int count) {
    int end = hex(into, put(into, room(into, at), RECEIVED), arbitrationId, 4);
    into[end++] = ' ';
    for (int i = 0; i < count; i++) {
      end = hex(into, end, data[from + i] & 0xFF, 2);
    }
    return put(into, end, FLAGS);
  }

  /**
   * From controllers on a UART: the checksum of the line sent is wrong, or missing.
   *
   * @param into the line (modified)
   * @param at where it begins
   * @return the index after the line's last byte
   */
  public static int refused(byte[] into, int at) {
    return put(into, room(into, at), REFUSED);
  }

  /**
   * Gives a line its checksum: {@code " *xx"} in front of the line feed.
   *
   * @param into the line (modified)
   * @param at where it begins
   * @param end the index after its last byte, the line feed
   * @return the index after the line's last byte
   */
  public static int withChecksum(byte[] into, int at, int end) {
    into[end - 1] = ' ';
    int checksum = checksum(into, at, end);
    into[end] = '*';
    int last = hex(into, end + 1, checksum, 2);
    into[last] = '\n';
    return last + 1;
  }

  /** The CRC-8 of {@code line[from..to)}: polynomial 0x97, initially 0, nothing reflected. */
  static int checksum(byte[] line, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum ^= line[i] & 0xFF;
      sum = (sum << 4 ^ CHECKSUM[sum >> 4]) & 0xFF;
      sum = (sum << 4 ^ CHECKSUM[sum >> 4]) & 0xFF;
    }
    return sum;
  }

  private static int id(int id) {
    if (id < 0 || id > Moteus.MAX_ID) {
      throw new IllegalArgumentException("controller id " + id + " is not in 0 to " + Moteus.MAX_ID);
    }
    return id;
  }

  private static int room(byte[] into, int at) {
    if (into.length - at < MAX_LINE) {
      throw new IllegalArgumentException("a line takes up to " + MAX_LINE + " bytes, but the array has "
          + (into.length - at) + " left");
    }
    return at;
  }

  private static int data(byte[] into, int at, MoteusFrame frame) {
    int end = at;
    into[end++] = ' ';
    for (int i = 0; i < frame.size(); i++) {
      end = hex(into, end, frame.at(i), 2);
    }
    return end;
  }

  private static int hex(byte[] into, int at, int value, int digits) {
    for (int i = 0; i < digits; i++) {
      into[at + i] = DIGITS[value >> 4 * (digits - 1 - i) & 0xF];
    }
    return at + digits;
  }

  private static int put(byte[] into, int at, byte[] text) {
    System.arraycopy(text, 0, into, at, text.length);
    return at + text.length;
  }
}
