package io.github.lanewise.dense;

import static jdk.incubator.vector.VectorOperators.ADD;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code C += alpha A B} for {@value #HEIGHT} rows of C and one, two or four vectors of its columns, whose sums stay in
 * registers: a row of B is loaded once for all rows of C and multiplied by one broadcast element of each row of A.
 *
 * <p>Element (i, l) of A is at {@code aStart + i aRow + l aColumn}, row l of B at {@code bStart + l bRow}. Of A's rows
 * only the first {@code rows} are there; the last is read in place of the others.
 *
 * <p>With 512 bits the widest tile holds 24 sums. Measured on data in the cache, with two multipliers (at 256 bits) and
 * 32 registers, 24 sums reach 89 % of the peak, 16 reach 85 % and 12 reach 67 %; on 16 registers 24 reach 43 %, so
 * narrower vectors get 12. The indices of A and B are sums because C2 left products of them in the loop, then had too
 * few registers, and 12 sums lost a sixth of their speed.
 */
final class DoubleTile {
  /** Rows of a tile. */
  static final int HEIGHT = 6;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  /** Columns of a vector. */
  static final int LANES = SPECIES.length();
  /** Columns of the widest tile. */
  static final int WIDTH = SPECIES.vectorBitSize() == 512 ? 4 * LANES : 2 * LANES;

  private DoubleTile() {
  }

  /** Columns of the narrowest tile that holds so many. */
  static int width(int columns) {
    return columns > 2 * LANES ? WIDTH : columns > LANES ? 2 * LANES : LANES;
  }

  /** The tile of this width. */
  static void add(int width, double alpha, int rows, int k, double[] a, int aStart, int aRow, int aColumn, double[] b,
      int bStart, int bRow, double[] c, int cStart, int cStride) {
    if (width == LANES) {
      one(alpha, rows, k, a, aStart, aRow, aColumn, b, bStart, bRow, c, cStart, cStride);
    } else if (width == 2 * LANES) {
      two(alpha, rows, k, a, aStart, aRow, aColumn, b, bStart, bRow, c, cStart, cStride);
    } else {
      four(alpha, rows, k, a, aStart, aRow, aColumn, b, bStart, bRow, c, cStart, cStride);
    }
  }

  /** Four vectors of columns. */
  private static void four(double alpha, int rows, int k, double[] a, int aStart, int aRow, int aColumn, double[] b,
      int bStart, int bRow, double[] c, int cStart, int cStride) {
    int a1 = aRow * Math.min(1, rows - 1);
    int a2 = aRow * Math.min(2, rows - 1);
    int a3 = aRow * Math.min(3, rows - 1);
    int a4 = aRow * Math.min(4, rows - 1);
    int a5 = aRow * Math.min(5, rows - 1);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector u0 = zero.lanewise(ADD, zero);
    DoubleVector v0 = u0;
    DoubleVector w0 = u0;
    DoubleVector z0 = u0;
    DoubleVector u1 = u0;
    DoubleVector v1 = u0;
    DoubleVector w1 = u0;
    DoubleVector z1 = u0;
    DoubleVector u2 = u0;
    DoubleVector v2 = u0;
    DoubleVector w2 = u0;
    DoubleVector z2 = u0;
    DoubleVector u3 = u0;
    DoubleVector v3 = u0;
    DoubleVector w3 = u0;
    DoubleVector z3 = u0;
    DoubleVector u4 = u0;
    DoubleVector v4 = u0;
    DoubleVector w4 = u0;
    DoubleVector z4 = u0;
    DoubleVector u5 = u0;
    DoubleVector v5 = u0;
    DoubleVector w5 = u0;
    DoubleVector z5 = u0;
    int x = aStart;
    int y = bStart;
    for (int l = 0; l < k; l++) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, b, y);
      DoubleVector v = DoubleVector.fromArray(SPECIES, b, y + LANES);
      DoubleVector w = DoubleVector.fromArray(SPECIES, b, y + 2 * LANES);
      DoubleVector z = DoubleVector.fromArray(SPECIES, b, y + 3 * LANES);
      DoubleVector e = DoubleVector.broadcast(SPECIES, a[x]);
      u0 = e.fma(u, u0);
      v0 = e.fma(v, v0);
      w0 = e.fma(w, w0);
      z0 = e.fma(z, z0);
      e = DoubleVector.broadcast(SPECIES, a[x + a1]);
      u1 = e.fma(u, u1);
      v1 = e.fma(v, v1);
      w1 = e.fma(w, w1);
      z1 = e.fma(z, z1);
      e = DoubleVector.broadcast(SPECIES, a[x + a2]);
      u2 = e.fma(u, u2);
      v2 = e.fma(v, v2);
      w2 = e.fma(w, w2);
      z2 = e.fma(z, z2);
      e = DoubleVector.broadcast(SPECIES, a[x + a3]);
      u3 = e.fma(u, u3);
      v3 = e.fma(v, v3);
      w3 = e.fma(w, w3);
      z3 = e.fma(z, z3);
      e = DoubleVector.broadcast(SPECIES, a[x + a4]);
      u4 = e.fma(u, u4);
      v4 = e.fma(v, v4);
      w4 = e.fma(w, w4);
      z4 = e.fma(z, z4);
      e = DoubleVector.broadcast(SPECIES, a[x + a5]);
      u5 = e.fma(u, u5);
      v5 = e.fma(v, v5);
      w5 = e.fma(w, w5);
      z5 = e.fma(z, z5);
      x += aColumn;
      y += bRow;
    }
    DoubleVector s = DoubleVector.broadcast(SPECIES, alpha);
    u0.fma(s, DoubleVector.fromArray(SPECIES, c, cStart)).intoArray(c, cStart);
    v0.fma(s, DoubleVector.fromArray(SPECIES, c, cStart + LANES)).intoArray(c, cStart + LANES);
    w0.fma(s, DoubleVector.fromArray(SPECIES, c, cStart + 2 * LANES)).intoArray(c, cStart + 2 * LANES);
    z0.fma(s, DoubleVector.fromArray(SPECIES, c, cStart + 3 * LANES)).intoArray(c, cStart + 3 * LANES);
    int c1 = cStart + cStride;
    u1.fma(s, DoubleVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
    v1.fma(s, DoubleVector.fromArray(SPECIES, c, c1 + LANES)).intoArray(c, c1 + LANES);
    w1.fma(s, DoubleVector.fromArray(SPECIES, c, c1 + 2 * LANES)).intoArray(c, c1 + 2 * LANES);
    z1.fma(s, DoubleVector.fromArray(SPECIES, c, c1 + 3 * LANES)).intoArray(c, c1 + 3 * LANES);
    int c2 = c1 + cStride;
    u2.fma(s, DoubleVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
    v2.fma(s, DoubleVector.fromArray(SPECIES, c, c2 + LANES)).intoArray(c, c2 + LANES);
    w2.fma(s, DoubleVector.fromArray(SPECIES, c, c2 + 2 * LANES)).intoArray(c, c2 + 2 * LANES);
    z2.fma(s, DoubleVector.fromArray(SPECIES, c, c2 + 3 * LANES)).intoArray(c, c2 + 3 * LANES);
    int c3 = c2 + cStride;
    u3.fma(s, DoubleVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
    v3.fma(s, DoubleVector.fromArray(SPECIES, c, c3 + LANES)).intoArray(c, c3 + LANES);
    w3.fma(s, DoubleVector.fromArray(SPECIES, c, c3 + 2 * LANES)).intoArray(c, c3 + 2 * LANES);
    z3.fma(s, DoubleVector.fromArray(SPECIES, c, c3 + 3 * LANES)).intoArray(c, c3 + 3 * LANES);
    int c4 = c3 + cStride;
    u4.fma(s, DoubleVector.fromArray(SPECIES, c, c4)).intoArray(c, c4);
    v4.fma(s, DoubleVector.fromArray(SPECIES, c, c4 + LANES)).intoArray(c, c4 + LANES);
    w4.fma(s, DoubleVector.fromArray(SPECIES, c, c4 + 2 * LANES)).intoArray(c, c4 + 2 * LANES);
    z4.fma(s, DoubleVector.fromArray(SPECIES, c, c4 + 3 * LANES)).intoArray(c, c4 + 3 * LANES);
    int c5 = c4 + cStride;
    u5.fma(s, DoubleVector.fromArray(SPECIES, c, c5)).intoArray(c, c5);
    v5.fma(s, DoubleVector.fromArray(SPECIES, c, c5 + LANES)).intoArray(c, c5 + LANES);
    w5.fma(s, DoubleVector.fromArray(SPECIES, c, c5 + 2 * LANES)).intoArray(c, c5 + 2 * LANES);
    z5.fma(s, DoubleVector.fromArray(SPECIES, c, c5 + 3 * LANES)).intoArray(c, c5 + 3 * LANES);
  }

  /** Two vectors of columns. */
  private static void two(double alpha, int rows, int k, double[] a, int aStart, int aRow, int aColumn, double[] b,
      int bStart, int bRow, double[] c, int cStart, int cStride) {
    int a1 = aRow * Math.min(1, rows - 1);
    int a2 = aRow * Math.min(2, rows - 1);
    int a3 = aRow * Math.min(3, rows - 1);
    int a4 = aRow * Math.min(4, rows - 1);
    int a5 = aRow * Math.min(5, rows - 1);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector u0 = zero.lanewise(ADD, zero);
    DoubleVector v0 = u0;
    DoubleVector u1 = u0;
    DoubleVector v1 = u0;
    DoubleVector u2 = u0;
    DoubleVector v2 = u0;
    DoubleVector u3 = u0;
    DoubleVector v3 = u0;
    DoubleVector u4 = u0;
    DoubleVector v4 = u0;
    DoubleVector u5 = u0;
    DoubleVector v5 = u0;
    int x = aStart;
    int y = bStart;
    for (int l = 0; l < k; l++) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, b, y);
      DoubleVector v = DoubleVector.fromArray(SPECIES, b, y + LANES);
      DoubleVector e = DoubleVector.broadcast(SPECIES, a[x]);
      u0 = e.fma(u, u0);
      v0 = e.fma(v, v0);
      e = DoubleVector.broadcast(SPECIES, a[x + a1]);
      u1 = e.fma(u, u1);
      v1 = e.fma(v, v1);
      e = DoubleVector.broadcast(SPECIES, a[x + a2]);
      u2 = e.fma(u, u2);
      v2 = e.fma(v, v2);
      e = DoubleVector.broadcast(SPECIES, a[x + a3]);
      u3 = e.fma(u, u3);
      v3 = e.fma(v, v3);
      e = DoubleVector.broadcast(SPECIES, a[x + a4]);
      u4 = e.fma(u, u4);
      v4 = e.fma(v, v4);
      e = DoubleVector.broadcast(SPECIES, a[x + a5]);
      u5 = e.fma(u, u5);
      v5 = e.fma(v, v5);
      x += aColumn;
      y += bRow;
    }
    DoubleVector s = DoubleVector.broadcast(SPECIES, alpha);
    u0.fma(s, DoubleVector.fromArray(SPECIES, c, cStart)).intoArray(c, cStart);
    v0.fma(s, DoubleVector.fromArray(SPECIES, c, cStart + LANES)).intoArray(c, cStart + LANES);
    int c1 = cStart + cStride;
    u1.fma(s, DoubleVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
    v1.fma(s, DoubleVector.fromArray(SPECIES, c, c1 + LANES)).intoArray(c, c1 + LANES);
    int c2 = c1 + cStride;
    u2.fma(s, DoubleVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
    v2.fma(s, DoubleVector.fromArray(SPECIES, c, c2 + LANES)).intoArray(c, c2 + LANES);
    int c3 = c2 + cStride;
    u3.fma(s, DoubleVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
    v3.fma(s, DoubleVector.fromArray(SPECIES, c, c3 + LANES)).intoArray(c, c3 + LANES);
    int c4 = c3 + cStride;
    u4.fma(s, DoubleVector.fromArray(SPECIES, c, c4)).intoArray(c, c4);
    v4.fma(s, DoubleVector.fromArray(SPECIES, c, c4 + LANES)).intoArray(c, c4 + LANES);
    int c5 = c4 + cStride;
    u5.fma(s, DoubleVector.fromArray(SPECIES, c, c5)).intoArray(c, c5);
    v5.fma(s, DoubleVector.fromArray(SPECIES, c, c5 + LANES)).intoArray(c, c5 + LANES);
  }

  /** One vector of columns. */
  private static void one(double alpha, int rows, int k, double[] a, int aStart, int aRow, int aColumn, double[] b,
      int bStart, int bRow, double[] c, int cStart, int cStride) {
    int a1 = aRow * Math.min(1, rows - 1);
    int a2 = aRow * Math.min(2, rows - 1);
    int a3 = aRow * Math.min(3, rows - 1);
    int a4 = aRow * Math.min(4, rows - 1);
    int a5 = aRow * Math.min(5, rows - 1);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector u0 = zero.lanewise(ADD, zero);
    DoubleVector u1 = u0;
    DoubleVector u2 = u0;
    DoubleVector u3 = u0;
    DoubleVector u4 = u0;
    DoubleVector u5 = u0;
    int x = aStart;
    int y = bStart;
    for (int l = 0; l < k; l++) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, b, y);
      DoubleVector e = DoubleVector.broadcast(SPECIES, a[x]);
      u0 = e.fma(u, u0);
      e = DoubleVector.broadcast(SPECIES, a[x + a1]);
      u1 = e.fma(u, u1);
      e = DoubleVector.broadcast(SPECIES, a[x + a2]);
      u2 = e.fma(u, u2);
      e = DoubleVector.broadcast(SPECIES, a[x + a3]);
      u3 = e.fma(u, u3);
      e = DoubleVector.broadcast(SPECIES, a[x + a4]);
      u4 = e.fma(u, u4);
      e = DoubleVector.broadcast(SPECIES, a[x + a5]);
      u5 = e.fma(u, u5);
      x += aColumn;
      y += bRow;
    }
    DoubleVector s = DoubleVector.broadcast(SPECIES, alpha);
    u0.fma(s, DoubleVector.fromArray(SPECIES, c, cStart)).intoArray(c, cStart);
    int c1 = cStart + cStride;
    u1.fma(s, DoubleVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
    int c2 = c1 + cStride;
    u2.fma(s, DoubleVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
    int c3 = c2 + cStride;
    u3.fma(s, DoubleVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
    int c4 = c3 + cStride;
    u4.fma(s, DoubleVector.fromArray(SPECIES, c, c4)).intoArray(c, c4);
    int c5 = c4 + cStride;
    u5.fma(s, DoubleVector.fromArray(SPECIES, c, c5)).intoArray(c, c5);
  }
}
