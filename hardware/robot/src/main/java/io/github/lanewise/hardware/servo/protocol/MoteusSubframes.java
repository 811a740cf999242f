package io.github.lanewise.hardware.servo.protocol;

import io.github.lanewise.hardware.servo.protocol.Moteus.Type;
import java.util.Objects;

/**
 * Walks through the subframes of the frame that a parser holds, as long as the parser holds it. Nothing is allocated
 * after construction. One thread at a time.
 *
 * <p>Source: mjbots, "CAN protocol".
 */
public final class MoteusSubframes {
  /** What a subframe does. */
  public enum Kind {
    /** Writes registers. */
    WRITE,
    /** Asks for registers. */
    READ,
    /** Answers registers. */
    ANSWER,
    /** A register could not be written or read. */
    ERROR
  }

  private static final int NOP = 0x50;

  private MoteusParser frame;
  private int at;
  private boolean malformed;
  private Kind kind;
  private Type type;
  private int register;
  private int count;
  private int values;

  /** Of no frame yet. */
  public MoteusSubframes() {}

  /**
   * Begins with the first subframe of the line held.
   *
   * @param parser the line that it holds
   */
  public void of(MoteusParser parser) {
    frame = parser;
    at = 0;
    malformed = false;
  }

  /**
   * Goes to the next subframe.
   *
   * @return false at the end, or where the frame cannot be understood
   */
  public boolean next() {
    while (at < frame.dataCount() && frame.data(at) == NOP) {
      at++;
    }
    if (malformed || at >= frame.dataCount()) {
      return false;
    }
    int code = frame.data(at++);
    if (code == 0x30 || code == 0x31) {
      kind = Kind.ERROR;
      register = variable();
      count = 1;
      variable();
      return !malformed;
    }
    if (code > 0x2F) {
      malformed = true;
      return false;
    }
    kind = code < 0x10 ? Kind.WRITE : code < 0x20 ? Kind.READ : Kind.ANSWER;
    type = Type.of(code >> 2);
    count = (code & 3) == 0 ? variable() : code & 3;
    register = variable();
    values = at;
    if (kind != Kind.READ && !malformed) {
      malformed = count > (frame.dataCount() - at) / type.bytes;
      at += malformed ? 0 : count * type.bytes;
    }
    return !malformed;
  }

  /** {@return whether the last {@link #next} met something that is no subframe} */
  public boolean malformed() {
    return malformed;
  }

  /** {@return what the subframe does} */
  public Kind kind() {
    return kind;
  }

  /** {@return the size of its values} */
  public Type type() {
    return type;
  }

  /** {@return its first register} */
  public int register() {
    return register;
  }

  /** {@return how many registers it is about} */
  public int count() {
    return count;
  }

  /**
   * The value of register {@code register() + index}, in the register's unit; the most negative integer is NaN.
   *
   * @param index from 0
   * @return the value
   * @throws IndexOutOfBoundsException if the subframe has no such value
   */
  public double value(int index) {
    int raw = raw(index);
    if (type == Type.FLOAT) {
      return Float.intBitsToFloat(raw);
    }
    boolean none = raw << 32 - 8 * type.bytes == Integer.MIN_VALUE;
    return none ? Double.NaN : raw * Moteus.unit(register + index, type);
  }

  /**
   * The bytes of register {@code register() + index} as an integer with sign.
   *
   * @param index from 0
   * @return the integer
   * @throws IndexOutOfBoundsException if the subframe has no such value
   */
  public int raw(int index) {
    int from = values + Objects.checkIndex(index, count) * type.bytes;
    int raw = 0;
    for (int i = 0; i < type.bytes; i++) {
      raw |= frame.data(from + i) << 8 * i;
    }
    int unused = 32 - 8 * type.bytes;
    return raw << unused >> unused;
  }

  /** Seven bits a byte, low ones first; never more than 21 bits, so that nothing overflows. */
  private int variable() {
    int value = 0;
    for (int shift = 0; shift < 21; shift += 7) {
      if (at >= frame.dataCount()) {
        break;
      }
      int next = frame.data(at++);
      value |= (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    malformed = true;
    return 0;
  }
}
