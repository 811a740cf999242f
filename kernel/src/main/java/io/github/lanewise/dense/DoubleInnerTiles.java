package io.github.lanewise.dense;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C += alpha A B'} for a few rows of A and B, both read along their rows: a vector of partial sums for each
 * element of C stays in a register, and its lanes are added at the end.
 *
 * <p>There must be at least {@link #LANES} columns of A. The first vector holds what exceeds a multiple of that, so
 * that the others are full. Element (i, j) of C is at {@code cStart + i cRow + j cColumn}. Of {@value #HEIGHT} rows of
 * A only the first {@code rows} are there; the last is read in place of the others, and their sums are not stored.
 */
final class DoubleInnerTiles {
  /** Rows of A in a tile: with twice as many, and all registers full of sums, it ran a quarter slower. */
  static final int HEIGHT = 4;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  /** Columns of a vector. */
  static final int LANES = SPECIES.length();

  private DoubleInnerTiles() {
  }

  /** Three rows of B. */
  static void three(double alpha, int rows, int k, double[] a, int aStart, int aStride, double[] b, int bStart,
      int bStride, double[] c, int cStart, int cRow, int cColumn) {
    int head = (k - 1) % LANES + 1;
    VectorMask<Double> inside = SPECIES.indexInRange(0, head);
    int a0 = aStart;
    int a1 = aStart + aStride * Math.min(1, rows - 1);
    int a2 = aStart + aStride * Math.min(2, rows - 1);
    int a3 = aStart + aStride * Math.min(3, rows - 1);
    DoubleVector u = DoubleVector.zero(SPECIES).blend(DoubleVector.fromArray(SPECIES, b, bStart), inside);
    DoubleVector v = DoubleVector.zero(SPECIES).blend(DoubleVector.fromArray(SPECIES, b, bStart + bStride), inside);
    DoubleVector w = DoubleVector.zero(SPECIES).blend(DoubleVector.fromArray(SPECIES, b, bStart + 2 * bStride), inside);
    DoubleVector x = DoubleVector.fromArray(SPECIES, a, a0);
    DoubleVector u0 = x.mul(u);
    DoubleVector v0 = x.mul(v);
    DoubleVector w0 = x.mul(w);
    x = DoubleVector.fromArray(SPECIES, a, a1);
    DoubleVector u1 = x.mul(u);
    DoubleVector v1 = x.mul(v);
    DoubleVector w1 = x.mul(w);
    x = DoubleVector.fromArray(SPECIES, a, a2);
    DoubleVector u2 = x.mul(u);
    DoubleVector v2 = x.mul(v);
    DoubleVector w2 = x.mul(w);
    x = DoubleVector.fromArray(SPECIES, a, a3);
    DoubleVector u3 = x.mul(u);
    DoubleVector v3 = x.mul(v);
    DoubleVector w3 = x.mul(w);
    for (int l = head; l < k; l += LANES) {
      u = DoubleVector.fromArray(SPECIES, b, bStart + l);
      v = DoubleVector.fromArray(SPECIES, b, bStart + bStride + l);
      w = DoubleVector.fromArray(SPECIES, b, bStart + 2 * bStride + l);
      x = DoubleVector.fromArray(SPECIES, a, a0 + l);
      u0 = x.fma(u, u0);
      v0 = x.fma(v, v0);
      w0 = x.fma(w, w0);
      x = DoubleVector.fromArray(SPECIES, a, a1 + l);
      u1 = x.fma(u, u1);
      v1 = x.fma(v, v1);
      w1 = x.fma(w, w1);
      x = DoubleVector.fromArray(SPECIES, a, a2 + l);
      u2 = x.fma(u, u2);
      v2 = x.fma(v, v2);
      w2 = x.fma(w, w2);
      x = DoubleVector.fromArray(SPECIES, a, a3 + l);
      u3 = x.fma(u, u3);
      v3 = x.fma(v, v3);
      w3 = x.fma(w, w3);
    }
    c[cStart] += alpha * u0.reduceLanes(VectorOperators.ADD);
    c[cStart + cColumn] += alpha * v0.reduceLanes(VectorOperators.ADD);
    c[cStart + 2 * cColumn] += alpha * w0.reduceLanes(VectorOperators.ADD);
    if (rows > 1) {
      c[cStart + cRow] += alpha * u1.reduceLanes(VectorOperators.ADD);
      c[cStart + cRow + cColumn] += alpha * v1.reduceLanes(VectorOperators.ADD);
      c[cStart + cRow + 2 * cColumn] += alpha * w1.reduceLanes(VectorOperators.ADD);
    }
    if (rows > 2) {
      c[cStart + 2 * cRow] += alpha * u2.reduceLanes(VectorOperators.ADD);
      c[cStart + 2 * cRow + cColumn] += alpha * v2.reduceLanes(VectorOperators.ADD);
      c[cStart + 2 * cRow + 2 * cColumn] += alpha * w2.reduceLanes(VectorOperators.ADD);
    }
    if (rows > 3) {
      c[cStart + 3 * cRow] += alpha * u3.reduceLanes(VectorOperators.ADD);
      c[cStart + 3 * cRow + cColumn] += alpha * v3.reduceLanes(VectorOperators.ADD);
      c[cStart + 3 * cRow + 2 * cColumn] += alpha * w3.reduceLanes(VectorOperators.ADD);
    }
  }

  /** One row of B. */
  static void one(double alpha, int rows, int k, double[] a, int aStart, int aStride, double[] b, int bStart,
      int bStride, double[] c, int cStart, int cRow, int cColumn) {
    int head = (k - 1) % LANES + 1;
    VectorMask<Double> inside = SPECIES.indexInRange(0, head);
    int a0 = aStart;
    int a1 = aStart + aStride * Math.min(1, rows - 1);
    int a2 = aStart + aStride * Math.min(2, rows - 1);
    int a3 = aStart + aStride * Math.min(3, rows - 1);
    DoubleVector u = DoubleVector.zero(SPECIES).blend(DoubleVector.fromArray(SPECIES, b, bStart), inside);
    DoubleVector x = DoubleVector.fromArray(SPECIES, a, a0);
    DoubleVector u0 = x.mul(u);
    x = DoubleVector.fromArray(SPECIES, a, a1);
    DoubleVector u1 = x.mul(u);
    x = DoubleVector.fromArray(SPECIES, a, a2);
    DoubleVector u2 = x.mul(u);
    x = DoubleVector.fromArray(SPECIES, a, a3);
    DoubleVector u3 = x.mul(u);
    for (int l = head; l < k; l += LANES) {
      u = DoubleVector.fromArray(SPECIES, b, bStart + l);
      x = DoubleVector.fromArray(SPECIES, a, a0 + l);
      u0 = x.fma(u, u0);
      x = DoubleVector.fromArray(SPECIES, a, a1 + l);
      u1 = x.fma(u, u1);
      x = DoubleVector.fromArray(SPECIES, a, a2 + l);
      u2 = x.fma(u, u2);
      x = DoubleVector.fromArray(SPECIES, a, a3 + l);
      u3 = x.fma(u, u3);
    }
    c[cStart] += alpha * u0.reduceLanes(VectorOperators.ADD);
    if (rows > 1) {
      c[cStart + cRow] += alpha * u1.reduceLanes(VectorOperators.ADD);
    }
    if (rows > 2) {
      c[cStart + 2 * cRow] += alpha * u2.reduceLanes(VectorOperators.ADD);
    }
    if (rows > 3) {
      c[cStart + 3 * cRow] += alpha * u3.reduceLanes(VectorOperators.ADD);
    }
  }
}
