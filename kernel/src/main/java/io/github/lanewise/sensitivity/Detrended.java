package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.stream.IntStream;

/**
 * {@code Y = B H' + E}: rows of a trajectory less their least-squares trend, on which sums of squares do not cancel.
 *
 * @param rows their numbers t n + i in the trajectory
 * @param coefficients B, rows x m, of the trend (1, z)
 * @param residuals E, rows x K
 * @param linear whether a row's residuals are rounding
 */
record Detrended(int[] rows, double[] coefficients, double[] residuals, boolean[] linear) {
  /** Residuals below this share of the numbers they come from are rounding. */
  private static final double ROUNDING = 1e-14;

  static Detrended of(Rollouts rollouts, ShakenInputs inputs, SamplePattern pattern, int[] rows) {
    int count = pattern.rollouts().length;
    int m = inputs.parameters() + 1;
    double[] h = inputs.trend(pattern.rollouts());
    double[] y = pattern.gather(rollouts, rows);
    double[] squares = squares(rows.length, y);
    double[] weights = new Kriging(0, new double[count * count], pattern.noise(), h)
        .functionals(new double[count * m], new double[m], identity(m)).weights();
    double[] coefficients = new double[rows.length * m];
    DoubleGemm.addTimes(rows.length, m, count, y, 0, count, weights, 0, m, coefficients, 0, m);
    double[] negative = coefficients.clone();
    for (int e = 0; e < negative.length; e++) {
      negative[e] = -negative[e];
    }
    DoubleGemm.addTimesTransposed(rows.length, count, m, negative, 0, m, h, 0, m, y, 0, count);
    double[] left = squares(rows.length, y);
    boolean[] linear = new boolean[rows.length];
    for (int r = 0; r < rows.length; r++) {
      linear[r] = left[r] <= ROUNDING * ROUNDING * squares[r];
    }
    return new Detrended(rows, coefficients, y, linear);
  }

  /** The trend (1, z) itself: value and slopes where z is 0. */
  private static double[] identity(int m) {
    double[] one = new double[m * m];
    for (int j = 0; j < m; j++) {
      one[j * m + j] = 1;
    }
    return one;
  }

  private static double[] squares(int rows, double[] y) {
    double[] sums = new double[rows];
    for (int e = 0; e < y.length; e++) {
      sums[e / (y.length / rows)] += y[e] * y[e];
    }
    return sums;
  }

  /** The rows at these places. */
  Detrended select(int[] places) {
    int m = coefficients.length / rows.length;
    int count = residuals.length / rows.length;
    double[] b = new double[places.length * m];
    double[] e = new double[places.length * count];
    boolean[] l = new boolean[places.length];
    for (int r = 0; r < places.length; r++) {
      System.arraycopy(coefficients, places[r] * m, b, r * m, m);
      System.arraycopy(residuals, places[r] * count, e, r * count, count);
      l[r] = linear[places[r]];
    }
    return new Detrended(IntStream.of(places).map(r -> rows[r]).toArray(), b, e, l);
  }

  /** E', K x rows. */
  double[] asColumns() {
    return Kriging.transposed(rows.length, residuals.length / rows.length, residuals);
  }
}
