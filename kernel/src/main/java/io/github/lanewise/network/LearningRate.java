package io.github.lanewise.network;

/** The rate of each step of an optimiser, counted from 0. */
@FunctionalInterface
public interface LearningRate {
  /**
   * {@return rate of a step}
   *
   * @param step counted from 0
   */
  double at(long step);

  /**
   * {@return the same rate at every step}
   *
   * @param rate of every step
   * @throws IllegalArgumentException if it is not above 0 and finite
   */
  static LearningRate constant(double rate) {
    require(rate);
    return step -> rate;
  }

  /**
   * {@return {@code from + (to - from) min(1, step / steps)}}
   *
   * @param from at step 0
   * @param to in the end
   * @param steps after which it stays the same
   * @throws IllegalArgumentException if a rate is not above 0 and finite, or there is no step
   */
  static LearningRate linear(double from, double to, long steps) {
    requireAll(from, to, steps);
    return step -> from + (to - from) * Math.min(1, (double) step / steps);
  }

  /**
   * {@return {@code to + (from - to) (1 + cos(pi min(1, step / steps))) / 2} (Loshchilov and Hutter, arXiv 1608.03983,
   * eq. 5, once)}
   *
   * @param from at step 0
   * @param to in the end
   * @param steps after which it stays the same
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
