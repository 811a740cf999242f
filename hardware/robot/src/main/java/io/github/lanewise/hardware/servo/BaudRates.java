package io.github.lanewise.hardware.servo;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The rates of a wire at which servos of a kind can speak. Source: Robotis e-Manual, "Baud Rate(8)" of the X series;
 * Feetech, STS memory table.
 */
public final class BaudRates {
  private static final List<Integer> DYNAMIXEL =
      List.of(9_600, 57_600, 115_200, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 4_500_000);
  private static final List<Integer> FEETECH =
      List.of(1_000_000, 500_000, 250_000, 128_000, 115_200, 76_800, 57_600, 38_400);

  private BaudRates() {}

  /**
   * All of them.
   *
   * @param protocol what the servos speak
   * @return the rates, of which the one at place n is what n in a servo's baud_rate stands for; none where a servo has
   *     no such register [bit/s]
   */
  public static List<Integer> of(ServoProtocol protocol) {
    return switch (protocol) {
      case DYNAMIXEL -> DYNAMIXEL;
      case FEETECH -> FEETECH;
      case MOTEUS -> List.of();
    };
  }

  /**
   * What a servo's baud_rate holds for a rate.
   *
   * @param protocol what the servo speaks
   * @param baud the rate [bit/s]
   * @return the number
   * @throws IllegalArgumentException if there is no such rate, with those there are
   */
  public static int code(ServoProtocol protocol, int baud) {
    int code = of(protocol).indexOf(baud);
    if (code < 0) {
      throw new IllegalArgumentException(protocol.text() + " servos cannot speak at " + baud + " baud, only at "
          + of(protocol).stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
    return code;
  }
}
