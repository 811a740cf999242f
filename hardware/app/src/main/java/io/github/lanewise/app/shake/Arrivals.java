package io.github.lanewise.app.shake;

import io.github.lanewise.sensitivity.RecursiveLeastSquares;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;

/** Roll-outs as they arrive: what is known of the sensitivity so far, and how well. */
final class Arrivals {
  private final RecursiveLeastSquares recursion;
  private final double[] deviations;
  private final double[] scaled;

  /** For T samples of n states; {@code deviations} of the parameters are the units that errors are counted in. */
  Arrivals(int steps, int stateRows, double[] deviations) {
    recursion = new RecursiveLeastSquares(steps, stateRows, deviations.length);
    this.deviations = deviations.clone();
    scaled = new double[deviations.length];
  }

  /** Takes in a roll-out: dW, and its T n states. */
  void add(double[] change, double[] states) {
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] = deviations[j] == 0 ? change[j] : change[j] / deviations[j];
    }
    recursion.add(scaled, states);
  }

  /** As {@link #relativeStandardError(Sensitivity, double[])}; infinite before there is a residual to judge by. */
  double relativeStandardError() {
    if (recursion.count() < scaled.length + 2) {
      return Double.POSITIVE_INFINITY;
    }
    double[] ones = new double[scaled.length];
    Arrays.fill(ones, 1);
    return relativeStandardError(recursion.sensitivity(), ones);
  }

  /**
   * {@code sqrt(sum s_ij^2 sigma_j^2 / sum D_ij^2 sigma_j^2)}: the error that the estimator expects of itself, in the
   * motion that changes of the parameters by their deviations make, so that units of parameters do not matter.
   */
  static double relativeStandardError(Sensitivity sensitivity, double[] deviations) {
    double error = 0;
    double size = 0;
    int p = deviations.length;
    for (int e = 0; e < sensitivity.derivative().data.length; e++) {
      double variance = deviations[e % p] == 0 ? 1 : deviations[e % p] * deviations[e % p];
      error += sensitivity.standardError().data[e] * sensitivity.standardError().data[e] * variance;
      size += sensitivity.derivative().data[e] * sensitivity.derivative().data[e] * variance;
    }
    return Math.sqrt(error / size);
  }
}
