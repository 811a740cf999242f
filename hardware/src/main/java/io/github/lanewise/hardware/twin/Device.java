package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.protocol.Parser;

/** The servos of one line, as they hear and answer. One thread at a time. */
abstract class Device<S extends ServoDevice> {
  final S[] servos;
  private final Parser heard;
  private long instructions;

  Device(Parser heard, S[] servos) {
    this.heard = heard;
    this.servos = servos;
  }

  /** Does and answers what has arrived, at a moment of the clock. */
  abstract void take(byte[] bytes, int count, long nanoTime, Reply reply);

  final void countInstruction() {
    instructions++;
  }

  /** Does what depends on time alone. */
  final void tick(long nanoTime) {
    for (S servo : servos) {
      servo.tick(nanoTime);
    }
  }

  /** Instructions that came whole. */
  final long instructions() {
    return instructions;
  }

  /** Packets that came with a wrong checksum. */
  final long checksumErrors() {
    return heard.checksumErrors();
  }

  /** Bytes that belonged to no packet. */
  final long skippedBytes() {
    return heard.skippedBytes();
  }
}
