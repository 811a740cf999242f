package io.github.lanewise.dynamics;

import io.github.lanewise.trace.Scalar;

/**
 * {@code x = A^-1 b} for a symmetric positive definite A, by the factors {@code A = L' D L} (RBDA section 6.5).
 *
 * <p>L is unit lower triangular. Eliminated from the last row up, so that zeros which stem from the branches of a robot
 * stay zeros and cost nothing.
 */
final class SymmetricSolve {
  private final Scalar[][] l;
  private final Scalar[] inverseD;

  private SymmetricSolve(Scalar[][] l, Scalar[] inverseD) {
    this.l = l;
    this.inverseD = inverseD;
  }

  /** Factors A, of which the lower triangle is read. */
  static SymmetricSolve factor(Scalar[][] a) {
    int n = a.length;
    Scalar[][] l = new Scalar[n][];
    for (int i = 0; i < n; i++) {
      l[i] = java.util.Arrays.copyOf(a[i], i + 1);
    }
    Scalar[] inverseD = new Scalar[n];
    for (int k = n - 1; k >= 0; k--) {
      inverseD[k] = l[k][k].reciprocal();
      for (int i = k - 1; i >= 0; i--) {
        Scalar scaled = l[k][i].times(inverseD[k]);
        for (int j = 0; j <= i; j++) {
          l[i][j] = l[i][j].minus(scaled.times(l[k][j]));
        }
        l[k][i] = scaled;
      }
    }
    return new SymmetricSolve(l, inverseD);
  }

  /** Of known factors: L below its diagonal, row by row, and 1 / D. */
  static SymmetricSolve of(Scalar[][] l, Scalar[] inverseD) {
    return new SymmetricSolve(l, inverseD);
  }

  /** Entry (i, j) of L, j < i, or of 1 / D, i = j. */
  Scalar factor(int i, int j) {
    return i == j ? inverseD[i] : l[i][j];
  }

  /** {@code A^-1 b}. */
  Scalar[] solve(Scalar[] b) {
    int n = b.length;
    Scalar[] x = b.clone();
    for (int k = n - 1; k >= 0; k--) {
      for (int i = 0; i < k; i++) {
        x[i] = x[i].minus(l[k][i].times(x[k]));
      }
    }
    for (int k = 0; k < n; k++) {
      x[k] = x[k].times(inverseD[k]);
      for (int i = 0; i < k; i++) {
        x[k] = x[k].minus(l[k][i].times(x[i]));
      }
    }
    return x;
  }
}
