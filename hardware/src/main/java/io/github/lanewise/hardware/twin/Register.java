package io.github.lanewise.hardware.twin;

/**
 * A number in a control table, low byte first.
 *
 * @param name for the reader
 * @param address of its first byte
 * @param size 1, 2 or 4 bytes
 * @param kind who may write it, and when
 * @param min least value that may be written; below 0 the number has a sign
 * @param max largest value that may be written
 * @param initial the value of a new servo
 */
record Register(String name, int address, int size, Kind kind, long min, long max, long initial) {
  /** Who may write a register, and when. */
  enum Kind {
    /** The servo alone. */
    READ_ONLY,
    /** Anybody at any time. */
    RAM,
    /** Anybody, where the protocol says so only while torque is off. */
    EEPROM
  }

  static Register shown(String name, int address, int size, long initial) {
    return new Register(name, address, size, Kind.READ_ONLY, Integer.MIN_VALUE, Integer.MAX_VALUE, initial);
  }

  static Register ram(String name, int address, int size, long min, long max, long initial) {
    return new Register(name, address, size, Kind.RAM, min, max, initial);
  }

  static Register eeprom(String name, int address, int size, long min, long max, long initial) {
    return new Register(name, address, size, Kind.EEPROM, min, max, initial);
  }

  /** The number that the bytes stand for. */
  int decode(byte[] bytes, int at) {
    int value = 0;
    for (int k = 0; k < size; k++) {
      value |= (bytes[at + k] & 0xFF) << 8 * k;
    }
    int unused = Integer.SIZE - Byte.SIZE * size;
    return min < 0 ? value << unused >> unused : value;
  }

  /** Writes the low bytes of a number. */
  void encode(int value, byte[] bytes, int at) {
    for (int k = 0; k < size; k++) {
      bytes[at + k] = (byte) (value >> 8 * k);
    }
  }
}
