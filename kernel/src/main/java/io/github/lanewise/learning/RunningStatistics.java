package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.network.Normalizer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Running mean and variance of all numbers of a kind so far, row by row, merged batch by batch (Chan, Golub and
 * LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979).
 *
 * <p>Begins with mean 0, variance 1 and a count of 1e-4. One thread at a time.
 */
final class RunningStatistics {
  /** Added to the variance. */
  private static final double EPSILON = 1e-5;
  private static final double FIRST_COUNT = 1e-4;

  private final String name;
  private final double[] mean;
  private final double[] variance;
  private double count = FIRST_COUNT;

  /**
   * Of nothing yet.
   *
   * @param name under which they are kept
   */
  RunningStatistics(String name, int rows) {
    this.name = name;
    mean = new double[rows];
    variance = new double[rows];
    Arrays.fill(variance, 1);
  }

  /** Takes those of all robots at one time. */
  void merge(Batch numbers) {
    int robots = numbers.robotCount();
    double total = count + robots;
    for (int row = 0; row < mean.length; row++) {
      double sum = 0;
      for (int robot = 0; robot < robots; robot++) {
        sum += numbers.get(row, robot);
      }
      double own = sum / robots;
      double squares = 0;
      for (int robot = 0; robot < robots; robot++) {
        double off = numbers.get(row, robot) - own;
        squares += off * off;
      }
      double shift = own - mean[row];
      mean[row] += shift * robots / total;
      variance[row] = (variance[row] * count + squares + shift * shift * count * robots / total) / total;
    }
    count = total;
  }

  /** The mean of a row. */
  double mean(int row) {
    return mean[row];
  }

  /** {@code sqrt(variance + 1e-5)} of a row. */
  double deviation(int row) {
    return Math.sqrt(variance[row] + EPSILON);
  }

  /** {@code (x - mean) / deviation} with the statistics of the moment. */
  Normalizer normalizer() {
    return Normalizer.of(mean, IntStream.range(0, mean.length).mapToDouble(this::deviation).toArray());
  }

  /** Keeps what was seen so far. */
  void save(Snapshot snapshot) {
    snapshot.put(name + ".mean", mean);
    snapshot.put(name + ".variance", variance);
    snapshot.put(name + ".count", count);
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    System.arraycopy(snapshot.get(name + ".mean", mean.length), 0, mean, 0, mean.length);
    System.arraycopy(snapshot.get(name + ".variance", mean.length), 0, variance, 0, mean.length);
    count = snapshot.get(name + ".count", 1)[0];
  }
}
