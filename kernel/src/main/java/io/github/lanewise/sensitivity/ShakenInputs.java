package io.github.lanewise.sensitivity;

/**
 * {@code z_k = (W_k - W) / spread}, K x p: the perturbations in units of their own root mean square, so that units of
 * parameters do not matter.
 *
 * @param nominal W, p numbers
 * @param spread root mean square of each parameter's perturbations about their mean
 * @param z K x p
 */
record ShakenInputs(double[] nominal, double[] spread, double[] z) {
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

  /** Refuses roll-outs too few for p slopes, a mean and a residual. */
  void requireEnough(SamplePattern pattern) {
    int p = spread.length;
    if (pattern.rollouts().length < p + 2) {
      throw new IllegalArgumentException(pattern.rollouts().length + " roll-outs at sample " + pattern.samples()[0]
          + ": it takes at least " + (p + 2) + " for " + p + " parameters");
    }
  }
}
