package io.github.lanewise.sensitivity.shaking;

import io.github.lanewise.sensitivity.Sensitivity;

/**
 * {@code D_t = xdot_t c' + b_1 s + b_2 s^2 + b_3 s^3}, s = t + 1 samples from the start: how much of an estimated sensitivity near the start
 * is a delay that goes with the parameters.
 *
 * <p>All roll-outs start in one state, so the sensitivity itself vanishes with s, and is a polynomial there; c is what is left along the
 * velocity. Least squares over a window, as long as the wider ones still agree with the narrower within their standard errors (the rule
 * of Lepskii, 1990); then shrunk by its own variance (positive-part James-Stein), as a poor estimate would do harm.
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

  /** c for each parameter [samples per unit of it]: aligned logs are early by {@code c' dW}. */
  static double[] delayPerParameter(Sensitivity sensitivity) {
    Onset onset = new Onset(sensitivity);
    double[] c = new double[sensitivity.parameterCount()];
    for (int j = 0; j < c.length; j++) {
      c[j] = onset.delay(j);
    }
    return c;
  }

  private double delay(int parameter) {
    weigh(parameter);
    double lower = Double.NEGATIVE_INFINITY;
    double upper = Double.POSITIVE_INFINITY;
    double value = 0;
    double variance = 0;
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
      value = fit[0];
      variance = fit[1];
    }
    return value == 0 ? 0 : value * Math.max(0, 1 - variance / (value * value));
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

  /** c and its variance, errors of D at different times and states taken as independent. */
  private double[] fit(int parameter, int window) {
    double[][] powers = powers(window);
    double product = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      double[] velocity = new double[window];
      double[] derivative = new double[window];
      for (int t = 0; t < window; t++) {
        velocity[t] = velocity(t, i);
        derivative[t] = sensitivity.derivative().get(t * n + i, parameter);
      }
      for (double[] power : powers) {
        remove(power, velocity);
      }
      product += stateWeight[i] * dot(velocity, derivative);
      square += stateWeight[i] * dot(velocity, velocity);
    }
    return new double[] {product / square, 1 / square};
  }

  /** Change of the nominal trajectory per sample. */
  private double velocity(int t, int i) {
    double[] x = sensitivity.nominal().data;
    if (t == 0) {
      return -1.5 * x[i] + 2 * x[n + i] - 0.5 * x[2 * n + i];
    }
    return 0.5 * (x[(t + 1) * n + i] - x[(t - 1) * n + i]);
  }

  /** s, s^2, s^3 over the window, made orthonormal by Gram and Schmidt. */
  private static double[][] powers(int window) {
    double[][] powers = new double[POWERS][window];
    for (int d = 0; d < POWERS; d++) {
      for (int t = 0; t < window; t++) {
        powers[d][t] = Math.pow((t + 1.0) / window, d + 1);
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
