package io.github.lanewise.sensitivity.shaking;

/**
 * {@code w'' = xi}, {@code w(0) = 0}: a curve from zero on whose second derivative is white noise of intensity {@code
 * lambda / s^a} at s samples, observed at s = 1, 2, .. with noise of variance 1: the prior of a smoothing spline.
 *
 * <p>Its innovations turn what is observed into independent numbers of variance 1, so generalised least squares into
 * ordinary ones. The slope at the start is left to be one of the regressors. With a = 1 the curve is, but for a factor
 * s, equally rough in each octave of time, with a = 3 the curve itself. Immutable.
 *
 * <p>Source: Wahba, "Improper priors, spline smoothing and the problem of guarding against model errors in regression",
 * J. Royal Stat. Soc. B 40 (1978); the filter is Kalman's.
 */
final class BendingCurve {
  private final double[] deviation;
  private final double[] valueGain;
  private final double[] slopeGain;
  private final double logDeterminant;

  /**
   * The filter for so many samples.
   *
   * @param roughness lambda, relative to the variance of the noise
   * @param fading a
   */
  BendingCurve(int samples, double roughness, int fading) {
    deviation = new double[samples];
    valueGain = new double[samples];
    slopeGain = new double[samples];
    double value = 0;
    double both = 0;
    double slope = 0;
    double sum = 0;
    for (int t = 0; t < samples; t++) {
      double q = roughness / Math.pow(t + 1, fading);
      value += 2 * both + slope + q / 3;
      both += slope + q / 2;
      slope += q;
      double variance = value + 1;
      deviation[t] = Math.sqrt(variance);
      valueGain[t] = value / variance;
      slopeGain[t] = both / variance;
      slope -= slopeGain[t] * both;
      both /= variance;
      value /= variance;
      sum += Math.log(variance);
    }
    logDeterminant = sum;
  }

  /** Of the covariance of all samples. */
  double logDeterminant() {
    return logDeterminant;
  }

  /** A series less what its past foretells, over the standard deviation of that: a new array. */
  double[] whitened(double[] series) {
    double[] result = new double[series.length];
    double value = 0;
    double slope = 0;
    for (int t = 0; t < series.length; t++) {
      value += slope;
      double innovation = series[t] - value;
      value += valueGain[t] * innovation;
      slope += slopeGain[t] * innovation;
      result[t] = innovation / deviation[t];
    }
    return result;
  }
}
