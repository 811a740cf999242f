package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;

/**
 * {@code y = trend + f + e}, f ~ N(0, s^2 a R), e ~ N(0, s^2 N): a linear trend of unknown slopes, a Gaussian process
 * and noise.
 *
 * <p>{@code Q N^-1/2 R N^-1/2 Q = U' diag(lambda) U}, Q the projection off the whitened trend, serves every row of
 * observations and every ratio a of signal to noise: in these coordinates what the trend leaves of y has independent
 * entries with variances {@code s^2 (1 + a lambda_i)}. What multiplies with s^2, the variance of a row's noise, is here
 * for s = 1. The estimates are those of Rasmussen and Williams, Gaussian Processes for Machine Learning, section 2.7,
 * with a flat prior for the trend; least squares if a = 0.
 */
final class Kriging {
  private final Trend trend;
  private final int count;
  private final double[] lambda;
  /** U Q, K x K: rows of directions of the trend are zero. */
  private final double[] vectors;
  /** {@code N^-1/2 R N^-1/2 V}, K x r. */
  private final double[] kernelTrend;
  /** {@code V' N^-1/2 R N^-1/2 V}, r x r. */
  private final double[] trendKernelTrend;

  /**
   * Decomposes R.
   *
   * @param kernel R, K x K
   */
  Kriging(double[] kernel, Trend trend) {
    this.trend = trend;
    count = trend.count();
    int r = trend.size();
    double[] v = trend.basis();
    double[] white = kernel.clone();
    for (int e = 0; e < white.length; e++) {
      white[e] *= trend.whitening()[e / count] * trend.whitening()[e % count];
    }
    kernelTrend = new double[count * r];
    DoubleGemm.addTimes(count, r, count, white, 0, count, v, 0, r, kernelTrend, 0, r);
    trendKernelTrend = new double[r * r];
    DoubleGemm.addTransposedTimes(r, r, count, v, 0, r, kernelTrend, 0, r, trendKernelTrend, 0, r);
    // Q R Q = R - V W' - W V' with W = R V - V (V'R V) / 2.
    double[] w = negativeHalf(v, trendKernelTrend, r);
    for (int e = 0; e < w.length; e++) {
      w[e] = -(w[e] + kernelTrend[e]);
    }
    DoubleGemm.addTimesTransposed(count, count, r, v, 0, r, w, 0, r, white, 0, count);
    DoubleGemm.addTimesTransposed(count, count, r, w, 0, r, v, 0, r, white, 0, count);
    SymmetricEigen spectrum = SymmetricEigen.of(count, white);
    lambda = spectrum.values();
    for (int i = 0; i < count; i++) {
      lambda[i] = Math.max(0, lambda[i]);
    }
    vectors = spectrum.vectors();
    double[] along = new double[count * r];
    DoubleGemm.addTimes(count, r, count, vectors, 0, count, v, 0, r, along, 0, r);
    for (int e = 0; e < along.length; e++) {
      along[e] = -along[e];
    }
    DoubleGemm.addTimesTransposed(count, count, r, along, 0, r, v, 0, r, vectors, 0, count);
  }

  private double[] negativeHalf(double[] v, double[] square, int r) {
    double[] half = square.clone();
    for (int e = 0; e < half.length; e++) {
      half[e] *= -0.5;
    }
    double[] product = new double[count * r];
    DoubleGemm.addTimes(count, r, r, v, 0, r, half, 0, r, product, 0, r);
    return product;
  }

  /** U Q, K x K. */
  double[] vectors() {
    return vectors;
  }

  /** {@code 1 / (1 + a lambda_i)}, K. */
  double[] damping(double ratio) {
    double[] damping = new double[count];
    for (int i = 0; i < count; i++) {
      damping[i] = 1 / (1 + ratio * lambda[i]);
    }
    return damping;
  }

  /** Whitened observations (rows x K) in the coordinates of U. */
  double[] rotate(int rows, double[] white) {
    double[] rotated = new double[rows * count];
    DoubleGemm.addTimesTransposed(rows, count, count, white, 0, count, vectors, 0, count, rotated, 0, count);
    return rotated;
  }

