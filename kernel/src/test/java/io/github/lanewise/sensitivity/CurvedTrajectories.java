package io.github.lanewise.sensitivity;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/**
 * Trajectories that curve with their parameters, by a formula: {@code x_ti = b_i tau (sin(phi_i + c_i(tau) w) + d_i
 * w)}, tau = (t + 1) / T, and last a state that is always 2.
 */
final class CurvedTrajectories {
  final int parameters;
  final int steps;
  final int states;
  final double[] nominal;
  private final double[][] early;
  private final double[][] late;
  private final double[][] slope;
  private final double[] phase;

  CurvedTrajectories(int parameters, int steps, int states, double curvature, Random random) {
    this.parameters = parameters;
    this.steps = steps;
    this.states = states;
    nominal = random.doubles(parameters, -1, 1).toArray();
    early = new double[states][];
    late = new double[states][];
    slope = new double[states][];
    for (int i = 0; i < states; i++) {
      early[i] = random.doubles(parameters, -curvature, curvature).toArray();
      late[i] = random.doubles(parameters, -curvature, curvature).toArray();
      slope[i] = random.doubles(parameters, -1, 1).toArray();
    }
    phase = random.doubles(states, -1, 1).toArray();
  }

  private double scale(int i) {
    return Math.pow(10, i % 3 - 1);
  }

  private double tau(int t) {
    return (t + 1.0) / steps;
  }

  double value(int t, int i, double[] w) {
    if (i == states - 1) {
      return 2;
    }
    double angle = phase[i];
    double line = 0;
    for (int j = 0; j < parameters; j++) {
      angle += (early[i][j] + tau(t) * late[i][j]) * w[j];
      line += slope[i][j] * w[j];
    }
    return scale(i) * tau(t) * (Math.sin(angle) + line);
  }

  DMatrixRMaj trajectory(double[] w) {
    DMatrixRMaj x = new DMatrixRMaj(steps * states, 1);
    for (int r = 0; r < x.numRows; r++) {
      x.data[r] = value(r / states, r % states, w);
    }
    return x;
  }

  DMatrixRMaj derivative(double[] w) {
    DMatrixRMaj d = new DMatrixRMaj(steps * states, parameters);
    for (int r = 0; r < d.numRows; r++) {
      int t = r / states;
      int i = r % states;
      double angle = phase[i];
      for (int j = 0; j < parameters; j++) {
        angle += (early[i][j] + tau(t) * late[i][j]) * w[j];
      }
      for (int j = 0; j < parameters && i < states - 1; j++) {
        d.set(r, j, scale(i) * tau(t) * (Math.cos(angle) * (early[i][j] + tau(t) * late[i][j]) + slope[i][j]));
      }
    }
    return d;
  }

  /**
   * K roll-outs with Gaussian perturbations; Gaussian noise on all states but the constant one, relative to the scale
   * of each.
   */
  Rollouts shake(int count, double sigma, double noise, Random random) {
    DMatrixRMaj w = new DMatrixRMaj(count, parameters);
    DMatrixRMaj x = new DMatrixRMaj(steps * states, count);
    for (int k = 0; k < count; k++) {
      double[] wk = nominal.clone();
      for (int j = 0; j < parameters; j++) {
        wk[j] += sigma * random.nextGaussian();
        w.set(k, j, wk[j]);
      }
      for (int r = 0; r < x.numRows; r++) {
        int i = r % states;
        double e = i == states - 1 ? 0 : noise * scale(i) * random.nextGaussian();
        x.set(r, k, value(r / states, i, wk) + e);
      }
    }
    return new Rollouts(nominal, w, x, null, null, steps, 0.01);
  }
}
