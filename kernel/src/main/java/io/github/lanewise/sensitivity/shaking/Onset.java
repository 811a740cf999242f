package io.github.lanewise.sensitivity.shaking;

import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;

/**
 * {@code D_t = xdot_t c' + w_t}: how much of an estimated sensitivity is a delay that goes with the parameters.
 *
 * <p>All roll-outs start in one state, so the sensitivity itself, w, grows from zero, while the velocity of a robot
 * that is pushed off need not. Of w it is assumed that it bends smoothly (see {@link BendingCurve}), by how much and
 * how that fades with time being those of the greatest likelihood: how much for each entry, how it fades for all of
 * them in common, as one motion sets it. c follows with its standard error by generalised least squares, entry by
 * entry; the mean is taken by their variances.
 */
final class Onset {
  /** From where a curve of any roughness is hidden by noise for a million samples, to where noise is nowhere seen. */
  private static final double SMOOTHEST = 1e-12;
  private static final double ROUGHEST = 1e12;
  /** The likelihood is flat in the roughness: smoothing goes by its fourth root. */
  private static final double RATIO = 10;
  /** From a curve as rough at all times to one that changes only with the logarithm of time. */
  private static final int STRONGEST_FADING = 3;
  /** What is smaller, in parts of the numbers it comes from, is rounding. */
  private static final double ROUNDING = 1e-12;

  private final int n;
  private final int p;
  private final double[][] velocity;
  private final double[][] derivative;
  private final double[] time;
  /** Logarithm of the likelihood of each entry, and with it {@code 1/s^2} and {@code c/s^2}. */
  private final double[] likelihood;
  private final double[] precision;
  private final double[] moment;

  private Onset(Sensitivity sensitivity) {
    n = sensitivity.stateCount();
    p = sensitivity.parameterCount();
    int steps = sensitivity.stepCount();
    velocity = new double[n][steps];
    derivative = new double[n * p][steps];
    time = new double[steps];
    Arrays.setAll(time, t -> t + 1);
    for (int i = 0; i < n; i++) {
      for (int t = 0; t < steps; t++) {
        velocity[i][t] = velocity(sensitivity.nominal().data, t, i);
        for (int j = 0; j < p; j++) {
          derivative[i * p + j][t] = sensitivity.derivative().get(t * n + i, j);
        }
      }
    }
    likelihood = new double[n * p];
    precision = new double[n * p];
    moment = new double[n * p];
  }

  /**
   * c for each parameter [samples per unit of it]: aligned logs are early by {@code c' dW}.
   *
   * @param other another estimate of c, independent of this one; the result is the mean of the two, by their variances
   * @param otherError its standard error
   */
  static double[] delayPerParameter(Sensitivity sensitivity, double[] other, double[] otherError) {
    Onset onset = new Onset(sensitivity);
    double most = Double.NEGATIVE_INFINITY;
    double[] c = other.clone();
    for (int fading = 0; fading <= STRONGEST_FADING; fading++) {
      onset.fit(fading);
      double sum = Arrays.stream(onset.likelihood).filter(Double::isFinite).sum();
      if (sum > most) {
        most = sum;
        Arrays.setAll(c, j -> onset.mean(j, other[j], otherError[j]));
      }
    }
    return c;
  }

  private double mean(int j, double other, double otherError) {
    double weight = otherError < Double.POSITIVE_INFINITY ? 1 / (otherError * otherError) : 0;
    double sum = 0;
    double all = 0;
    for (int i = 0; i < n; i++) {
      sum += moment[i * p + j];
      all += precision[i * p + j];
    }
    // Without any error the other is exact.
    return all == 0 || weight == Double.POSITIVE_INFINITY ? other : (sum + weight * other) / (all + weight);
  }

  /** Every entry with the roughness of its greatest likelihood. */
  private void fit(int fading) {
    Arrays.fill(likelihood, Double.NEGATIVE_INFINITY);
    Arrays.fill(precision, 0);
    Arrays.fill(moment, 0);
    for (double roughness = SMOOTHEST; roughness <= ROUGHEST; roughness *= RATIO) {
      BendingCurve curve = new BendingCurve(time.length, roughness, fading);
      double[] slope = curve.whitened(time);
      for (int i = 0; i < n; i++) {
        fit(curve, slope, i);
      }
    }
  }

  /** Likelihood of the residuals alone (REML), the noise at its best: Patterson and Thompson, Biometrika 58 (1971). */
  private void fit(BendingCurve curve, double[] slope, int i) {
    double[] x = curve.whitened(velocity[i]);
    double whole = dot(x, x);
    remove(slope, x);
    double xx = dot(x, x);
    if (!(xx > ROUNDING * ROUNDING * whole)) {
      return; // A state that does not move, or evenly, shows no delay.
    }
    int freedom = time.length - 2;
    for (int e = i * p; e < (i + 1) * p; e++) {
      double[] y = curve.whitened(derivative[e]);
      double size = dot(y, y);
      if (size == 0) {
        continue;
      }
      remove(slope, y);
      double xy = dot(x, y);
      double rest = Math.max(dot(y, y) - xy * xy / xx, ROUNDING * ROUNDING * size);
      double value = -0.5 * (freedom * Math.log(rest) + curve.logDeterminant() + Math.log(dot(slope, slope) * xx));
      if (value > likelihood[e]) {
        likelihood[e] = value;
        precision[e] = xx * freedom / rest;
        moment[e] = xy * freedom / rest;
      }
    }
  }

  /** Change of the nominal trajectory per sample, by differences. */
  private double velocity(double[] x, int t, int i) {
    if (t == 0) {
      return -1.5 * x[i] + 2 * x[n + i] - 0.5 * x[2 * n + i];
    }
    int last = x.length / n - 1;
    if (t == last) {
      return 1.5 * x[t * n + i] - 2 * x[(t - 1) * n + i] + 0.5 * x[(t - 2) * n + i];
    }
    return 0.5 * (x[(t + 1) * n + i] - x[(t - 1) * n + i]);
  }

  private static void remove(double[] direction, double[] from) {
    double part = dot(direction, from) / dot(direction, direction);
    for (int t = 0; t < from.length; t++) {
      from[t] -= part * direction[t];
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
