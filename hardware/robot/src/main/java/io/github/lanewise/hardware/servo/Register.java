package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.servo.protocol.Feetech;
import java.util.Locale;

/**
 * A number in a servo's control table, low byte first, and what it stands for: {@code (number - zero) scale} in the
 * unit.
 *
 * @param name in small letters, with underscores
 * @param address of its first byte
 * @param size 1, 2 or 4 bytes
 * @param kind who may write it, and when
 * @param coding how bits stand for a number
 * @param min least number that may be written, before the servo's own limits
 * @param max largest number that may be written
 * @param initial the bits of a new servo
 * @param unit what the number counts
 */
public record Register(String name, int address, int size, Kind kind, Coding coding, long min, long max, long initial,
    Unit unit) {
  /** Who may write a register, and when. */
  public enum Kind {
    /** The servo alone. */
    READ_ONLY,
    /** Anybody at any time. */
    RAM,
    /** Anybody, where the protocol says so only while torque is off. */
    EEPROM
  }

  /** How bits stand for a number. */
  public enum Coding {
    /** As a number without sign. */
    UNSIGNED(0),
    /** As two's complement. */
    SIGNED(0),
    /** As two's complement, of which the least number is none. */
    SIGNED_OR_NONE(0),
    /** A magnitude, and its sign in bit 10. */
    SIGN_IN_BIT_10(10),
    /** A magnitude, and its sign in bit 11. */
    SIGN_IN_BIT_11(11),
    /** A magnitude, and its sign in bit 15. */
    SIGN_IN_BIT_15(15);

    private final int signBit;

    Coding(int signBit) {
      this.signBit = signBit;
    }
  }

  /**
   * What a register counts.
   *
   * @param symbol of the SI unit, "" for what has none
   * @param scale one count in that unit
   * @param zero the count that stands for 0
   */
  public record Unit(String symbol, double scale, double zero) {
    /** A number, code or switch. */
    public static final Unit NONE = new Unit("", 1, 0);

    static final Unit CELSIUS = new Unit("degC", 1, 0);
    static final Unit DECIVOLT = new Unit("V", 0.1, 0);
    static final Unit MILLISECOND = new Unit("s", 1e-3, 0);

    /** From the middle of the model's range. */
    static Unit position(ServoModel model) {
      return new Unit("rad", model.positionUnit(), model.zeroCount());
    }

    static Unit angle(ServoModel model) {
      return new Unit("rad", model.positionUnit(), 0);
    }

    static Unit velocity(ServoModel model) {
      return new Unit("rad/s", model.velocityUnit(), 0);
    }

    static Unit current(ServoModel model) {
      return new Unit("A", model.currentUnit(), 0);
    }
  }

  static Register shown(String name, int address, int size, long initial, Unit unit) {
    return new Register(name, address, size, Kind.READ_ONLY, Coding.UNSIGNED, 0, 0, initial, unit);
  }

  static Register signed(String name, int address, int size, long initial, Unit unit) {
    return shown(name, address, size, initial, unit).coded(Coding.SIGNED);
  }

  static Register ram(String name, int address, int size, long min, long max, long initial, Unit unit) {
    return new Register(name, address, size, Kind.RAM, min < 0 ? Coding.SIGNED : Coding.UNSIGNED, min, max, initial,
        unit);
  }

  static Register eeprom(String name, int address, int size, long min, long max, long initial, Unit unit) {
    return new Register(name, address, size, Kind.EEPROM, min < 0 ? Coding.SIGNED : Coding.UNSIGNED, min, max, initial,
        unit);
  }

  Register coded(Coding other) {
    return new Register(name, address, size, kind, other, min, max, initial, unit);
  }

  /**
   * The same register with another initial value.
   *
   * @param value the bits of a new servo
   * @return a register that differs from this in that alone
   */
  public Register withInitial(long value) {
    return new Register(name, address, size, kind, coding, min, max, value, unit);
  }

  /** {@return whether a client may write it} */
  public boolean writable() {
    return kind != Kind.READ_ONLY;
  }

  /**
   * What bits stand for.
   *
   * @param bits as they are in the servo
   * @return (number - zero) scale, in {@link #unit}; NaN if the bits stand for none
   */
  public double value(long bits) {
    return coding == Coding.SIGNED_OR_NONE && bits == 1L << Byte.SIZE * size - 1 ? Double.NaN
        : (number(bits) - unit.zero()) * unit.scale();
  }

  private long number(long bits) {
    int unused = Long.SIZE - Byte.SIZE * size;
    return switch (coding) {
      case UNSIGNED -> bits;
      case SIGNED, SIGNED_OR_NONE -> bits << unused >> unused;
      case SIGN_IN_BIT_10, SIGN_IN_BIT_11, SIGN_IN_BIT_15 -> Feetech.signed((int) bits, coding.signBit);
    };
  }

  /**
   * The bits that stand for a value in {@link #unit}, rounded to a count.
   *
   * @param value in {@link #unit}
   * @return the bits
   * @throws IllegalArgumentException if they do not fit the register, with what does
   */
  public long bits(double value) {
    double count = Math.rint(value / unit.scale() + unit.zero());
    if (!(count >= least() && count <= most())) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "%s cannot hold %s %s, only %.6g to %.6g", name,
          value, unit.symbol(), (least() - unit.zero()) * unit.scale(), (most() - unit.zero()) * unit.scale()));
    }
    long number = (long) count;
    return coding.signBit == 0 ? number & -1L >>> Long.SIZE - Byte.SIZE * size
        : Feetech.unsigned((int) number, coding.signBit);
  }

  private double least() {
    return coding == Coding.UNSIGNED ? 0 : coding.signBit > 0 ? -most() : -most() - 1;
  }

  private double most() {
    int magnitude = coding.signBit > 0 ? coding.signBit : Byte.SIZE * size - (coding == Coding.UNSIGNED ? 0 : 1);
    return Math.scalb(1.0, magnitude) - 1;
  }
}
