package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.servo.protocol.Parser;

/** The servos of one line, as they hear and answer. One thread at a time. */
abstract class Device<S extends TwinServo> {
  /** Of what is heard. */
  final Parser heard;
  /** Those that have a control table. */
  final S[] servos;
  final Reply reply;
  /** Instructions that came whole. */
  long instructions;

  Device(Parser heard, S[] servos, Reply reply) {
    this.heard = heard;
    this.servos = servos;
    this.reply = reply;
  }

  /** Does and answers what has arrived, at a moment of the clock. */
  abstract void take(byte[] bytes, int count, long nanoTime);

  /** Does what depends on time alone. */
  void tick(long nanoTime) {
    for (S servo : servos) {
      servo.tick(nanoTime);
    }
  }

  /** Lets a servo find something wrong with itself. */
  void hardwareError(int servo, int bits) {
    servos[servo].hardwareError(bits);
  }

  /** What a servo's thermometer shows from now on [deg C]. */
  void temperature(int servo, int celsius) {
    servos[servo].temperature(celsius);
  }

  /** What a servo is fed with from now on [0.1 V]. */
  void voltage(int servo, int tenths) {
    servos[servo].voltage(tenths);
  }
}
