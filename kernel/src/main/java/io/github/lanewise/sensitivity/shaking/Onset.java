package io.github.lanewise.sensitivity.shaking;

import io.github.lanewise.sensitivity.Sensitivity;

/**
 * {@code D_t = xdot_t c' + b_1 s + b_2 s^2 + b_3 s^3}, s = t + 1 samples from the start: how much of an estimated sensitivity near the start
 * is a delay that goes with the parameters.
 *
 * <p>All roll-outs start in one state, so the sensitivity itself vanishes with s, and is a polynomial there; c is what is left along the
 * velocity at the start. Least squares over a window, as long as the wider ones still agree with the narrower within their standard errors (the rule
 * of Lepskii, 1990).
 */
final class Onset {
  private static final int POWERS = 3;
  private static final int SHORTEST = 8;

  private final Sensitivity sensitivity;
  private final int n;
  private final double[] stateWeight;

  private Onset(Sensitivity sensitivity) {
    this.sensitivity = sensitivity;
    n = sensitivity.stateRows();
    stateWeight = new double[n];
  }

  /**
   * c for each parameter [samples per unit of it]: aligned logs are early by {@code c' dW}.
   *
   * @param other another estimate of c, independent of this one; the result is the mean of the two, by their variances
   * @param otherVariance of it
   */
  static double[] delayPerParameter(Sensitivity sensitivity, double[] other, double[] otherVariance) {
    Onset onset = new Onset(sensitivity);
    double[] c = new double[sensitivity.parameterCount()];
    for (int j = 0; j < c.length; j++) {
      c[j] = onset.delay(j, other[j], otherVariance[j]);
    }
    return c;
  }

  private double delay(int parameter, double other, double otherVariance) {
    weigh(parameter);
    double lower = other - 3 * Math.sqrt(otherVariance);
    double upper = other + 3 * Math.sqrt(otherVariance);
    double value = other;
    for (int window = SHORTEST; window <= sensitivity.steps() / 2; window += window / 4) {
      double[] fit = fit(parameter, window);
      double deviation = Math.sqrt(fit[1]);
      if (!(deviation < Double.POSITIVE_INFINITY)) {
        continue;
      }
      lower = Math.max(lower, fit[0] - 2 * deviation);
      upper = Math.min(upper, fit[0] + 2 * deviation);
      if (lower > upper) {
        break;
      }
      value = (fit[0] * otherVariance + other * fit[1]) / (otherVariance + fit[1]);
    }
    return value;
  }

  /** States by the inverse of the mean variance of their estimates. */
  private void weigh(int parameter) {
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int t = 0; t < sensitivity.steps(); t++) {
        double error = sensitivity.standardError().get(t * n + i, parameter);
        sum += error * error;
      }
      stateWeight[i] = sum > 0 ? sensitivity.steps() / sum : 0;
    }
  }

  /** c and its variance, by the standard errors of D, at different times and states taken as independent, or by the misfit if larger. */
  private double[] fit(int parameter, int window) {
    double[][] powers = powers(window);
    double product = 0;
    double square = 0;
    double rest = 0;
    for (int i = 0; i < n; i++) {
      double[] velocity = new double[window];
      double[] derivative = new double[window];
      for (int t = 0; t < window; t++) {
        velocity[t] = velocity(t, i);
        derivative[t] = sensitivity.derivative().get(t * n + i, parameter);
      }
      for (int d = 0; d < POWERS; d++) {
        remove(powers[d], velocity);
        remove(powers[d], derivative);
      }
      double start = significant(powers[POWERS], velocity);
      product += stateWeight[i] * start * dot(powers[POWERS], derivative);
      square += stateWeight[i] * start * start;
      rest += stateWeight[i] * dot(derivative, derivative);
    }
    double misfit = (rest - product * product / square) / (n * (window - POWERS) - 1);
    return new double[] {product / square, Math.max(1, misfit) / square};
  }

  /** The part of the velocity along a constant, less what noise alone would make of it. */
  private static double significant(double[] constant, double[] velocity) {
    double part = dot(constant, velocity);
    double noise = (dot(velocity, velocity) - part * part) / (velocity.length - POWERS - 1);
    return noise >= part * part ? 0 : part - noise / part;
  }

  /** Change of the nominal trajectory per sample. */
  private double velocity(int t, int i) {
    double[] x = sensitivity.nominal().data;
    if (t == 0) {
      return -1.5 * x[i] + 2 * x[n + i] - 0.5 * x[2 * n + i];
    }
    return 0.5 * (x[(t + 1) * n + i] - x[(t - 1) * n + i]);
  }

  /** s, s^2, s^3 over the window, and 1, made orthonormal in this order by Gram and Schmidt. */
  private static double[][] powers(int window) {
    double[][] powers = new double[POWERS + 1][window];
    for (int d = 0; d <= POWERS; d++) {
      for (int t = 0; t < window; t++) {
        powers[d][t] = Math.pow((t + 1.0) / window, (d + 1) % (POWERS + 1));
      }
      for (int e = 0; e < d; e++) {
        remove(powers[e], powers[d]);
      }
      double length = Math.sqrt(dot(powers[d], powers[d]));
      for (int t = 0; t < window; t++) {
        powers[d][t] /= length;
      }
    }
    return powers;
  }

  private static void remove(double[] unit, double[] from) {
    double part = dot(unit, from);
    for (int t = 0; t < from.length; t++) {
      from[t] -= part * unit[t];
    }
  }

  private static double dot(double[] u, double[] v) {
    double sum = 0;
    for (int t = 0; t < u.length; t++) {
      sum += u[t] * v[t];
    }
    return sum;
  }
}
