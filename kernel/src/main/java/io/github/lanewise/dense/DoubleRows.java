package io.github.lanewise.dense;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Sums along the rows of a matrix. Allocates nothing; callers may use it from any thread. */
public final class DoubleRows {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private DoubleRows() {
  }

  /**
   * {@code s_i += sum_j a_ij^2}.
   *
   * @param m rows of A
   * @param n columns of A
   * @param a holds A; element (i, j) is at {@code aStart + i aStride + j}
   * @param s element i is at {@code sStart + i} (modified)
   */
  public static void addSquares(int m, int n, double[] a, int aStart, int aStride, double[] s, int sStart) {
    for (int i = 0; i < m; i++) {
      s[sStart + i] += squares(n, a, aStart + i * aStride);
    }
  }

  /** Four sums, since a multiply-add has to wait for the last one of its own sum. */
  private static double squares(int n, double[] a, int start) {
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    int j = 0;
    for (; j <= n - 4 * LANES; j += 4 * LANES) {
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, a, start + j);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, a, start + j + LANES);
      DoubleVector x2 = DoubleVector.fromArray(SPECIES, a, start + j + 2 * LANES);
      DoubleVector x3 = DoubleVector.fromArray(SPECIES, a, start + j + 3 * LANES);
      s0 = x0.fma(x0, s0);
      s1 = x1.fma(x1, s1);
      s2 = x2.fma(x2, s2);
      s3 = x3.fma(x3, s3);
    }
    double sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; j < n; j++) {
      sum += a[start + j] * a[start + j];
    }
    return sum;
  }
}
