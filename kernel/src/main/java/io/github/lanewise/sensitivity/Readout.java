package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.dense.DoubleGemm;

/**
 * {@code y(z) = F(z)' (F F' + R)^-1 F y}: the best linear readout of features, the same smoother for every row y of
 * observations.
 *
 * <p>So the squared error of all rows depends on the observations by their Gram matrix alone, and the gradient by the
 * features, with the readout always at its best, costs no more for many rows (variable projection; Golub and Pereyra,
 * 1973, SIAM J. Numer. Anal. 10, 413).
 */
final class Readout {
  /** Decides where some of the roll-outs do not tell linear features apart, and nothing else. */
  private static final double BARELY = 1e-10;

  private final int features;
  private final int points;
  private final double[] f;
  private final double[] factor;

  /**
   * Factors F F' + R.
   *
   * @param f features of the points, m x n
   * @param linear features that are hardly penalised, the first ones
   * @param penalty of the other ones, relative to n
   */
  Readout(double[] f, int features, int linear, double penalty) {
    this.features = features;
    this.points = f.length / features;
    this.f = f;
    factor = new double[features * features];
    DoubleGemm.addTimesTransposed(features, features, points, f, 0, points, f, 0, points, factor, 0, features);
    for (int i = 0; i < features; i++) {
      factor[i * features + i] += (i < linear ? BARELY : penalty) * points;
    }
    int pivots = DoubleCholesky.factor(features, factor, 0, features);
    if (pivots < features) {
      throw new ArithmeticException("the Gram matrix of " + features + " features is not positive definite at feature "
          + pivots);
    }
  }

  /** Weights of the observations in predictions for features (m x columns), n x columns. */
  double[] weights(double[] predicted) {
    int columns = predicted.length / features;
    double[] solved = predicted.clone();
    DoubleCholesky.solve(features, columns, factor, 0, features, solved, 0, columns);
    double[] w = new double[points * columns];
    DoubleGemm.addTransposedTimes(points, columns, features, f, 0, points, solved, 0, columns, w, 0, columns);
    return w;
  }

  /** {@code tr G - tr(G F' S F)}, S = (F F' + R)^-1; writes its gradient by F, m x n: -2 (S F G - S F G F' S F). */
  double loss(double[] gram, double[] gradient) {
    double[] sfg = new double[features * points];
    DoubleGemm.addTimes(features, points, points, f, 0, points, gram, 0, points, sfg, 0, points);
    DoubleCholesky.solve(features, points, factor, 0, features, sfg, 0, points);
    double value = 0;
    for (int k = 0; k < points; k++) {
      value += gram[k * points + k];
    }
    for (int e = 0; e < f.length; e++) {
      value -= sfg[e] * f[e];
      gradient[e] = -2 * sfg[e];
    }
    double[] inner = new double[features * features];
    DoubleGemm.addTimesTransposed(features, features, points, sfg, 0, points, f, 0, points, inner, 0, features);
    double[] sf = f.clone();
    DoubleCholesky.solve(features, points, factor, 0, features, sf, 0, points);
    for (int e = 0; e < inner.length; e++) {
      inner[e] *= 2;
    }
    DoubleGemm.addTimes(features, points, features, inner, 0, features, sf, 0, points, gradient, 0, points);
    return value;
  }

  /**
   * Squared error of predictions: {@code tr(G_vv - 2 G_vt W + W' G_tt W)}.
   *
   * @param predicted features of points left out, m x v
   * @param own Gram matrix of the points here, n x n
   * @param across between points left out and here, v x n
   * @param left sum of squares of the observations left out
   */
  double error(double[] predicted, double[] own, double[] across, double left) {
    double[] w = weights(predicted);
    int columns = predicted.length / features;
    double[] gw = new double[points * columns];
    DoubleGemm.addTimes(points, columns, points, own, 0, points, w, 0, columns, gw, 0, columns);
    double error = left;
    for (int k = 0; k < points; k++) {
      for (int v = 0; v < columns; v++) {
        error += w[k * columns + v] * (gw[k * columns + v] - 2 * across[v * points + k]);
      }
    }
    return error;
  }
}
