package io.github.lanewise.hardware.twin;

/** The servos of one line, as they hear and answer. One thread at a time. */
interface Device {
  /** Does and answers what has arrived, at a moment of the clock. */
  void take(byte[] bytes, int count, long nanoTime, Reply reply);

  /** Does what depends on time alone. */
  void tick(long nanoTime);

  /** A servo by its place. */
  ServoDevice servo(int index);

  /** Instructions that came whole. */
  long instructions();

  /** Packets that came with a wrong checksum. */
  long checksumErrors();

  /** Bytes that belonged to no packet. */
  long skippedBytes();
}
