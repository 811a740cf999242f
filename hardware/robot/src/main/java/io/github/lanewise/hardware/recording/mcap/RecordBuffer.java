package io.github.lanewise.hardware.recording.mcap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/** Bytes of records that follow each other, in MCAP's serialization; grows as it must. */
final class RecordBuffer {
  private static final int FIRST_SIZE = 1024;

  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_SIZE).order(ByteOrder.LITTLE_ENDIAN);

  int size() {
    return bytes.position();
  }

  void clear() {
    bytes.clear();
  }

  /** The bytes so far, in the buffer's own array; until something is put. */
  ByteBuffer written() {
    return ByteBuffer.wrap(bytes.array(), 0, size());
  }

  RecordBuffer put(byte value) {
    room(1).put(value);
    return this;
  }

  RecordBuffer putShort(int value) {
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  RecordBuffer putInt(long value) {
    room(Integer.BYTES).putInt((int) value);
    return this;
  }

  RecordBuffer putLong(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  RecordBuffer put(byte[] values) {
    return put(values, values.length);
  }

  RecordBuffer put(byte[] values, int count) {
    room(count).put(values, 0, count);
    return this;
  }

  RecordBuffer put(RecordBuffer other) {
    room(other.size()).put(other.bytes.array(), 0, other.size());
    return this;
  }

  RecordBuffer putString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return putInt(utf8.length).put(utf8);
  }

  RecordBuffer putMap(Map<String, String> map) {
    int start = beginArray();
    map.forEach((key, value) -> putString(key).putString(value));
    return endArray(start);
  }

  /** Begins an array or a map, whose length in bytes {@link #endArray} fills in. */
  int beginArray() {
    putInt(0);
    return size();
  }

  RecordBuffer endArray(int start) {
    bytes.putInt(start - Integer.BYTES, size() - start);
    return this;
  }

  /** Begins a record, whose length {@link #endRecord} fills in. */
  int beginRecord(byte opcode) {
    put(opcode).putLong(0);
    return size();
  }

  RecordBuffer endRecord(int start) {
    bytes.putLong(start - Long.BYTES, size() - start);
    return this;
  }

  /** The checksum of the bytes from a place on. */
  long crc(int start) {
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), start, size() - start);
    return crc.getValue();
  }

  private ByteBuffer room(int count) {
    if (bytes.remaining() < count) {
      int needed = Math.addExact(size(), count);
      int size = (int) Math.min(Integer.MAX_VALUE - Long.BYTES, Math.max(2L * bytes.capacity(), needed));
      bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).put(bytes.flip());
    }
    return bytes;
  }
}
