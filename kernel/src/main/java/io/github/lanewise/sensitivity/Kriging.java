package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.dense.DoubleGemm;

/**
 * {@code y = H b + f + e}, f ~ N(0, s^2 a R), e ~ N(0, s^2 N): a linear trend of unknown slopes, a Gaussian process and
 * noise.
 *
 * <p>One factor of {@code C = a R + N} serves every row of observations. What multiplies with s^2, the variance of a
 * row's noise, is here for s = 1. Rasmussen and Williams, Gaussian Processes for Machine Learning, section 2.7, eq.
 * 2.41 to 2.45 with a flat prior for b; there is least squares if a = 0.
 */
final class Kriging {
  /** The estimate of m functionals is weights' y (K x m); variances are those of its error. */
  record Functionals(double[] weights, double[] variances) {}

  private final int count;
  private final int trend;
  private final double ratio;
  private final double[] noise;
  private final double[] factor;
  private final double[] whiteTrend;
  private final double[] trendFactor;
  private final double logDeterminants;

  /**
   * Factors C.
   *
   * @param ratio a, signal variance over noise variance
   * @param kernel R, K x K
   * @param noise diagonal of N
   * @param h H, K x m
   */
  Kriging(double ratio, double[] kernel, double[] noise, double[] h) {
    count = noise.length;
    trend = h.length / count;
    this.ratio = ratio;
    this.noise = noise;
    factor = kernel.clone();
    for (int e = 0; e < factor.length; e++) {
      factor[e] *= ratio;
    }
    for (int k = 0; k < count; k++) {
      factor[k * count + k] += noise[k];
    }
    require(DoubleCholesky.factor(count, factor, 0, count, new double[DoubleCholesky.workspace(count)]), count);
    double[] v = h.clone();
    DoubleCholesky.solveLower(count, trend, factor, 0, count, v, 0, trend);
    trendFactor = new double[trend * trend];
    DoubleGemm.addTransposedTimes(trend, trend, count, v, 0, trend, v, 0, trend, trendFactor, 0, trend);
    require(DoubleCholesky.factor(trend, trendFactor, 0, trend), trend);
    whiteTrend = transposed(count, trend, v);
    DoubleCholesky.solveLower(trend, count, trendFactor, 0, trend, whiteTrend, 0, count);
    logDeterminants = logDeterminant(count, factor) + logDeterminant(trend, trendFactor);
  }

  private static void require(int pivots, int size) {
    if (pivots < size) {
      throw new ArithmeticException("a covariance of " + size + " x " + size + " is not positive definite at row "
          + pivots);
    }
  }

  private static double logDeterminant(int n, double[] l) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += 2 * Math.log(l[i * n + i]);
    }
    return sum;
  }

  static double[] transposed(int rows, int columns, double[] a) {
    double[] t = new double[a.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        t[c * rows + r] = a[r * columns + c];
      }
    }
    return t;
  }

  double ratio() {
    return ratio;
  }

  /** K - m: what the trend leaves of the observations. */
  int freedom() {
    return count - trend;
  }

  /** log |C| + log |H' C^-1 H|. */
  double logDeterminants() {
    return logDeterminants;
  }

  /**
   * B (K x columns) <- Q L^-1 B, Q the projection off L^-1 H: then B'B = Y' P Y, P = C^-1 - C^-1 H (H' C^-1 H)^-1 H'
   * C^-1.
   */
  void whiten(int columns, double[] b) {
    DoubleCholesky.solveLower(count, columns, factor, 0, count, b, 0, columns);
    double[] along = new double[trend * columns];
    DoubleGemm.addTimes(trend, columns, count, whiteTrend, 0, count, b, 0, columns, along, 0, columns);
    for (int e = 0; e < along.length; e++) {
      along[e] = -along[e];
    }
    DoubleGemm.addTransposedTimes(count, columns, trend, whiteTrend, 0, count, along, 0, columns, b, 0, columns);
  }

  /** B <- L'^-1 B: of whitened observations, P Y. */
  void unwhiten(int columns, double[] b) {
    DoubleCholesky.solveLowerTransposed(count, columns, factor, 0, count, b, 0, columns);
  }

  /** P, K x K. */
  double[] projection() {
    double[] white = new double[count * count];
    for (int k = 0; k < count; k++) {
      white[k * count + k] = 1;
    }
    whiten(count, white);
    double[] p = new double[count * count];
    DoubleGemm.addTransposedTimes(count, count, count, white, 0, count, white, 0, count, p, 0, count);
    return p;
  }

  /** Sums of squares of the columns of B, K x columns. */
  static double[] squares(int columns, double[] b) {
    double[] sums = new double[columns];
    for (int e = 0; e < b.length; e++) {
      sums[e % columns] += b[e] * b[e];
    }
    return sums;
  }

  /**
   * Log of the likelihood of observations with y' P y = squares, s and b integrated out or at their best; but for a
   * constant.
   */
  double logLikelihood(double squares) {
    return -0.5 * (freedom() * Math.log(squares) + logDeterminants);
  }

  /**
   * Estimates of m linear functionals of H b + f.
   *
   * @param covariances with f at the observations divided by s^2 a, K x m
   * @param variances of f's part divided by s^2 a
   * @param basis their values for the columns of H, m x m, a functional in a column
   */
  Functionals functionals(double[] covariances, double[] variances, double[] basis) {
    int m = variances.length;
    double[] s = covariances.clone();
    for (int e = 0; e < s.length; e++) {
      s[e] *= ratio;
    }
    DoubleCholesky.solveLower(count, m, factor, 0, count, s, 0, m);
    double[] fromSignal = squares(m, s);
    double[] e = new double[trend * m];
    DoubleGemm.addTimes(trend, m, count, whiteTrend, 0, count, s, 0, m, e, 0, m);
    double[] f = basis.clone();
    DoubleCholesky.solveLower(trend, m, trendFactor, 0, trend, f, 0, m);
    for (int i = 0; i < f.length; i++) {
      f[i] -= e[i];
    }
    DoubleGemm.addTransposedTimes(count, m, trend, whiteTrend, 0, count, f, 0, m, s, 0, m);
    DoubleCholesky.solveLowerTransposed(count, m, factor, 0, count, s, 0, m);
    double[] fromTrend = squares(m, f);
    double[] result = new double[m];
    for (int j = 0; j < m; j++) {
      double observed = 0;
      for (int k = 0; k < count; k++) {
        observed += s[k * m + j] * noise[k] * s[k * m + j];
      }
      // The error is that of the noise plus that of the model, so less than the first is rounding of the difference.
      result[j] = Math.max(observed, ratio * variances[j] - fromSignal[j] + fromTrend[j]);
    }
    return new Functionals(s, result);
  }
}
