package io.github.lanewise.policy;

import io.github.lanewise.lanes.RandomStream;

/**
 * {@code y_t = x(t - d) + noise}: what a recorded log of a real robot has that a simulated one has not.
 *
 * <p>Sensor noise is white and in the log alone, the policy sees the true state; torque noise is white, one number per
 * joint and control step, and moves the robot. The whole log of a roll-out, states and actions, is late by one random
 * d: sample t shows the motion d samples before, the initial state and the first action until it began. Fractions of a
 * sample are interpolated linearly.
 *
 * <p>Everything random about roll-out k follows from the seed and k alone, and each kind of it from a stream of its
 * own. Immutable.
 *
 * @param position standard deviation of the noise on configuration rows [rad or m]
 * @param velocity standard deviation of the noise on velocity rows [rad/s or m/s]
 * @param torque standard deviation of the noise on joint forces [N m or N]
 * @param delay largest delay of a log [samples]; it is uniform in [0, delay]
 * @param wholeSamples whether delays are whole numbers, 0 to {@code delay}
 * @param seed of everything
 */
public record Disturbance(double position, double velocity, double torque, double delay, boolean wholeSamples,
    long seed) {
  /** No noise and no delay. */
  public static final Disturbance NONE = new Disturbance(0, 0, 0, 0, false, 0);

  private static final int DELAYS = 1;
  private static final int SENSORS = 2;
  private static final int TORQUES = 3;

  /** Refuses what is negative or not finite, and fractions where delays are to be whole. */
  public Disturbance {
    require(position, "noise on positions");
    require(velocity, "noise on velocities");
    require(torque, "noise on torques");
    require(delay, "delay");
    if (wholeSamples && delay != Math.rint(delay)) {
      throw new IllegalArgumentException("delays in whole samples, but at most " + delay);
    }
  }

  private static void require(double value, String what) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("a " + what + " of " + value + ": must be 0 or more and finite");
    }
  }

  /**
   * {@return the same with another seed: other roll-outs}
   *
   * @param value the seed
   */
  public Disturbance withSeed(long value) {
    return new Disturbance(position, velocity, torque, delay, wholeSamples, value);
  }

  /**
   * {@return the delay of roll-out k [samples]}
   *
   * @param rollout k, counted from 0
   */
  public double delay(int rollout) {
    double uniform = random(rollout, DELAYS).nextDouble();
    return wholeSamples ? Math.floor(uniform * (delay + 1)) : uniform * delay;
  }

  boolean hasSensorNoise() {
    return position > 0 || velocity > 0;
  }

  RandomStream sensors(int rollout) {
    return random(rollout, SENSORS);
  }

  RandomStream torques(int rollout) {
    return random(rollout, TORQUES);
  }

  private RandomStream random(int rollout, int kind) {
    return RandomStream.of(seed).stream(rollout).stream(kind);
  }
}
