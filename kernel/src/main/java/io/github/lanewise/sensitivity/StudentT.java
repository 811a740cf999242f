package io.github.lanewise.sensitivity;

/**
 * Student's t distribution: {@code P(|T| < sqrt(nu) tan(theta)) = 2 c(nu) int_0^theta cos^(nu - 1)}, c(nu) =
 * Gamma((nu + 1) / 2) / (sqrt(pi) Gamma(nu / 2)), which is the density of T after the substitution t = sqrt(nu)
 * tan(theta).
 */
final class StudentT {
  /** Half of Simpson's intervals: the integrand is smooth and the interval a few of its widths. */
  private static final int INTERVALS = 100;
  /** Beyond, the normal distribution's quantile is met to 1e-8. */
  private static final double LARGEST = 1e9;

  private StudentT() {
  }

  /**
   * t with {@code P(|T| < t) = level}, to about 1e-8.
   *
   * @param degreesOfFreedom nu; infinite for the normal distribution; 0 gives infinity, since then nothing is known
   *     of the scatter
   * @throws IllegalArgumentException unless 0 < level < 1
   */
  static double quantile(double degreesOfFreedom, double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("a confidence level of " + level + ": must be between 0 and 1, such as 0.95");
    }
    if (degreesOfFreedom < 1) {
      return Double.POSITIVE_INFINITY;
    }
    double nu = Math.min(degreesOfFreedom, LARGEST);
    double c = 2 * gammaRatio(nu / 2) / Math.sqrt(Math.PI);
    double theta = 0;
    double step = 1;
    // The probability is concave in theta, so Newton's steps come from below and never pass the root.
    while (step > 1e-12 * theta) {
      step = (level / c - integral(nu, theta)) / density(nu, theta);
      theta += step;
    }
    return Math.sqrt(nu) * Math.tan(theta);
  }

  /** cos^(nu - 1). */
  private static double density(double nu, double theta) {
    double sine = Math.sin(theta);
    return Math.exp((nu - 1) / 2 * Math.log1p(-sine * sine));
  }

  private static double integral(double nu, double theta) {
    double h = theta / (2 * INTERVALS);
    double sum = density(nu, 0) + density(nu, theta);
    for (int i = 1; i < 2 * INTERVALS; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * density(nu, i * h);
    }
    return sum * h / 3;
  }

  /**
   * {@code Gamma(a + 1/2) / Gamma(a)}: its asymptotic series (NIST Digital Library of Mathematical Functions,
   * 5.11.13) after a has been raised.
   */
  private static double gammaRatio(double a) {
    double factor = 1;
    double x = a;
    while (x < 100) {
      factor *= x / (x + 0.5);
      x++;
    }
    double y = 1 / (8 * x);
    return factor * Math.sqrt(x) * (1 - y + y * y / 2 + 5 * y * y * y / 2 - 21 * y * y * y * y / 8);
  }
}
