package io.github.lanewise.hardware.servo.protocol;

/**
 * Why encoders refuse arguments. The words are here, because HotSpot makes all texts of a class when C2 is first asked
 * for one of its methods, in the thread that asks: for an encoder, a control loop's.
 */
final class Refusal {
  private Refusal() {}

  static IllegalArgumentException id(int id, int most) {
    return new IllegalArgumentException("servo id " + id + " is not in 0 to " + most);
  }

  static IllegalArgumentException number(int value, int most) {
    return new IllegalArgumentException("address or length " + value + " is not in 0 to " + most);
  }

  static IllegalArgumentException parameters(int count, int most) {
    return new IllegalArgumentException(count + " parameters, but a packet has at most " + most);
  }

  static IllegalArgumentException room(int parameters, int bytes, int left) {
    return new IllegalArgumentException("a packet of " + parameters + " parameters takes up to " + bytes
        + " bytes, but the array has " + left + " left");
  }
}
