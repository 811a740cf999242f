package io.github.lanewise.dense;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C += alpha A B} for a few rows of C, whose sums stay in registers while rows of B stream past: each is loaded
 * once for all rows of C and multiplied by one broadcast element of each row of A.
 *
 * <p>Element (i, l) of A is at {@code aStart + i aRow + l aColumn}, so that A may be transposed. Of {@value #HEIGHT}
 * rows of C only the first {@code rows} are there; the last is computed in place of the others, and not stored.
 */
final class DoubleOuterTiles {
  /** Rows of a tile. */
  static final int HEIGHT = 8;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  /** Columns of a vector. */
  static final int LANES = SPECIES.length();

  private DoubleOuterTiles() {
  }

  /** Three vectors of columns: with 24 sums there are registers left for the row of B and an element of A. */
  static void three(double alpha, int rows, int k, double[] a, int aStart, int aRow, int aColumn, double[] b,
      int bStart, int bStride, double[] c, int cStart, int cStride) {
    int a0 = aStart;
    int a1 = aStart + aRow * Math.min(1, rows - 1);
    int a2 = aStart + aRow * Math.min(2, rows - 1);
    int a3 = aStart + aRow * Math.min(3, rows - 1);
    int a4 = aStart + aRow * Math.min(4, rows - 1);
    int a5 = aStart + aRow * Math.min(5, rows - 1);
    int a6 = aStart + aRow * Math.min(6, rows - 1);
    int a7 = aStart + aRow * Math.min(7, rows - 1);
    DoubleVector u0 = DoubleVector.zero(SPECIES);
    DoubleVector v0 = u0;
    DoubleVector w0 = u0;
    DoubleVector u1 = DoubleVector.zero(SPECIES);
    DoubleVector v1 = u1;
    DoubleVector w1 = u1;
    DoubleVector u2 = DoubleVector.zero(SPECIES);
    DoubleVector v2 = u2;
    DoubleVector w2 = u2;
    DoubleVector u3 = DoubleVector.zero(SPECIES);
    DoubleVector v3 = u3;
    DoubleVector w3 = u3;
    DoubleVector u4 = DoubleVector.zero(SPECIES);
    DoubleVector v4 = u4;
    DoubleVector w4 = u4;
    DoubleVector u5 = DoubleVector.zero(SPECIES);
    DoubleVector v5 = u5;
    DoubleVector w5 = u5;
    DoubleVector u6 = DoubleVector.zero(SPECIES);
    DoubleVector v6 = u6;
    DoubleVector w6 = u6;
    DoubleVector u7 = DoubleVector.zero(SPECIES);
    DoubleVector v7 = u7;
    DoubleVector w7 = u7;
    int at = 0;
    for (int l = 0; l < k; l++) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, b, bStart + l * bStride);
      DoubleVector v = DoubleVector.fromArray(SPECIES, b, bStart + l * bStride + LANES);
      DoubleVector w = DoubleVector.fromArray(SPECIES, b, bStart + l * bStride + 2 * LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[a0 + at]);
      u0 = x.fma(u, u0);
      v0 = x.fma(v, v0);
      w0 = x.fma(w, w0);
      x = DoubleVector.broadcast(SPECIES, a[a1 + at]);
      u1 = x.fma(u, u1);
      v1 = x.fma(v, v1);
      w1 = x.fma(w, w1);
      x = DoubleVector.broadcast(SPECIES, a[a2 + at]);
      u2 = x.fma(u, u2);
      v2 = x.fma(v, v2);
      w2 = x.fma(w, w2);
      x = DoubleVector.broadcast(SPECIES, a[a3 + at]);
      u3 = x.fma(u, u3);
      v3 = x.fma(v, v3);
      w3 = x.fma(w, w3);
      x = DoubleVector.broadcast(SPECIES, a[a4 + at]);
      u4 = x.fma(u, u4);
      v4 = x.fma(v, v4);
      w4 = x.fma(w, w4);
      x = DoubleVector.broadcast(SPECIES, a[a5 + at]);
      u5 = x.fma(u, u5);
      v5 = x.fma(v, v5);
      w5 = x.fma(w, w5);
      x = DoubleVector.broadcast(SPECIES, a[a6 + at]);
      u6 = x.fma(u, u6);
      v6 = x.fma(v, v6);
      w6 = x.fma(w, w6);
      x = DoubleVector.broadcast(SPECIES, a[a7 + at]);
      u7 = x.fma(u, u7);
      v7 = x.fma(v, v7);
      w7 = x.fma(w, w7);
      at += aColumn;
    }
    DoubleVector s = DoubleVector.broadcast(SPECIES, alpha);
    int c0 = cStart;
    u0.fma(s, DoubleVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
    v0.fma(s, DoubleVector.fromArray(SPECIES, c, c0 + LANES)).intoArray(c, c0 + LANES);
    w0.fma(s, DoubleVector.fromArray(SPECIES, c, c0 + 2 * LANES)).intoArray(c, c0 + 2 * LANES);
    if (rows > 1) {
      int c1 = cStart + cStride;
      u1.fma(s, DoubleVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
      v1.fma(s, DoubleVector.fromArray(SPECIES, c, c1 + LANES)).intoArray(c, c1 + LANES);
      w1.fma(s, DoubleVector.fromArray(SPECIES, c, c1 + 2 * LANES)).intoArray(c, c1 + 2 * LANES);
    }
    if (rows > 2) {
      int c2 = cStart + 2 * cStride;
      u2.fma(s, DoubleVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
      v2.fma(s, DoubleVector.fromArray(SPECIES, c, c2 + LANES)).intoArray(c, c2 + LANES);
      w2.fma(s, DoubleVector.fromArray(SPECIES, c, c2 + 2 * LANES)).intoArray(c, c2 + 2 * LANES);
    }
    if (rows > 3) {
      int c3 = cStart + 3 * cStride;
      u3.fma(s, DoubleVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
      v3.fma(s, DoubleVector.fromArray(SPECIES, c, c3 + LANES)).intoArray(c, c3 + LANES);
      w3.fma(s, DoubleVector.fromArray(SPECIES, c, c3 + 2 * LANES)).intoArray(c, c3 + 2 * LANES);
    }
    if (rows > 4) {
      int c4 = cStart + 4 * cStride;
      u4.fma(s, DoubleVector.fromArray(SPECIES, c, c4)).intoArray(c, c4);
      v4.fma(s, DoubleVector.fromArray(SPECIES, c, c4 + LANES)).intoArray(c, c4 + LANES);
      w4.fma(s, DoubleVector.fromArray(SPECIES, c, c4 + 2 * LANES)).intoArray(c, c4 + 2 * LANES);
    }
    if (rows > 5) {
      int c5 = cStart + 5 * cStride;
      u5.fma(s, DoubleVector.fromArray(SPECIES, c, c5)).intoArray(c, c5);
      v5.fma(s, DoubleVector.fromArray(SPECIES, c, c5 + LANES)).intoArray(c, c5 + LANES);
      w5.fma(s, DoubleVector.fromArray(SPECIES, c, c5 + 2 * LANES)).intoArray(c, c5 + 2 * LANES);
    }
    if (rows > 6) {
      int c6 = cStart + 6 * cStride;
      u6.fma(s, DoubleVector.fromArray(SPECIES, c, c6)).intoArray(c, c6);
      v6.fma(s, DoubleVector.fromArray(SPECIES, c, c6 + LANES)).intoArray(c, c6 + LANES);
      w6.fma(s, DoubleVector.fromArray(SPECIES, c, c6 + 2 * LANES)).intoArray(c, c6 + 2 * LANES);
    }
    if (rows > 7) {
      int c7 = cStart + 7 * cStride;
      u7.fma(s, DoubleVector.fromArray(SPECIES, c, c7)).intoArray(c, c7);
      v7.fma(s, DoubleVector.fromArray(SPECIES, c, c7 + LANES)).intoArray(c, c7 + LANES);
      w7.fma(s, DoubleVector.fromArray(SPECIES, c, c7 + 2 * LANES)).intoArray(c, c7 + 2 * LANES);
    }
  }

  /** One vector of columns. */
  static void one(double alpha, int rows, int k, double[] a, int aStart, int aRow, int aColumn, double[] b, int bStart,
      int bStride, double[] c, int cStart, int cStride) {
    int a0 = aStart;
    int a1 = aStart + aRow * Math.min(1, rows - 1);
    int a2 = aStart + aRow * Math.min(2, rows - 1);
    int a3 = aStart + aRow * Math.min(3, rows - 1);
    int a4 = aStart + aRow * Math.min(4, rows - 1);
    int a5 = aStart + aRow * Math.min(5, rows - 1);
    int a6 = aStart + aRow * Math.min(6, rows - 1);
    int a7 = aStart + aRow * Math.min(7, rows - 1);
    DoubleVector u0 = DoubleVector.zero(SPECIES);
    DoubleVector u1 = DoubleVector.zero(SPECIES);
    DoubleVector u2 = DoubleVector.zero(SPECIES);
    DoubleVector u3 = DoubleVector.zero(SPECIES);
    DoubleVector u4 = DoubleVector.zero(SPECIES);
    DoubleVector u5 = DoubleVector.zero(SPECIES);
    DoubleVector u6 = DoubleVector.zero(SPECIES);
    DoubleVector u7 = DoubleVector.zero(SPECIES);
    int at = 0;
    for (int l = 0; l < k; l++) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, b, bStart + l * bStride);
      u0 = DoubleVector.broadcast(SPECIES, a[a0 + at]).fma(u, u0);
      u1 = DoubleVector.broadcast(SPECIES, a[a1 + at]).fma(u, u1);
      u2 = DoubleVector.broadcast(SPECIES, a[a2 + at]).fma(u, u2);
      u3 = DoubleVector.broadcast(SPECIES, a[a3 + at]).fma(u, u3);
      u4 = DoubleVector.broadcast(SPECIES, a[a4 + at]).fma(u, u4);
      u5 = DoubleVector.broadcast(SPECIES, a[a5 + at]).fma(u, u5);
      u6 = DoubleVector.broadcast(SPECIES, a[a6 + at]).fma(u, u6);
      u7 = DoubleVector.broadcast(SPECIES, a[a7 + at]).fma(u, u7);
      at += aColumn;
    }
    DoubleVector s = DoubleVector.broadcast(SPECIES, alpha);
    int c0 = cStart;
    u0.fma(s, DoubleVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
    if (rows > 1) {
      int c1 = cStart + cStride;
      u1.fma(s, DoubleVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
    }
    if (rows > 2) {
      int c2 = cStart + 2 * cStride;
      u2.fma(s, DoubleVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
    }
    if (rows > 3) {
      int c3 = cStart + 3 * cStride;
      u3.fma(s, DoubleVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
    }
    if (rows > 4) {
      int c4 = cStart + 4 * cStride;
      u4.fma(s, DoubleVector.fromArray(SPECIES, c, c4)).intoArray(c, c4);
    }
    if (rows > 5) {
      int c5 = cStart + 5 * cStride;
      u5.fma(s, DoubleVector.fromArray(SPECIES, c, c5)).intoArray(c, c5);
    }
    if (rows > 6) {
      int c6 = cStart + 6 * cStride;
      u6.fma(s, DoubleVector.fromArray(SPECIES, c, c6)).intoArray(c, c6);
    }
    if (rows > 7) {
      int c7 = cStart + 7 * cStride;
      u7.fma(s, DoubleVector.fromArray(SPECIES, c, c7)).intoArray(c, c7);
    }
  }

  /**
   * Fewer columns than lanes, and at most half as many rows: masked accesses make so much code that C1 gives up on
   * more.
   */
  static void part(double alpha, int rows, int columns, int k, double[] a, int aStart, int aRow, int aColumn,
      double[] b, int bStart, int bStride, double[] c, int cStart, int cStride) {
    VectorMask<Double> inside = SPECIES.indexInRange(0, columns);
    int a0 = aStart;
    int a1 = aStart + aRow * Math.min(1, rows - 1);
    int a2 = aStart + aRow * Math.min(2, rows - 1);
    int a3 = aStart + aRow * Math.min(3, rows - 1);
    DoubleVector u0 = DoubleVector.zero(SPECIES);
    DoubleVector u1 = DoubleVector.zero(SPECIES);
    DoubleVector u2 = DoubleVector.zero(SPECIES);
    DoubleVector u3 = DoubleVector.zero(SPECIES);
    int at = 0;
    for (int l = 0; l < k; l++) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, b, bStart + l * bStride, inside);
      u0 = DoubleVector.broadcast(SPECIES, a[a0 + at]).fma(u, u0);
      u1 = DoubleVector.broadcast(SPECIES, a[a1 + at]).fma(u, u1);
      u2 = DoubleVector.broadcast(SPECIES, a[a2 + at]).fma(u, u2);
      u3 = DoubleVector.broadcast(SPECIES, a[a3 + at]).fma(u, u3);
      at += aColumn;
    }
    DoubleVector s = DoubleVector.broadcast(SPECIES, alpha);
    int c0 = cStart;
    u0.fma(s, DoubleVector.fromArray(SPECIES, c, c0, inside)).intoArray(c, c0, inside);
    if (rows > 1) {
      int c1 = cStart + cStride;
      u1.fma(s, DoubleVector.fromArray(SPECIES, c, c1, inside)).intoArray(c, c1, inside);
    }
    if (rows > 2) {
      int c2 = cStart + 2 * cStride;
      u2.fma(s, DoubleVector.fromArray(SPECIES, c, c2, inside)).intoArray(c, c2, inside);
    }
    if (rows > 3) {
      int c3 = cStart + 3 * cStride;
      u3.fma(s, DoubleVector.fromArray(SPECIES, c, c3, inside)).intoArray(c, c3, inside);
    }
  }
}
