package io.github.lanewise.policy;

import io.github.lanewise.trace.Scalar;

/**
 * {@code way = 10 s^3 - 15 s^4 + 6 s^5, slope = way'}, s = t over the time of the way, at most 1: from 0 to 1 with the
 * least jerk (Flash and Hogan, The coordination of arm movements, Journal of Neuroscience 5, 1985).
 *
 * @param way expression, from 0 to 1
 * @param slope its rate [1/s]
 */
record LeastJerk(Scalar way, Scalar slope) {
  /** Largest rate, over that of a straight line. */
  static final double STEEPEST = 1.875;

  static LeastJerk at(Scalar time, double seconds) {
    Scalar s = time.over(seconds).min(1);
    Scalar back = Scalar.ONE.minus(s);
    return new LeastJerk(s.times(s).times(s).times(s.times(s.times(6).minus(15)).plus(10)),
        s.times(s).times(back).times(back).times(30 / seconds));
  }

  /**
   * How far a joint comes in that time below a speed.
   *
   * @param fastest [rad/s or m/s]
   */
  static double reach(double fastest, double seconds) {
    return fastest * seconds / STEEPEST;
  }
}
