package io.github.lanewise.dense;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C += alpha A B} for {@value #HEIGHT} rows of C and one or two vectors of its columns, whose sums stay in
 * registers: a row of B is loaded once for all rows of C and multiplied by one broadcast element of each row of A.
 *
 * <p>Row i of A starts at {@code aStart + i aRow}, row l of B at {@code bStart + l bStep}. Of A's rows only the first
 * {@code rows} are there; the last is read in place of the others. Eight sums are enough to wait for none, and with the
 * row of B and an element of A they fit the 16 registers of AVX2; two and three times as many were no faster on 32.
 */
final class DoubleTile {
  /** Rows of a tile. */
  static final int HEIGHT = 4;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  /** Columns of a vector. */
  static final int LANES = SPECIES.length();
  /** Columns of a tile. */
  static final int WIDTH = 2 * LANES;

  private DoubleTile() {
  }

  /** Two vectors of columns. */
  static void two(double alpha, int rows, int k, double[] a, int aStart, int aRow, double[] b, int bStart, int bStep,
      double[] c, int cStart, int cStride) {
    int a1 = aStart + aRow * Math.min(1, rows - 1);
    int a2 = aStart + aRow * Math.min(2, rows - 1);
    int a3 = aStart + aRow * Math.min(3, rows - 1);
    int c1 = cStart + cStride;
    int c2 = c1 + cStride;
    int c3 = c2 + cStride;
    DoubleVector u0 = DoubleVector.zero(SPECIES);
    DoubleVector v0 = u0;
    DoubleVector u1 = u0;
    DoubleVector v1 = u0;
    DoubleVector u2 = u0;
    DoubleVector v2 = u0;
    DoubleVector u3 = u0;
    DoubleVector v3 = u0;
    for (int l = 0; l < k; l++) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, b, bStart + l * bStep);
      DoubleVector v = DoubleVector.fromArray(SPECIES, b, bStart + l * bStep + LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[aStart + l]);
      u0 = x.fma(u, u0);
      v0 = x.fma(v, v0);
      x = DoubleVector.broadcast(SPECIES, a[a1 + l]);
      u1 = x.fma(u, u1);
      v1 = x.fma(v, v1);
      x = DoubleVector.broadcast(SPECIES, a[a2 + l]);
      u2 = x.fma(u, u2);
      v2 = x.fma(v, v2);
      x = DoubleVector.broadcast(SPECIES, a[a3 + l]);
      u3 = x.fma(u, u3);
      v3 = x.fma(v, v3);
    }
    u0.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, cStart)).intoArray(c, cStart);
    v0.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, cStart + LANES)).intoArray(c, cStart + LANES);
    u1.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
    v1.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, c1 + LANES)).intoArray(c, c1 + LANES);
    u2.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
    v2.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, c2 + LANES)).intoArray(c, c2 + LANES);
    u3.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
    v3.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, c3 + LANES)).intoArray(c, c3 + LANES);
  }

  /** One vector of columns. */
  static void one(double alpha, int rows, int k, double[] a, int aStart, int aRow, double[] b, int bStart, int bStep,
      double[] c, int cStart, int cStride) {
    int a1 = aStart + aRow * Math.min(1, rows - 1);
    int a2 = aStart + aRow * Math.min(2, rows - 1);
    int a3 = aStart + aRow * Math.min(3, rows - 1);
    int c1 = cStart + cStride;
    int c2 = c1 + cStride;
    int c3 = c2 + cStride;
    DoubleVector u0 = DoubleVector.zero(SPECIES);
    DoubleVector u1 = u0;
    DoubleVector u2 = u0;
    DoubleVector u3 = u0;
    for (int l = 0; l < k; l++) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, b, bStart + l * bStep);
      u0 = DoubleVector.broadcast(SPECIES, a[aStart + l]).fma(u, u0);
      u1 = DoubleVector.broadcast(SPECIES, a[a1 + l]).fma(u, u1);
      u2 = DoubleVector.broadcast(SPECIES, a[a2 + l]).fma(u, u2);
      u3 = DoubleVector.broadcast(SPECIES, a[a3 + l]).fma(u, u3);
    }
    u0.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, cStart)).intoArray(c, cStart);
    u1.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
    u2.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
    u3.mul(alpha).add(DoubleVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
  }
}