  /**
   * {@code sum_i c_i^2 / (1 + a lambda_i)} of each row for each ratio, rows x ratios: K - r times the estimate of the
   * noise variance.
   */
  double[] squares(int rows, double[] rotated, double[] ratios) {
    double[] c = rotated.clone();
    for (int e = 0; e < c.length; e++) {
      c[e] *= c[e];
    }
    double[] dampings = new double[ratios.length * count];
    for (int a = 0; a < ratios.length; a++) {
      System.arraycopy(damping(ratios[a]), 0, dampings, a * count, count);
    }
    double[] squares = new double[rows * ratios.length];
    DoubleGemm.addTimesTransposed(rows, ratios.length, count, c, 0, count, dampings, 0, count, squares, 0,
        ratios.length);
    return squares;
  }

  /** {@code sum_i log(1 + a lambda_i)}. */
  double logDeterminant(double ratio) {
    double sum = 0;
    for (double l : lambda) {
      sum += Math.log1p(ratio * l);
    }
    return sum;
  }

  /**
   * Estimates of m linear functionals of the trend plus f.
   *
   * @param covariances with f at the observations divided by s^2 a, K x m
   * @param variances of f's part divided by s^2 a
   * @param alongTrend their values for the basis of the trend, r x m
   */
  Functionals functionals(double[] covariances, double[] variances, double[] alongTrend) {
    int m = variances.length;
    int r = trend.size();
    double[] white = covariances.clone();
    for (int e = 0; e < white.length; e++) {
      white[e] *= trend.whitening()[e / m];
    }
    double[] negative = alongTrend.clone();
    for (int e = 0; e < negative.length; e++) {
      negative[e] = -negative[e];
    }
    // t = v - 2 x'V'c + x'V'R V x for each functional's x.
    double[] across = new double[r * m];
    DoubleGemm.addTransposedTimes(r, m, count, trend.basis(), 0, r, white, 0, m, across, 0, m);
    DoubleGemm.addTimes(r, m, r, trendKernelTrend, 0, r, negative, 0, m, across, 0, m);
    DoubleGemm.addTransposedTimes(r, m, count, trend.basis(), 0, r, white, 0, m, across, 0, m);
    double[] left = variances.clone();
    for (int e = 0; e < across.length; e++) {
      left[e % m] -= alongTrend[e] * across[e];
    }
    DoubleGemm.addTimes(count, m, r, kernelTrend, 0, r, negative, 0, m, white, 0, m);
    double[] rotated = new double[count * m];
    DoubleGemm.addTimes(count, m, count, vectors, 0, count, white, 0, m, rotated, 0, m);
    return new Functionals(rotated, left, alongTrend);
  }

  /** Linear functionals, whose estimate is {@code alongTrend' coefficients + weights' residuals} of the trend. */
  final class Functionals {
    private final double[] rotated;
    private final double[] left;
    private final double[] alongTrend;

    private Functionals(double[] rotated, double[] left, double[] alongTrend) {
      this.rotated = rotated;
      this.left = left;
      this.alongTrend = alongTrend;
    }

    /** r x m. */
    double[] alongTrend() {
      return alongTrend;
    }

    /** Of whitened residuals, K x m. */
    double[] weights(double ratio) {
      int m = left.length;
      double[] damping = damping(ratio);
      double[] damped = rotated.clone();
      for (int e = 0; e < damped.length; e++) {
        damped[e] *= ratio * damping[e / m];
      }
      double[] weights = new double[count * m];
      DoubleGemm.addTransposedTimes(count, m, count, vectors, 0, count, damped, 0, m, weights, 0, m);
      return weights;
    }

    /** Of the estimates' errors, for noise of variance one. */
    double[] variances(double ratio) {
      int m = left.length;
      double[] damping = damping(ratio);
      double[] observed = new double[m];
      double[] total = new double[m];
      for (int j = 0; j < m; j++) {
        total[j] = ratio * left[j];
      }
      for (int e = 0; e < alongTrend.length; e++) {
        observed[e % m] += alongTrend[e] * alongTrend[e];
        total[e % m] += alongTrend[e] * alongTrend[e];
      }
      for (int e = 0; e < rotated.length; e++) {
        double weight = ratio * damping[e / m] * rotated[e];
        observed[e % m] += weight * weight;
        total[e % m] -= ratio * weight * rotated[e];
      }
      for (int j = 0; j < m; j++) {
        // The error is that of the noise plus that of the model, so less than the first is rounding of the difference.
        total[j] = Math.max(observed[j], total[j]);
      }
      return total;
    }
  }
}
