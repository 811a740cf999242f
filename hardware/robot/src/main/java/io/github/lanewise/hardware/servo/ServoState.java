package io.github.lanewise.hardware.servo;

import java.util.Arrays;

/**
 * What the servos of a bus have reported, one entry for each. Written by {@link ServoBus#read}; one thread at a time.
 */
public final class ServoState {
  /** [rad]. */
  public final double[] position;
  /** [rad/s]. */
  public final double[] velocity;
  /** [N m], measured or estimated by the servo. */
  public final double[] torque;
  /** Where servos that had torque before were sent last, and go on holding [rad]; NaN where that is not known. */
  public final double[] goal;
  /** [deg C]; NaN until it has been read. */
  public final double[] temperature;
  /** The error byte or fault code of the last answer; 0 is none. */
  public final int[] status;
  /** When the last read ended in which every servo answered [ns, the bus's clock]; {@link Long#MIN_VALUE} before. */
  public long timeNanos = Long.MIN_VALUE;

  /**
   * Nothing reported yet.
   *
   * @param servos how many there are
   */
  public ServoState(int servos) {
    position = new double[servos];
    velocity = new double[servos];
    torque = new double[servos];
    temperature = new double[servos];
    goal = new double[servos];
    Arrays.fill(goal, Double.NaN);
    status = new int[servos];
    Arrays.fill(temperature, Double.NaN);
  }
}
