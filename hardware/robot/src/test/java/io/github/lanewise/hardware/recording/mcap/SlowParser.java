package io.github.lanewise.hardware.recording.mcap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The records of an MCAP file, byte by byte after the tables of the specification; shares nothing with the library. */
final class SlowParser {
  private final byte[] bytes;
  private int at;

  /** A record: where it stands in what was parsed, its opcode, and its content. */
  record Found(int start, int opcode, byte[] content) {
    int end() {
      return start + 9 + content.length;
    }

    SlowParser fields() {
      return new SlowParser(content);
    }
  }

  SlowParser(byte[] bytes) {
    this.bytes = bytes;
  }

  /** All records from one place up to another. */
  static List<Found> records(byte[] bytes, int from, int to) {
    List<Found> found = new ArrayList<>();
    SlowParser parser = new SlowParser(bytes);
    parser.at = from;
    while (parser.at < to) {
      int start = parser.at;
      int opcode = parser.u8();
      found.add(new Found(start, opcode, parser.take(Math.toIntExact(parser.u64()))));
    }
    if (parser.at != to) {
      throw new AssertionError("a record ends at " + parser.at + ", beyond " + to);
    }
    return found;
  }

  int u8() {
    return bytes[at++] & 0xFF;
  }

  int u16() {
    return u8() + 256 * u8();
  }

  long u32() {
    return u16() + 65536L * u16();
  }

  long u64() {
    long low = u32();
    return low + (u32() << 32);
  }

  byte[] take(int count) {
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  String string() {
    return new String(take((int) u32()), StandardCharsets.UTF_8);
  }

  byte[] array() {
    return take((int) u32());
  }

  byte[] longArray() {
    return take((int) u64());
  }

  Map<String, String> strings() {
    SlowParser entries = new SlowParser(array());
    Map<String, String> map = new TreeMap<>();
    while (!entries.isEmpty()) {
      map.put(entries.string(), entries.string());
    }
    return map;
  }

  /** A map from a channel to a number. */
  Map<Integer, Long> byChannel() {
    SlowParser entries = new SlowParser(array());
    Map<Integer, Long> map = new TreeMap<>();
    while (!entries.isEmpty()) {
      map.put(entries.u16(), entries.u64());
    }
    return map;
  }

  boolean isEmpty() {
    return at == bytes.length;
  }

  /** CRC-32 of IEEE 802.3, bit by bit. */
  static long crc(byte[] bytes, int from, int to) {
    int crc = -1;
    for (int i = from; i < to; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc >>> 1 ^ ((crc & 1) == 1 ? 0xEDB88320 : 0);
      }
    }
    return ~crc & 0xFFFFFFFFL;
  }
}
