package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.protocol.PacketParser;

/** The servos of one line, as they hear and answer. One thread at a time. */
abstract class Device<S extends TwinServo> {
  final PacketParser parser;
  final S[] servos;
  final Reply reply;
  /** Instructions that came whole. */
  long instructions;

  Device(PacketParser parser, S[] servos, Reply reply) {
    this.parser = parser;
    this.servos = servos;
    this.reply = reply;
  }

  /** Does and answers what has arrived, at a moment of the clock. */
  abstract void take(byte[] bytes, int count, long nanoTime);

  /** Does what depends on time alone. */
  final void tick(long nanoTime) {
    for (S servo : servos) {
      servo.tick(nanoTime);
    }
  }
}
