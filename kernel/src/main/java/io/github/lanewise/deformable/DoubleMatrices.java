package io.github.lanewise.deformable;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SUB;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of the 3 x 3 matrices of particles, one of each particle, particles in lanes: nine rows from where a matrix
 * is said to be, row after row. Immutable.
 */
final class DoubleMatrices {
  /** Rows of a matrix. */
  static final int SIZE = 9;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final int pitch;

  DoubleMatrices(ParticleLayout layout) {
    pitch = layout.pitch;
  }

  /**
   * {@code to = base + scale A B}.
   *
   * @param base may be {@code to}; null for zeros
   * @param aTurned whether A is the transpose of what is at {@code at}
   * @param bTurned whether B is
   * @param to (overwritten; neither A nor B)
   */
  void add(double[] base, int baseAt, double scale, double[] a, int at, boolean aTurned, double[] b, int bt,
      boolean bTurned, double[] to, int toAt) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        int row = (3 * i + j) * pitch;
        dot(base, baseAt + row, scale, a, at + (aTurned ? i : 3 * i) * pitch, (aTurned ? 3 : 1) * pitch, b,
            bt + (bTurned ? 3 * j : j) * pitch, (bTurned ? 1 : 3) * pitch, to, toAt + row);
      }
    }
  }

  /** {@code to = scale A B}; as {@link #add}. */
  void multiply(double scale, double[] a, int at, boolean aTurned, double[] b, int bt, boolean bTurned, double[] to,
      int toAt) {
    add(null, 0, scale, a, at, aTurned, b, bt, bTurned, to, toAt);
  }

  /** An element of {@code base + scale A B}, or of the product alone where base is null. */
  private void dot(double[] base, int baseAt, double scale, double[] a, int a0, int aNext, double[] b, int b0,
      int bNext, double[] to, int toAt) {
    int end = pitch;
    int a1 = a0 + aNext;
    int a2 = a1 + aNext;
    int b1 = b0 + bNext;
    int b2 = b1 + bNext;
    DoubleVector s = DoubleVector.broadcast(SPECIES, scale);
    for (int p = 0; p < end; p += LANES) {
      DoubleVector sum =
          DoubleVector.fromArray(SPECIES, a, a0 + p).lanewise(MUL, DoubleVector.fromArray(SPECIES, b, b0 + p));
      sum = DoubleVector.fromArray(SPECIES, a, a1 + p)
          .lanewise(FMA, DoubleVector.fromArray(SPECIES, b, b1 + p), sum);
      sum = DoubleVector.fromArray(SPECIES, a, a2 + p)
          .lanewise(FMA, DoubleVector.fromArray(SPECIES, b, b2 + p), sum);
      if (base == null) {
        sum.lanewise(MUL, s).intoArray(to, toAt + p);
      } else {
        sum.lanewise(FMA, s, DoubleVector.fromArray(SPECIES, base, baseAt + p)).intoArray(to, toAt + p);
      }
    }
  }

  /** {@code to = A - B}, so many rows. */
  void subtract(double[] a, int at, double[] b, int bt, double[] to, int toAt, int rows) {
    int end = rows * pitch;
    for (int e = 0; e < end; e += LANES) {
      DoubleVector.fromArray(SPECIES, a, at + e).lanewise(SUB, DoubleVector.fromArray(SPECIES, b, bt + e))
          .intoArray(to, toAt + e);
    }
  }

  /** {@code to = to + scale A}, so many rows. */
  void add(double scale, double[] a, int at, double[] to, int toAt, int rows) {
    int end = rows * pitch;
    DoubleVector s = DoubleVector.broadcast(SPECIES, scale);
    for (int e = 0; e < end; e += LANES) {
      DoubleVector.fromArray(SPECIES, a, at + e).lanewise(MUL, s)
          .lanewise(ADD, DoubleVector.fromArray(SPECIES, to, toAt + e)).intoArray(to, toAt + e);
    }
  }

  /** {@code to = scale A}, so many rows. */
  void scale(double scale, double[] a, int at, double[] to, int toAt, int rows) {
    int end = rows * pitch;
    for (int e = 0; e < end; e += LANES) {
      DoubleVector.fromArray(SPECIES, a, at + e).lanewise(MUL, scale).intoArray(to, toAt + e);
    }
  }

  /** {@code sums += sum_rows A . B}, lane by lane. */
  void addDot(double[] a, int at, double[] b, int bt, int rows, double[] sums, int sumsAt) {
    int end = rows * pitch;
    DoubleVector sum = DoubleVector.zero(SPECIES);
    for (int e = 0; e < end; e += LANES) {
      sum = DoubleVector.fromArray(SPECIES, a, at + e).lanewise(FMA, DoubleVector.fromArray(SPECIES, b, bt + e), sum);
    }
    sum.lanewise(ADD, DoubleVector.fromArray(SPECIES, sums, sumsAt)).intoArray(sums, sumsAt);
  }
}
