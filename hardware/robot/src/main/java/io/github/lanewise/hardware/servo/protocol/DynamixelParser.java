package io.github.lanewise.hardware.servo.protocol;

/**
 * Finds the packets of DYNAMIXEL protocol 2.0 in a stream of bytes, instructions and answers alike.
 *
 * <p>Frame: {@code FF FF FD 00 id lengthL lengthH instruction parameters crcL crcH}, where another {@code FD} follows
 * every {@code FF FF FD} in the parameters. The header can therefore not occur inside a packet, and wherever it occurs
 * a packet begins: a broken packet never hides the next one, and each byte is looked at once. The exception is the
 * answer to a fast sync read, which servos send without that stuffing; it is taken only while {@link #expectFast} says
 * so.
 */
public final class DynamixelParser extends PacketParser {
  /** Longest packet taken [bytes after the length field]. */
  public static final int MAX_LENGTH = 1024;

  private static final int HEADER_CRC = Crc16.of(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFD, 0}, 0, 4);

  private enum State { HUNT, ID, LENGTH_LOW, LENGTH_HIGH, INSTRUCTION, BODY }

  private State state = State.HUNT;
  private int matched;
  private int crc;
  private int received;
  private int length;
  private int remaining;
  private int fastLength;
  private boolean fast;
  private boolean errorNext;

  /** Holds packets of up to {@link #MAX_LENGTH}. */
  public DynamixelParser() {
    super(MAX_LENGTH);
  }

  /**
   * Takes an unstuffed answer to a fast sync read of {@code servos} servos and {@code count} bytes each from now on;
   * none if {@code servos} is 0.
   *
   * @param servos how many answer
   * @param count bytes of each
   */
  public void expectFast(int servos, int count) {
    fastLength = servos == 0 ? 0 : 1 + servos * (count + 4);
  }

  /** Whether the packet held answers an instruction. */
  @Override
  public boolean status() {
    return instruction() == Dynamixel.STATUS;
  }

  @Override
  public int accept(byte[] bytes, int from, int to) {
    discard();
    for (int i = from; i < to; i++) {
      take(bytes[i] & 0xFF);
      if (complete()) {
        return i + 1;
      }
    }
    return to;
  }

  @Override
  public void reset() {
    discard();
    state = State.HUNT;
    matched = 0;
  }

  @Override
  int pendingBytes() {
    return state == State.HUNT ? matched : received;
  }

  private void take(int value) {
    takenBytes++;
    boolean header = matched == 3 && value == 0;
    boolean stuffing = matched == 3 && value == 0xFD;
    matched = match(value);
    received++;
    switch (state) {
      case HUNT -> { }
      case ID -> id(value);
      case LENGTH_LOW -> {
        crc = Crc16.update(crc, value);
        length = value;
        state = State.LENGTH_HIGH;
      }
      case LENGTH_HIGH -> length(value);
      case INSTRUCTION -> code(value);
      case BODY -> body(value, stuffing);
    }
    if (header && !complete() && !(fast && state == State.BODY)) {
      state = State.ID;
      crc = HEADER_CRC;
      received = 4;
    }
  }

  /** How many bytes of the header end here. */
  private int match(int value) {
    if (value == 0xFF) {
      return matched == 1 || matched == 2 ? 2 : 1;
    }
    return value == 0xFD && matched == 2 ? 3 : 0;
  }

  private void id(int value) {
    if (value > Dynamixel.MAX_ID && value != Dynamixel.BROADCAST) {
      state = State.HUNT;
      return;
    }
    begin(value);
    crc = Crc16.update(crc, value);
    state = State.LENGTH_LOW;
  }

  private void length(int value) {
    crc = Crc16.update(crc, value);
    length |= value << 8;
    remaining = length;
    state = length < 1 + Dynamixel.CRC_BYTES || length > MAX_LENGTH ? State.HUNT : State.INSTRUCTION;
  }

  private void code(int value) {
    crc = Crc16.update(crc, value);
    remaining--;
    instruction(value);
    fast = value == Dynamixel.STATUS && id() == Dynamixel.BROADCAST && length == fastLength;
    errorNext = value == Dynamixel.STATUS && !fast;
    state = State.BODY;
  }

  private void body(int value, boolean stuffing) {
    remaining--;
    if (remaining >= Dynamixel.CRC_BYTES) {
      crc = Crc16.update(crc, value);
      if (errorNext) {
        error(value);
        errorNext = false;
      } else if (fast || !stuffing) {
        append(value);
      }
    } else if (remaining == 1) {
      crc ^= value;
    } else {
      state = State.HUNT;
      // An answer without its error byte is none.
      if (crc == value << 8 && !errorNext) {
        matched = 0;
        finish(received);
      } else {
        checksumErrors++;
      }
    }
  }
}
