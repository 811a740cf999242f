package io.github.lanewise.hardware.servo.protocol;

/** CRC-16 with polynomial x^16 + x^15 + x^2 + 1 (0x8005), initial value 0, most significant bit first. */
final class Crc16 {
  private static final int POLYNOMIAL = 0x8005;
  private static final char[] TABLE = table();

  private Crc16() {}

  /** The checksum of what {@code crc} is the checksum of, followed by one byte. */
  static int update(int crc, int value) {
    return crc << 8 & 0xFFFF ^ TABLE[(crc >>> 8 ^ value) & 0xFF];
  }

  /** The checksum of {@code bytes[from..to)}. */
  static int of(byte[] bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = update(crc, bytes[i]);
    }
    return crc;
  }

  private static char[] table() {
    char[] table = new char[256];
    for (int value = 0; value < table.length; value++) {
      int crc = value << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc << 1 ^ ((crc & 0x8000) == 0 ? 0 : POLYNOMIAL);
      }
      table[value] = (char) crc;
    }
    return table;
  }
}
