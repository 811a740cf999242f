package io.github.lanewise.identification;

import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;

/**
 * {@code [A_w C_w; C_w' B] [dx_w; dtheta] = [a_w; b]} for all windows w: with A_w = L_w L_w', Y_w = L_w^-1 C_w the
 * starts are eliminated, which leaves {@code S dtheta = s, S = B - sum Y_w' Y_w} of the coordinates alone.
 */
final class NormalEquations {
  private final Windows windows;
  private final int n;
  private final int p;
  /** Rows of a window's errors, and their derivatives by start and coordinates, over the noise. */
  private final double[] errors;
  private final double[] slopes;
  private final double[] products;
  private final double[] sides;
  /** B and b, with the prior. */
  private final double[] common;
  private final double[] commonRight;
  /** [A_w C_w] and a_w. */
  private final double[][] rows;
  private final double[][] rowsRight;
  /** [L_w Y_w] and L_w^-1 a_w. */
  private final double[][] eliminated;
  private final double[][] startRight;
  private final double[] schur;
  private final double[] right;

  NormalEquations(Windows windows, int n, int p) {
    this.windows = windows;
    this.n = n;
    this.p = p;
    errors = new double[(windows.steps() + 1) * n];
    slopes = new double[errors.length * (n + p)];
    products = new double[(n + p) * (n + p)];
    sides = new double[n + p];
    common = new double[p * p];
    commonRight = new double[p];
    rows = new double[windows.count()][n * (n + p)];
    rowsRight = new double[windows.count()][n];
    eliminated = new double[windows.count()][n * (n + p)];
    startRight = new double[windows.count()][n];
    schur = new double[p * p];
    right = new double[p];
  }

  /** Of windows that were run with slopes. */
  void set(double[] theta, double[] noise) {
    Arrays.fill(common, 0);
    for (int k = 0; k < p; k++) {
      common[k * p + k] = 1;
      commonRight[k] = -theta[k];
    }
    int s = n + p;
    for (int w = 0; w < windows.count(); w++) {
      take(w, noise);
      int count = (windows.steps() + 1) * n;
      Arrays.fill(products, 0);
      Arrays.fill(sides, 0);
      DoubleGemm.addTransposedTimes(s, s, count, slopes, 0, s, slopes, 0, s, products, 0, s);
      DoubleGemm.addTransposedTimes(s, 1, count, slopes, 0, s, errors, 0, 1, sides, 0, 1);
      System.arraycopy(products, 0, rows[w], 0, n * s);
      System.arraycopy(sides, 0, rowsRight[w], 0, n);
      for (int k = 0; k < p; k++) {
        commonRight[k] += sides[n + k];
        for (int l = 0; l < p; l++) {
          common[k * p + l] += products[(n + k) * s + n + l];
        }
      }
    }
    eliminate(0);
  }

  private void take(int w, double[] noise) {
    int s = n + p;
    for (int t = 0; t <= windows.steps(); t++) {
      for (int i = 0; i < n; i++) {
        int row = t * n + i;
        double error = windows.error(w, t, i);
        double scale = Double.isNaN(error) ? 0 : 1 / noise[i];
        errors[row] = scale == 0 ? 0 : error * scale;
        for (int k = 0; k < s; k++) {
          slopes[row * s + k] = scale * windows.slope(k, w, t, i);
        }
      }
    }
  }

  /** With the diagonals of A_w and B raised by a share. */
  private void eliminate(double damping) {
    int s = n + p;
    System.arraycopy(common, 0, schur, 0, schur.length);
    System.arraycopy(commonRight, 0, right, 0, p);
    for (int k = 0; k < p; k++) {
      schur[k * p + k] *= 1 + damping;
    }
    for (int w = 0; w < windows.count(); w++) {
      double[] top = eliminated[w];
      double[] z = startRight[w];
      System.arraycopy(rows[w], 0, top, 0, top.length);
      System.arraycopy(rowsRight[w], 0, z, 0, n);
      for (int i = 0; i < n; i++) {
        top[i * s + i] *= 1 + damping;
      }
      DoubleCholesky.factor(n, top, 0, s);
      DoubleCholesky.solveLower(n, p, top, 0, s, top, n, s);
      DoubleCholesky.solveLower(n, 1, top, 0, s, z, 0, 1);
      for (int k = 0; k < p; k++) {
        for (int i = 0; i < n; i++) {
          right[k] -= top[i * s + n + k] * z[i];
          for (int l = 0; l < p; l++) {
            schur[k * p + l] -= top[i * s + n + k] * top[i * s + n + l];
          }
        }
      }
    }
  }

  /** How coordinate k would move if it stood alone. */
  double pull(int k) {
    return right[k];
  }

  /** dtheta with diagonals raised by a share; 0 of coordinates that are held. */
  double[] step(double damping, boolean[] held) {
    eliminate(damping);
    double[] matrix = free(held);
    double[] step = new double[p];
    Arrays.setAll(step, k -> held[k] ? 0 : right[k]);
    DoubleCholesky.factor(p, matrix, 0, p);
    DoubleCholesky.solve(p, 1, matrix, 0, p, step, 0, 1);
    return step;
  }

  /** {@code dx_w = L_w'^-1 (L_w^-1 a_w - Y_w dtheta)}, window after window. */
  double[] startSteps(double[] change) {
    int s = n + p;
    double[] tangents = new double[n * eliminated.length];
    for (int w = 0; w < eliminated.length; w++) {
      double[] b = startRight[w].clone();
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < p; k++) {
          b[i] -= eliminated[w][i * s + n + k] * change[k];
        }
      }
      DoubleCholesky.solveLowerTransposed(n, 1, eliminated[w], 0, s, b, 0, 1);
      System.arraycopy(b, 0, tangents, w * n, n);
    }
    return tangents;
  }

  /** {@code log det S}, of what is known of the coordinates, prior and data together. */
  double information() {
    eliminate(0);
    double[] factor = schur.clone();
    DoubleCholesky.factor(p, factor, 0, p);
    double sum = 0;
    for (int k = 0; k < p; k++) {
      sum += 2 * Math.log(factor[k * p + k]);
    }
    return sum;
  }

  /** S^-1, p x p. */
  double[] covariance() {
    eliminate(0);
    double[] matrix = schur.clone();
    double[] inverse = new double[p * p];
    for (int k = 0; k < p; k++) {
      inverse[k * p + k] = 1;
    }
    DoubleCholesky.factor(p, matrix, 0, p);
    DoubleCholesky.solve(p, p, matrix, 0, p, inverse, 0, p);
    return inverse;
  }

  /** S with a row and a column of the unit matrix for what is held: positive definite, as the prior is in it. */
  private double[] free(boolean[] held) {
    double[] matrix = schur.clone();
    for (int k = 0; k < p; k++) {
      for (int l = 0; l < p; l++) {
        if (held[k] || held[l]) {
          matrix[k * p + l] = k == l ? 1 : 0;
        }
      }
    }
    return matrix;
  }
}
