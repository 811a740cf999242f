package io.github.lanewise.hardware.servo.protocol;

import io.github.lanewise.hardware.servo.protocol.Moteus.Type;
import java.util.Objects;

/**
 * The data of one CAN-FD frame to or from a moteus controller, built of subframes that write, read or answer registers.
 *
 * <p>A subframe is its code (0x00 write, 0x10 read, 0x20 answer; plus 4 times the type; plus the number of registers if
 * that is 1 to 3), else that number, the first register, and the values, low byte first. What no longer fits
 * into {@link #MAX_BYTES} is refused with {@link IllegalArgumentException}. Nothing is allocated after construction.
 * One thread at a time. Source: mjbots, "CAN protocol".
 */
public final class MoteusFrame {
  /** The most bytes of a CAN-FD frame. */
  public static final int MAX_BYTES = 64;

  private static final int WRITE = 0x00;
  private static final int READ = 0x10;
  private static final int ANSWER = 0x20;
  private static final byte NOP = 0x50;
  private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64};

  private final byte[] data = new byte[MAX_BYTES];
  private int size;

  /** Empty. */
  public MoteusFrame() {}

  /**
   * Empties the frame.
   *
   * @return this
   */
  public MoteusFrame clear() {
    size = 0;
    return this;
  }

  /**
   * Begins to write {@code count} registers from {@code register} on; their {@link #value values} follow.
   *
   * @param type of the values
   * @param register the first one
   * @param count how many
   * @return this
   */
  public MoteusFrame write(Type type, int register, int count) {
    return subframe(WRITE, type, register, count);
  }

  /**
   * Asks for {@code count} registers from {@code register} on.
   *
   * @param type of the values
   * @param register the first one
   * @param count how many
   * @return this
   */
  public MoteusFrame read(Type type, int register, int count) {
    return subframe(READ, type, register, count);
  }

  /**
   * Begins to answer {@code count} registers from {@code register} on; their {@link #value values} follow.
   *
   * @param type of the values
   * @param register the first one
   * @param count how many
   * @return this
   */
  public MoteusFrame answer(Type type, int register, int count) {
    return subframe(ANSWER, type, register, count);
  }

  /**
   * The value of the next register, in the register's unit; NaN is the most negative integer.
   *
   * @param type of the values
   * @param register whose unit it is
   * @param value in that unit
   * @return this
   * @throws IllegalArgumentException if the type cannot hold it
   */
  public MoteusFrame value(Type type, int register, double value) {
    if (type == Type.FLOAT) {
      return integer(Float.floatToRawIntBits((float) value), 4);
    }
    long least = -1L << 8 * type.bytes - 1;
    if (Double.isNaN(value)) {
      return integer(least, type.bytes);
    }
    long rounded = Math.round(value / Moteus.unit(register, type));
    if (rounded <= least || rounded >= -least) {
      throw new IllegalArgumentException(value + " does not fit register " + register + " as " + type);
    }
    return integer(rounded, type.bytes);
  }

  /**
   * The bytes of the next register as an integer.
   *
   * @param type of the values
   * @param value whose low bytes are taken
   * @return this
   */
  public MoteusFrame raw(Type type, int value) {
    return integer(value, type.bytes);
  }

  /**
   * Asks for mode, position, velocity, torque, voltage, temperature and fault code.
   *
   * @return this
   */
  public MoteusFrame query() {
    return read(Type.INT8, Moteus.MODE, 1).read(Type.FLOAT, Moteus.POSITION, 3).read(Type.INT8, Moteus.VOLTAGE, 3);
  }

  /**
   * Commands a position and a velocity.
   *
   * @param position [revolutions]
   * @param velocity [revolutions/s]
   * @return this
   */
  public MoteusFrame position(double position, double velocity) {
    return mode(Moteus.POSITION_MODE).write(Type.FLOAT, Moteus.COMMAND_POSITION, 2)
        .value(Type.FLOAT, Moteus.COMMAND_POSITION, position).value(Type.FLOAT, Moteus.COMMAND_VELOCITY, velocity);
  }

  /**
   * Commands a torque alone: position control with both gains 0.
   *
   * @param torque [N m]
   * @return this
   */
  public MoteusFrame torque(double torque) {
    return mode(Moteus.POSITION_MODE).write(Type.FLOAT, Moteus.COMMAND_POSITION, 5)
        .value(Type.FLOAT, Moteus.COMMAND_POSITION, Double.NaN).value(Type.FLOAT, Moteus.COMMAND_VELOCITY, 0)
        .value(Type.FLOAT, Moteus.FEEDFORWARD_TORQUE, torque).value(Type.FLOAT, Moteus.KP_SCALE, 0)
        .value(Type.FLOAT, Moteus.KD_SCALE, 0);
  }

  /**
   * How long the command in this frame is valid.
   *
   * @param seconds the time [s]
   * @return this
   */
  public MoteusFrame watchdog(double seconds) {
    return write(Type.FLOAT, Moteus.WATCHDOG, 1).value(Type.FLOAT, Moteus.WATCHDOG, seconds);
  }

  /**
   * Commands a mode; first in its frame, because everything before it is forgotten.
   *
   * @param mode its number
   * @return this
   */
  public MoteusFrame mode(int mode) {
    return write(Type.INT8, Moteus.MODE, 1).value(Type.INT8, Moteus.MODE, mode);
  }

  /**
   * Fills up to a size that a CAN-FD frame can have.
   *
   * @return this
   */
  public MoteusFrame pad() {
    int next = 0;
    while (SIZES[next] < size) {
      next++;
    }
    while (size < SIZES[next]) {
      put(NOP);
    }
    return this;
  }

  /** {@return the number of bytes} */
  public int size() {
    return size;
  }

  /**
   * Byte {@code index}, 0 to 255.
   *
   * @param index from 0
   * @return byte {@code index}, 0 to 255
   */
  public int at(int index) {
    return data[Objects.checkIndex(index, size)] & 0xFF;
  }

  private MoteusFrame subframe(int base, Type type, int register, int count) {
    boolean few = count >= 1 && count <= 3;
    put(base | type.code << 2 | (few ? count : 0));
    if (!few) {
      variable(count);
    }
    variable(register);
    return this;
  }

  private MoteusFrame integer(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      put((int) (value >> 8 * i));
    }
    return this;
  }

  /** Seven bits a byte, low ones first; the top bit says that more follow. */
  private void variable(int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      put(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    put(rest);
  }

  private void put(int value) {
    if (size == MAX_BYTES) {
      throw new IllegalArgumentException("a CAN-FD frame has at most " + MAX_BYTES + " bytes");
    }
    data[size++] = (byte) value;
  }
}
