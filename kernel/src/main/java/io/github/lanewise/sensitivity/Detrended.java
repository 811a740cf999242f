package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;

/**
 * {@code Y N^-1/2 = B V' + E}: rows of a trajectory, each roll-out in units of its noise, less their least-squares
 * {@link Trend}; on E sums of squares do not cancel.
 *
 * @param rows their numbers t n + i in the trajectory
 * @param coefficients B, rows x r, in the basis of the trend
 * @param residuals E, rows x K
 * @param linear whether a row's residuals are rounding
 */
record Detrended(int[] rows, double[] coefficients, double[] residuals, boolean[] linear) {
  /** Residuals below this share of the numbers they come from are rounding. */
  private static final double ROUNDING = 1e-14;

  static Detrended of(Rollouts rollouts, Trend trend, SamplePattern pattern, int[] rows) {
    int count = trend.count();
    int r = trend.size();
    double[] y = pattern.gather(rollouts, rows);
    for (int e = 0; e < y.length; e++) {
      y[e] *= trend.whitening()[e % count];
    }
    double[] before = squares(rows.length, y);
    double[] coefficients = new double[rows.length * r];
    // The second pass takes off what rounding left of values far from zero.
    for (int pass = 0; pass < 2; pass++) {
      double[] along = new double[coefficients.length];
      DoubleGemm.addTimes(rows.length, r, count, y, 0, count, trend.basis(), 0, r, along, 0, r);
      for (int e = 0; e < along.length; e++) {
        coefficients[e] += along[e];
        along[e] = -along[e];
      }
      DoubleGemm.addTimesTransposed(rows.length, count, r, along, 0, r, trend.basis(), 0, r, y, 0, count);
    }
    double[] left = squares(rows.length, y);
    boolean[] linear = new boolean[rows.length];
    for (int row = 0; row < rows.length; row++) {
      linear[row] = left[row] <= ROUNDING * ROUNDING * before[row];
    }
    return new Detrended(rows, coefficients, y, linear);
  }

  private static double[] squares(int rows, double[] y) {
    double[] sums = new double[rows];
    for (int e = 0; e < y.length; e++) {
      sums[e / (y.length / rows)] += y[e] * y[e];
    }
    return sums;
  }

  /** How many rows. */
  int count() {
    return rows.length;
  }

  /** The rows from one place to before another. */
  Detrended range(int from, int to) {
    int r = coefficients.length / rows.length;
    int k = residuals.length / rows.length;
    return new Detrended(Arrays.copyOfRange(rows, from, to),
        Arrays.copyOfRange(coefficients, from * r, to * r),
        Arrays.copyOfRange(residuals, from * k, to * k), Arrays.copyOfRange(linear, from, to));
  }
}
