package io.github.lanewise.hardware.servo;

import java.util.Arrays;

/** What servos are fed with, and what they bear by their own registers, one entry for each; NaN is unknown. */
public final class ServoSupply {
  /** [V]. */
  public final double[] voltage;
  /** Lowest voltage [V]. */
  public final double[] least;
  /** Highest voltage [V]. */
  public final double[] most;
  /** Highest temperature [deg C]. */
  public final double[] hottest;

  /**
   * Nothing known yet.
   *
   * @param servos how many there are
   */
  public ServoSupply(int servos) {
    voltage = unknown(servos);
    least = unknown(servos);
    most = unknown(servos);
    hottest = unknown(servos);
  }

  private static double[] unknown(int servos) {
    double[] numbers = new double[servos];
    Arrays.fill(numbers, Double.NaN);
    return numbers;
  }
}
