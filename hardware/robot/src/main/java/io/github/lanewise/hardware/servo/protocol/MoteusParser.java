package io.github.lanewise.hardware.servo.protocol;

import java.util.Objects;

/**
 * Finds the lines of the fdcanusb adapter in a stream of bytes, in both directions.
 *
 * <p>A line ends with a line feed. A line may have a checksum, as those of controllers on a UART have; it is then
 * checked. What is no line of the protocol, or longer than any of it, is skipped and counted with the checksum errors.
 * Each byte is looked at a fixed number of times. Source: mjbots/moteus, docs/integration/uart.md, "Checksum".
 */
public final class MoteusParser implements Parser {
  /** What a line says. */
  public enum Kind {
    /** The last line sent was taken. */
    OK,
    /** The last line sent was refused. */
    ERROR,
    /** A frame has come over the bus. */
    RECEIVED,
    /** A frame is to go over the bus. */
    SEND
  }

  private static final int CAPACITY = 256;

  private final byte[] line = new byte[CAPACITY];
  private final byte[] data = new byte[MoteusFrame.MAX_BYTES];
  private int length;
  private int dataCount;
  private int arbitrationId;
  private boolean tooLong;
  private boolean complete;
  private boolean checksums;
  private boolean checksumWanted;
  private Kind kind;
  private long takenBytes;
  private long framedBytes;
  private long malformed;

  /** Holds lines of any length that the adapter writes. */
  public MoteusParser() {}

  @Override
  public int accept(byte[] bytes, int from, int to) {
    complete = false;
    for (int i = from; i < to; i++) {
      takenBytes++;
      if (bytes[i] == '\n') {
        end();
        if (complete) {
          return i + 1;
        }
      } else if (length < CAPACITY) {
        line[length++] = bytes[i];
      } else {
        tooLong = true;
      }
    }
    return to;
  }

  @Override
  public boolean complete() {
    return complete;
  }

  @Override
  public void reset() {
    complete = false;
    length = 0;
    tooLong = false;
  }

  @Override
  public long checksumErrors() {
    return malformed;
  }

  @Override
  public long skippedBytes() {
    return takenBytes - framedBytes - (tooLong ? 0 : length);
  }

  /** {@return what the line held says} */
  public Kind kind() {
    return kind;
  }

  /** {@return whether a line with a checksum has come, so that the other side knows them} */
  public boolean checksums() {
    return checksums;
  }

  /** {@return whether the line held refuses one because of its checksum, or because it had none} */
  public boolean checksumWanted() {
    return checksumWanted;
  }

  /** {@return the id of the frame on the bus} */
  public int arbitrationId() {
    return arbitrationId;
  }

  /** {@return the controller, or 0 for the host, that the frame is from} */
  public int source() {
    return arbitrationId >> 8 & 0x7F;
  }

  /** {@return the controller, or 0 for the host, that the frame is for} */
  public int destination() {
    return arbitrationId & 0x7F;
  }

  /** {@return whether the frame wants an answer} */
  public boolean answerWanted() {
    return (arbitrationId & 0x8000) != 0;
  }

  /** {@return the number of bytes of the frame} */
  public int dataCount() {
    return dataCount;
  }

  /**
   * A byte of the frame.
   *
   * @param index from 0
   * @return the byte, 0 to 255
   * @throws IndexOutOfBoundsException outside the frame
   */
  public int data(int index) {
    return data[Objects.checkIndex(index, dataCount)] & 0xFF;
  }

  private void end() {
    int count = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    boolean good = !tooLong && parse(withoutChecksum(count));
    if (good) {
      framedBytes += length + 1;
      complete = true;
    } else if (count > 0) {
      malformed++;
    }
    length = 0;
    tooLong = false;
  }

  /** The length of the line without {@code *} and the checksum of all before it; -1 if that is wrong. */
  private int withoutChecksum(int count) {
    int star = count - 3;
    if (star < 1 || line[star] != '*' || digit(star + 1) < 0 || digit(star + 2) < 0) {
      return count;
    }
    if ((digit(star + 1) << 4 | digit(star + 2)) != MoteusEncoder.checksum(line, 0, star)) {
      return -1;
    }
    checksums = true;
    return line[star - 1] == ' ' ? star - 1 : star;
  }

  private boolean parse(int count) {
    dataCount = 0;
    arbitrationId = 0;
    checksumWanted = false;
    if (count < 0) {
      return false;
    }
    if (count == 2 && line[0] == 'O' && line[1] == 'K') {
      kind = Kind.OK;
      return true;
    }
    if (starts("ERR", count)) {
      kind = Kind.ERROR;
      checksumWanted = starts("ERR checksum", count);
      return true;
    }
    if (starts("rcv ", count)) {
      kind = Kind.RECEIVED;
      return frame(4, count);
    }
    if (starts("can send ", count)) {
      kind = Kind.SEND;
      return frame(9, count);
    }
    return false;
  }

  private boolean starts(String text, int count) {
    boolean same = count >= text.length();
    for (int i = 0; same && i < text.length(); i++) {
      same = line[i] == text.charAt(i);
    }
    return same;
  }

  /** An id of up to 8 hexadecimal digits, data of two digits a byte, and flags, which are not looked at. */
  private boolean frame(int from, int count) {
    int at = from;
    for (; at < count && digit(at) >= 0; at++) {
      arbitrationId = arbitrationId << 4 | digit(at);
    }
    if (at == from || at > from + 8) {
      return false;
    }
    if (at == count) {
      return true;
    }
    if (line[at++] != ' ') {
      return false;
    }
    for (; at + 1 < count && digit(at) >= 0 && digit(at + 1) >= 0; at += 2) {
      if (dataCount == data.length) {
        return false;
      }
      data[dataCount++] = (byte) (digit(at) << 4 | digit(at + 1));
    }
    return at == count || line[at] == ' ';
  }

  private int digit(int at) {
    int character = line[at];
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    int lower = character | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
