package io.github.lanewise.dense;

import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/**
 * {@code A = L D L'} of one small symmetric positive definite matrix on traced scalars, L unit lower triangular (Golub
 * and Van Loan, Matrix Computations, section 4.1).
 *
 * <p>Symmetric matrices are the rows of their lower triangles, one after the other.
 */
final class TracedFactors {
  private final int n;
  /** The rows of L, with 1 / D_j in place of the ones. */
  private final Scalar[] packed;
  private final Scalar leastPivot;

  private TracedFactors(int n, Scalar[] packed, Scalar leastPivot) {
    this.n = n;
    this.packed = packed;
    this.leastPivot = leastPivot;
  }

  /** Factors A. */
  static TracedFactors of(int n, Scalar[] a) {
    Scalar[] packed = new Scalar[a.length];
    Scalar[][] scaled = new Scalar[n][n];
    Scalar least = null;
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        Scalar element = a[at(i, j)];
        for (int k = 0; k < j; k++) {
          element = element.minus(scaled[i][k].times(packed[at(j, k)]));
        }
        scaled[i][j] = element;
      }
      Scalar pivot = scaled[j][j];
      least = least == null ? pivot : pivot.ifLess(least, pivot, least);
      packed[at(j, j)] = pivot.reciprocal();
      for (int i = j + 1; i < n; i++) {
        packed[at(i, j)] = scaled[i][j].times(packed[at(j, j)]);
      }
    }
    return new TracedFactors(n, packed, least);
  }

  /** The factors that {@link #packed} gave, in another graph. */
  static TracedFactors unpack(int n, Scalar[] packed) {
    return new TracedFactors(n, packed, null);
  }

  /** Where element (i, j), i >= j, of a lower triangle is. */
  static int at(int i, int j) {
    return i * (i + 1) / 2 + j;
  }

  /** The factors as n (n + 1) / 2 scalars. */
  Scalar[] packed() {
    return packed;
  }

  /** The least D_j; those that are not a number are passed over but for the first. */
  Scalar leastPivot() {
    return leastPivot;
  }

  /** {@code A^-1 b}. */
  Scalar[] solve(Scalar[] b) {
    Scalar[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] = x[i].minus(packed[at(i, k)].times(x[k]));
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      x[i] = x[i].times(packed[at(i, i)]);
      for (int k = i + 1; k < n; k++) {
        x[i] = x[i].minus(packed[at(k, i)].times(x[k]));
      }
    }
    return x;
  }

  /** {@code A^-1 = L'^-1 D^-1 L^-1}. */
  Scalar[] inverse() {
    Scalar[][] column = new Scalar[n][];
    for (int j = 0; j < n; j++) {
      column[j] = Scalar.zeros(n);
      column[j][j] = Scalar.ONE;
      for (int i = j + 1; i < n; i++) {
        for (int k = j; k < i; k++) {
          column[j][i] = column[j][i].minus(packed[at(i, k)].times(column[j][k]));
        }
      }
    }
    Scalar[] inverse = new Scalar[packed.length];
    Arrays.fill(inverse, Scalar.ZERO);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i <= j; i++) {
        for (int k = j; k < n; k++) {
          inverse[at(j, i)] = inverse[at(j, i)].plus(column[i][k].times(column[j][k].times(packed[at(k, k)])));
        }
      }
    }
    return inverse;
  }
}
