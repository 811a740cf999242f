package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.dense.DoubleGemm;

/**
 * {@code z_k = (W_k - W) / spread}, K x p: the perturbations in units of their own root mean square, so that units of
 * parameters do not matter.
 *
 * @param nominal W, p numbers
 * @param spread root mean square of each parameter's perturbations about their mean
 * @param z K x p
 */
record ShakenInputs(double[] nominal, double[] spread, double[] z) {
  /** Below this share of its variance that others do not explain, a parameter counts as their combination. */
  private static final double INDEPENDENT = 1e-12;

  /** Refuses a parameter that is the same in all roll-outs. */
  static ShakenInputs of(Rollouts rollouts) {
    int count = rollouts.count();
    int p = rollouts.parameterCount();
    double[] z = rollouts.perturbations().data.clone();
    double[] spread = new double[p];
    for (int j = 0; j < p; j++) {
      double mean = 0;
      for (int k = 0; k < count; k++) {
        mean += z[k * p + j] / count;
      }
      double largest = 0;
      for (int k = 0; k < count; k++) {
        spread[j] += (z[k * p + j] - mean) * (z[k * p + j] - mean) / count;
        largest = Math.max(largest, Math.abs(rollouts.parameters().data[k * p + j]));
      }
      spread[j] = Math.sqrt(spread[j]);
      if (!(spread[j] > 1e-14 * largest)) {
        throw new IllegalArgumentException("parameter " + j + " is " + rollouts.parameters().data[j] + " in all "
            + count + " roll-outs: shake it, or leave it out of the parameters");
      }
      for (int k = 0; k < count; k++) {
        z[k * p + j] /= spread[j];
      }
    }
    return new ShakenInputs(rollouts.nominal(), spread, z);
  }

  /** p. */
  int parameters() {
    return spread.length;
  }

  /** {@code (w - W) / spread}. */
  double[] scaled(double[] w) {
    if (w.length != spread.length) {
      throw new IllegalArgumentException("a policy of " + w.length + " parameters, but the roll-outs have "
          + spread.length);
    }
    double[] point = new double[w.length];
    for (int j = 0; j < w.length; j++) {
      point[j] = (w[j] - nominal[j]) / spread[j];
    }
    return point;
  }

  /** {@code lengths / spread}. */
  double[] divide(double[] lengths) {
    double[] scaled = lengths.clone();
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] /= spread[j];
    }
    return scaled;
  }

  /** z_k of these roll-outs, count x p. */
  double[] points(int[] rollouts) {
    int p = spread.length;
    double[] points = new double[rollouts.length * p];
    for (int k = 0; k < rollouts.length; k++) {
      System.arraycopy(z, rollouts[k] * p, points, k * p, p);
    }
    return points;
  }

  /** Rows (1, z_k) of these roll-outs, count x (p + 1). */
  double[] trend(int[] rollouts) {
    int p = spread.length;
    double[] h = new double[rollouts.length * (p + 1)];
    for (int k = 0; k < rollouts.length; k++) {
      h[k * (p + 1)] = 1;
      System.arraycopy(z, rollouts[k] * p, h, k * (p + 1) + 1, p);
    }
    return h;
  }

  /**
   * Refuses roll-outs too few for p slopes, a mean and a residual, or that shake a parameter only together with others.
   */
  void requireSlopes(SamplePattern pattern) {
    int p = spread.length;
    if (pattern.rollouts().length < p + 2) {
      throw new IllegalArgumentException(pattern.rollouts().length + " roll-outs at sample " + pattern.samples()[0]
          + ": it takes at least "
          + (p + 2) + " for " + p + " parameters");
    }
    double[] h = trend(pattern.rollouts());
    double[] gram = new double[(p + 1) * (p + 1)];
    DoubleGemm.addTransposedTimes(p + 1, p + 1, pattern.rollouts().length, h, 0, p + 1, h, 0, p + 1, gram, 0, p + 1);
    double[] before = new double[p + 1];
    for (int j = 0; j <= p; j++) {
      before[j] = gram[j * (p + 2)];
    }
    int pivots = DoubleCholesky.factor(p + 1, gram, 0, p + 1);
    for (int j = 1; j <= p; j++) {
      if (pivots <= j || gram[j * (p + 2)] * gram[j * (p + 2)] < INDEPENDENT * before[j]) {
        throw new IllegalArgumentException("the roll-outs at sample " + pattern.samples()[0] + " shake parameter "
            + (j - 1) + " only together with those before it, so that their effects cannot be told apart:"
            + " shake it by itself, or leave it out");
      }
    }
  }
}
