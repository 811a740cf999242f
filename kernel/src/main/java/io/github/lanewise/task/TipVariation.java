package io.github.lanewise.task;

/**
 * How robots differ from their file, each in its own way, and what their sensors are like.
 *
 * @param share by which masses, friction and torques are off at most, from 0 to below 1: see {@link TipTask#vary}
 * @param delay of actions, at most, in control steps, from 0 to 1
 * @param positionError standard deviation of what is sensed of positions [rad or m]
 * @param velocityError standard deviation of what is sensed of velocities [rad/s or m/s]
 */
public record TipVariation(double share, double delay, double positionError, double velocityError) {
  /** All as their file says. */
  public static final TipVariation NONE = new TipVariation(0, 0, 0, 0);

  /**
   * Refuses what cannot be.
   *
   * @throws IllegalArgumentException with the number
   */
  public TipVariation {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("robots that are off by up to " + share + " of themselves: from 0 to below 1");
    }
    if (!(delay >= 0 && delay <= 1)) {
      throw new IllegalArgumentException("actions that are late by up to " + delay + " control steps: from 0 to 1");
    }
    for (double error : new double[] {positionError, velocityError}) {
      if (!(error >= 0 && error < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("sensors with errors of " + error + ": finite and from 0 on");
      }
    }
  }

  /** {@return whether one robot is another than the next} */
  public boolean hasLanes() {
    return share > 0 || delay > 0;
  }
}
