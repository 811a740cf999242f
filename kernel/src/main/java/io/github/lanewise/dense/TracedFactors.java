package io.github.lanewise.dense;

import io.github.lanewise.trace.Scalar;

/**
 * {@code A = L D L'} of one small symmetric positive definite matrix on traced scalars, L unit lower triangular (Golub
 * and Van Loan, Matrix Computations, section 4.1).
 */
final class TracedFactors {
  private final int n;
  private final Scalar[][] l;
  private final Scalar[] inverseD;
  private final Scalar[] pivots;

  /** Factors A, given by the rows of its lower triangle, one after the other. */
  TracedFactors(int n, Scalar[] a) {
    this.n = n;
    l = new Scalar[n][n];
    inverseD = new Scalar[n];
    pivots = new Scalar[n];
    Scalar[][] scaled = new Scalar[n][n];
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        Scalar element = a[i * (i + 1) / 2 + j];
        for (int k = 0; k < j; k++) {
          element = element.minus(scaled[i][k].times(l[j][k]));
        }
        scaled[i][j] = element;
      }
      pivots[j] = scaled[j][j].over(a[j * (j + 1) / 2 + j].max(Double.MIN_NORMAL));
      inverseD[j] = scaled[j][j].reciprocal();
      for (int i = j + 1; i < n; i++) {
        l[i][j] = scaled[i][j].times(inverseD[j]);
      }
    }
  }

  /**
   * The least {@code D_j / A_jj}: what the earlier rows leave of a row, 0 if it is a combination of them; NaN after
   * that are passed over.
   */
  Scalar leastPivot() {
    Scalar least = pivots[0];
    for (int j = 1; j < n; j++) {
      least = pivots[j].ifLess(least, pivots[j], least);
    }
    return least;
  }

  /** {@code A^-1 b}. */
  Scalar[] solve(Scalar[] b) {
    Scalar[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] = x[i].minus(l[i][k].times(x[k]));
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      x[i] = x[i].times(inverseD[i]);
      for (int k = i + 1; k < n; k++) {
        x[i] = x[i].minus(l[k][i].times(x[k]));
      }
    }
    return x;
  }

  /** The diagonal of {@code A^-1}, by the columns of L^-1. */
  Scalar[] inverseDiagonal() {
    Scalar[] diagonal = new Scalar[n];
    for (int j = 0; j < n; j++) {
      Scalar[] column = Scalar.zeros(n);
      column[j] = Scalar.ONE;
      diagonal[j] = inverseD[j];
      for (int i = j + 1; i < n; i++) {
        for (int k = j; k < i; k++) {
          column[i] = column[i].minus(l[i][k].times(column[k]));
        }
        diagonal[j] = diagonal[j].plus(column[i].squared().times(inverseD[i]));
      }
    }
    return diagonal;
  }
}
