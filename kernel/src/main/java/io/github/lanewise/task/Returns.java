package io.github.lanewise.task;

import io.github.lanewise.lanes.RandomStream;
import java.util.Arrays;

/**
 * What episodes, or policies, were worth: means and how far they can be trusted. Not a number of too few. Immutable.
 */
public final class Returns {
  /** Of the bootstrap. */
  private static final int RESAMPLES = 2000;

  private final double[] sorted;

  private Returns(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * {@return those of a sample}
   *
   * @param returns in any order; copied
   */
  public static Returns of(double... returns) {
    double[] sorted = returns.clone();
    Arrays.sort(sorted);
    return new Returns(sorted);
  }

  /** {@return n} */
  public int count() {
    return sorted.length;
  }

  /** {@return the lowest; not a number of none} */
  public double lowest() {
    return sorted.length == 0 ? Double.NaN : sorted[0];
  }

  /** {@return the highest; not a number of none} */
  public double highest() {
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
  }

  /** {@return {@code sum R / n}} */
  public double mean() {
    return Arrays.stream(sorted).average().orElse(Double.NaN);
  }

  /** {@return the one in the middle, or the mean of the two there} */
  public double median() {
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** {@return the mean without the quarter with the lowest and that with the highest} */
  public double interquartileMean() {
    return interquartileMean(sorted);
  }

  private static double interquartileMean(double[] sorted) {
    int cut = sorted.length / 4;
    return Arrays.stream(sorted, cut, sorted.length - cut).average().orElse(Double.NaN);
  }

  /** {@return {@code sqrt(sum (R - mean)^2 / (n - 1) / n)} of the mean} */
  public double standardError() {
    int n = sorted.length;
    double mean = mean();
    return n < 2 ? Double.NaN
        : Math.sqrt(Arrays.stream(sorted).map(r -> (r - mean) * (r - mean)).sum() / (n - 1) / n);
  }

  /**
   * {@return low and high end of the interval of the interquartile mean, by the percentiles of 2,000 samples drawn from
   * this one with replacement (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13)}
   *
   * @param level that covers it, such as 0.95
   * @param seed of what is drawn
   */
  public double[] interquartileMeanInterval(double level, long seed) {
    int n = sorted.length;
    if (n < 2) {
      return new double[] {Double.NaN, Double.NaN};
    }
    RandomStream random = RandomStream.of(seed);
    double[] means = new double[RESAMPLES];
    double[] drawn = new double[n];
    for (int k = 0; k < RESAMPLES; k++) {
      for (int i = 0; i < n; i++) {
        drawn[i] = sorted[random.nextInt(n)];
      }
      Arrays.sort(drawn);
      means[k] = interquartileMean(drawn);
    }
    Arrays.sort(means);
    int outside = (int) Math.round((1 - level) / 2 * RESAMPLES);
    return new double[] {means[outside], means[RESAMPLES - 1 - outside]};
  }
}
