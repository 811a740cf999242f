package io.github.lanewise.sensitivity;

import io.github.lanewise.network.Normalizer;
import java.util.Arrays;

/**
 * {@code z_k = (W_k - W) / spread}, K x p: the perturbations in units of their own root mean square, so that units of
 * parameters do not matter.
 *
 * @param units of each parameter: the nominal W and the root mean square of perturbations about their mean
 * @param z K x p
 */
record ShakenInputs(Normalizer units, double[] z) {
  /** Refuses a parameter that is the same in all roll-outs. */
  static ShakenInputs of(Rollouts rollouts) {
    int p = rollouts.parameterCount();
    double[] parameters = rollouts.parameters().data;
    Normalizer perturbations = Normalizer.of(p, rollouts.perturbations().data);
    int[] constant = perturbations.constant();
    double[] spread = new double[p];
    for (int j = 0; j < p; j++) {
      double largest = 0;
      for (int k = 0; k < rollouts.count(); k++) {
        largest = Math.max(largest, Math.abs(parameters[k * p + j]));
      }
      spread[j] = Arrays.binarySearch(constant, j) < 0 ? perturbations.deviation(j) : 0;
      if (!(spread[j] > 1e-14 * largest)) {
        throw new IllegalArgumentException("parameter " + j + " is " + parameters[j] + " in all " + rollouts.count()
            + " roll-outs: shake it, or leave it out of the parameters");
      }
    }
    Normalizer units = Normalizer.of(rollouts.nominal(), spread);
    return new ShakenInputs(units, units.normalize(Arrays.copyOf(parameters, rollouts.count() * p)));
  }

  /** p. */
  int parameterCount() {
    return units.columnCount();
  }

  /** {@code (w - W) / spread}. */
  double[] scaled(double[] w) {
    if (w.length != parameterCount()) {
      throw new IllegalArgumentException("a policy of " + w.length + " parameters, but the roll-outs have "
          + parameterCount());
    }
    return units.normalize(w);
  }

  /** {@code lengths / spread}. */
  double[] divide(double[] lengths) {
    double[] scaled = lengths.clone();
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] /= units.deviation(j);
    }
    return scaled;
  }

  /** z_k of these roll-outs, count x p. */
  double[] points(int[] rollouts) {
    int p = parameterCount();
    double[] points = new double[rollouts.length * p];
    for (int k = 0; k < rollouts.length; k++) {
      System.arraycopy(z, rollouts[k] * p, points, k * p, p);
    }
    return points;
  }

  /** Refuses roll-outs too few for p slopes, a mean and a residual. */
  void requireEnough(SamplePattern pattern) {
    int p = parameterCount();
    if (pattern.rollouts().length < p + 2) {
      throw new IllegalArgumentException(pattern.rollouts().length + " roll-outs at sample " + pattern.samples()[0]
          + ": it takes at least " + (p + 2) + " for " + p + " parameters");
    }
  }
}
