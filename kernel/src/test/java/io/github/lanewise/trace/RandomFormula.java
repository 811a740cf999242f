package io.github.lanewise.trace;

import java.util.Random;

/** Seeded random formulas over all operations, for tests. */
public final class RandomFormula {
  private RandomFormula() {}

  /**
   * A formula whose values and derivatives stay moderate for inputs in [-1, 1]: divisors, roots and logarithms are kept
   * from zero, and what grows is folded back.
   *
   * @param seed same seed, same formula
   * @param x inputs, at least 2
   * @param operations how many steps, each of a few operations
   * @param outputs how many of the last values to return
   */
  public static Scalar[] tame(long seed, Scalar[] x, int operations, int outputs) {
    Random random = new Random(seed);
    Scalar[] pool = new Scalar[x.length + operations];
    System.arraycopy(x, 0, pool, 0, x.length);
    for (int i = x.length; i < pool.length; i++) {
      Scalar a = pool[pick(random, i)];
      Scalar b = pool[pick(random, i)];
      Scalar c = pool[pick(random, i)];
      Scalar value = switch (random.nextInt(22)) {
        case 0, 1 -> a.plus(b);
        case 2, 3 -> a.minus(b);
        case 4, 5 -> a.times(b);
        case 6 -> a.times(b).plus(c.times(a)).minus(b.times(c));
        case 7 -> a.over(b.squared().plus(1.5));
        case 8 -> b.over(c.squared().plus(1.5));
        case 9 -> a.negate();
        case 10 -> a.squared().plus(0.5).sqrt();
        case 11 -> a.sin();
        case 12 -> a.cos();
        case 13 -> a.tanh().exp();
        case 14 -> a.squared().plus(0.7).log();
        case 15 -> a.tanh();
        case 16 -> a.atan2(b.squared().plus(1));
        case 17 -> a.abs();
        case 18 -> a.min(b);
        case 19 -> a.max(b);
        case 20 -> a.ifLess(b, c, a.times(0.75));
        default -> a.times(random.nextDouble() - 0.5).plus(random.nextDouble());
      };
      pool[i] = i % 3 == 0 ? value.plus(a.times(0.1)).sin() : value.times(0.8);
    }
    return last(pool, outputs);
  }

  /** A formula over all operations without any care for their domains: infinities and NaN arise and meet. */
  public static Scalar[] wild(long seed, Scalar[] x, int operations, int outputs) {
    Random random = new Random(seed);
    Scalar[] pool = new Scalar[x.length + operations];
    System.arraycopy(x, 0, pool, 0, x.length);
    for (int i = x.length; i < pool.length; i++) {
      Scalar a = pool[pick(random, i)];
      Scalar b = pool[pick(random, i)];
      pool[i] = switch (random.nextInt(18)) {
        case 0, 1 -> a.plus(b);
        case 2, 3 -> a.minus(b);
        case 4, 5 -> a.times(b);
        case 6 -> a.over(b);
        case 7 -> a.negate();
        case 8 -> a.sqrt();
        case 9 -> a.sin();
        case 10 -> a.cos();
        case 11 -> a.exp();
        case 12 -> a.log();
        case 13 -> a.tanh();
        case 14 -> a.atan2(b);
        case 15 -> a.abs();
        case 16 -> random.nextBoolean() ? a.min(b) : a.max(b);
        default -> a.ifLess(b, pool[pick(random, i)], pool[pick(random, i)]);
      };
    }
    return last(pool, outputs);
  }

  /** Mostly recent values, so that formulas are deep, sometimes old ones, so that these cross chunks. */
  private static int pick(Random random, int count) {
    return random.nextInt(4) == 0 ? random.nextInt(count) : Math.max(0, count - 1 - random.nextInt(12));
  }

  private static Scalar[] last(Scalar[] pool, int outputs) {
    Scalar[] result = new Scalar[outputs];
    System.arraycopy(pool, pool.length - outputs, result, 0, outputs);
    return result;
  }
}
