package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.dense.DoubleCholesky;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code min 1/2 x'Hx + f'x subject to A x <= b}, H positive definite: the dual active-set method of Goldfarb and
 * Idnani.
 *
 * <p>Starts from the unconstrained minimum and takes in one violated constraint after the other, so that every iterate
 * is optimal for those it knows, and knows when none can be met. Small dense problems: factors of active constraints
 * are made anew at each step. "A numerically stable dual method for solving strictly convex quadratic programs",
 * Mathematical Programming 27 (1983), algorithm 1. For one solution; one thread.
 */
final class QuadraticProgram {
  private static final double TOLERANCE = 1e-12;

  private final int n;
  private final double[] factor;
  private final DMatrixRMaj a;
  private final double[] b;
  private final double[] x;
  private final List<Integer> active = new ArrayList<>();
  private final double[] multiplier;

  /**
   * The minimum, or what stands against one.
   *
   * @param x the minimum; the last iterate where the constraints cannot all be met
   * @param multipliers one for each constraint, not negative; {@code H x + f + A' multipliers = 0}
   * @param unmet the constraint that cannot be met together with {@code against}, or -1 if all are met
   * @param against constraints in force when {@code unmet} could not be met
   */
  record Solution(double[] x, double[] multipliers, int unmet, List<Integer> against) {
    /** Whether all constraints are met. */
    boolean feasible() {
      return unmet < 0;
    }
  }

  private QuadraticProgram(DMatrixRMaj h, double[] f, DMatrixRMaj a, double[] b) {
    n = f.length;
    this.a = a;
    this.b = b;
    multiplier = new double[b.length];
    factor = h.data.clone();
    int pivot = DoubleCholesky.factor(n, factor, 0, n);
    if (pivot < n) {
      throw new IllegalArgumentException("H is not positive definite: pivot " + pivot
          + " of its factor is not positive");
    }
    x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = -f[i];
    }
    DoubleCholesky.solve(n, 1, factor, 0, n, x, 0, 1);
  }

  /**
   * Solves the programme.
   *
   * @param h n x n, symmetric; only the lower triangle is read
   * @param f n numbers
   * @param a c x n; a row of zeros with a negative b cannot be met
   * @param b c numbers; infinity for none
   * @throws IllegalArgumentException if shapes differ, or H is not positive definite
   */
  static Solution solve(DMatrixRMaj h, double[] f, DMatrixRMaj a, double[] b) {
    int n = f.length;
    if (h.numRows != n || h.numCols != n || a.numCols != n || a.numRows != b.length) {
      throw new IllegalArgumentException("H is " + h.numRows + " x " + h.numCols + ", f has " + n + " numbers, A is "
          + a.numRows + " x "
          + a.numCols + " and b has " + b.length);
    }
    return new QuadraticProgram(h, f, a, b).solve();
  }

  private Solution solve() {
    while (true) {
      int worst = mostViolated();
      if (worst < 0) {
        return new Solution(x, multiplier, -1, List.of());
      }
      if (!take(worst)) {
        return new Solution(x, multiplier, worst, List.copyOf(active));
      }
    }
  }

  /** By distance, a violation divided by the length of its row; -1 if there is none. */
  private int mostViolated() {
    int worst = -1;
    double most = 0;
    for (int c = 0; c < b.length; c++) {
      double excess = excess(c);
      double length = length(c);
      double size = TOLERANCE * (Math.abs(b[c]) + length * length(x));
      if (excess > size && !active.contains(c)) {
        double distance = excess / Math.max(length, Double.MIN_NORMAL);
        if (distance > most) {
          most = distance;
          worst = c;
        }
      }
    }
    return worst;
  }

  /**
   * Moves to the minimum with this constraint too, leaving others that are in the way; false if it cannot be met with
   * those left.
   */
  private boolean take(int constraint) {
    double[] v = new double[n]; // L^-1 a_q
    System.arraycopy(a.data, constraint * n, v, 0, n);
    DoubleCholesky.solveLower(n, 1, factor, 0, n, v, 0, 1);
    double whole = length(v);
    while (true) {
      int m = active.size();
      double[] r = new double[m];
      double[] w = project(v, r);
      double slope = dot(w, w);
      int leaving = -1;
      double partial = Double.POSITIVE_INFINITY;
      for (int j = 0; j < m; j++) {
        if (r[j] > TOLERANCE && multiplier[active.get(j)] / r[j] < partial) {
          partial = multiplier[active.get(j)] / r[j];
          leaving = j;
        }
      }
      boolean moves = Math.sqrt(slope) > 1e-10 * whole;
      double full = moves ? excess(constraint) / slope : Double.POSITIVE_INFINITY;
      double step = Math.min(partial, full);
      if (Double.isInfinite(step)) {
        return false;
      }
      if (moves) {
        DoubleCholesky.solveLowerTransposed(n, 1, factor, 0, n, w, 0, 1);
        for (int i = 0; i < n; i++) {
          x[i] -= step * w[i];
        }
      }
      for (int j = 0; j < m; j++) {
        multiplier[active.get(j)] -= step * r[j];
      }
      multiplier[constraint] += step;
      if (full <= partial) {
        active.add(constraint);
        return true;
      }
      multiplier[active.get(leaving)] = 0;
      active.remove(leaving);
    }
  }

  /** {@code w = v - B r}, the part of v outside the span of the active constraints' {@code B = L^-1 N}. */
  private double[] project(double[] v, double[] r) {
    int m = r.length;
    double[] columns = new double[n * m];
    for (int j = 0; j < m; j++) {
      for (int i = 0; i < n; i++) {
        columns[i * m + j] = a.get(active.get(j), i);
      }
    }
    DoubleCholesky.solveLower(n, m, factor, 0, n, columns, 0, m);
    double[] gram = new double[m * m];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        r[j] += columns[i * m + j] * v[i];
        for (int l = 0; l <= j; l++) {
          gram[j * m + l] += columns[i * m + j] * columns[i * m + l];
        }
      }
    }
    if (m > 0) {
      DoubleCholesky.factor(m, gram, 0, m);
      DoubleCholesky.solve(m, 1, gram, 0, m, r, 0, 1);
    }
    double[] w = v.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        w[i] -= columns[i * m + j] * r[j];
      }
    }
    return w;
  }

  private double excess(int c) {
    double sum = -b[c];
    for (int i = 0; i < n; i++) {
      sum += a.data[c * n + i] * x[i];
    }
    return sum;
  }

  private double length(int c) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a.data[c * n + i] * a.data[c * n + i];
    }
    return Math.sqrt(sum);
  }

  private static double length(double[] v) {
    return Math.sqrt(dot(v, v));
  }

  private static double dot(double[] u, double[] v) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += u[i] * v[i];
    }
    return sum;
  }
}
