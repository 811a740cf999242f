package io.github.lanewise.sobolev;

/** The rate of each step of an optimiser, counted from 0. */
@FunctionalInterface
public interface LearningRate {
  /** Rate of a step. */
  double at(long step);

  /**
   * Always the same.
   *
   * @throws IllegalArgumentException if it is not above 0 and finite
   */
  static LearningRate constant(double rate) {
    require(rate);
    return step -> rate;
  }

  /**
   * {@code from + (to - from) min(1, step / steps)}.
   *
   * @throws IllegalArgumentException if a rate is not above 0 and finite, or there is no step
   */
  static LearningRate linear(double from, double to, long steps) {
    requireAll(from, to, steps);
    return step -> from + (to - from) * Math.min(1, (double) step / steps);
  }

  /**
   * {@code to + (from - to) (1 + cos(pi min(1, step / steps))) / 2} (Loshchilov and Hutter, arXiv 1608.03983, eq. 5,
   * once).
   *
   * @throws IllegalArgumentException if a rate is not above 0 and finite, or there is no step
   */
  static LearningRate cosine(double from, double to, long steps) {
    requireAll(from, to, steps);
    return step -> to + (from - to) * (1 + Math.cos(Math.PI * Math.min(1, (double) step / steps))) / 2;
  }

  private static void requireAll(double from, double to, long steps) {
    require(from);
    require(to);
    if (steps < 1) {
      throw new IllegalArgumentException("a learning rate that changes over " + steps + " steps: at least 1");
    }
  }

  private static void require(double rate) {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException("a learning rate of " + rate + ": must be above 0 and finite");
    }
  }
}
