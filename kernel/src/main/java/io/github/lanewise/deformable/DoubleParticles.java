package io.github.lanewise.deformable;

import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.DIV;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.NEG;
import static jdk.incubator.vector.VectorOperators.SUB;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What a particle is to the grid, particles in lanes: its weights at the nodes around it, the pressure of its volume,
 * and where a field that is affine in its neighbourhood is centred.
 *
 * <p>Rows as in {@link DoubleTransfer}; matrices as in {@link DoubleMatrices}. Immutable.
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoubleParticles {
  /** A number that is added and taken away again leaves what is rounded to whole numbers. */
  private static final double WHOLE = (double) (1.5 / Math.ulp((double) 1));
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final int pitch;

  DoubleParticles(ParticleLayout layout) {
    pitch = layout.pitch;
  }

  /**
   * Quadratic B-splines (Stomakhin and others, A material point method for snow simulation, SIGGRAPH 2013): of {@code f
   * = x/dx - base}, between 1/2 and 3/2, weights {@code (3/2 - f)^2/2, 3/4 - (f - 1)^2, (f - 1/2)^2/2}.
   *
   * @param x three rows of places
   * @param r rows: base at {@code base}, f at {@code place}, three rows each; weights and their slopes, nine each (all
   *     overwritten)
   */
  void weigh(double perSpacing, double[] x, int at, double[] r, int base, int place, int weights, int slopes) {
    for (int c = 0; c < 3; c++) {
      weighAxis((double) perSpacing, x, at + c * pitch, r, base + c * pitch, place + c * pitch,
          weights + 3 * c * pitch, slopes + 3 * c * pitch);
    }
  }

  private void weighAxis(double perSpacing, double[] x, int at, double[] r, int base, int place, int w, int s) {
    int d = pitch;
    DoubleVector whole = DoubleVector.broadcast(SPECIES, WHOLE);
    DoubleVector half = DoubleVector.broadcast(SPECIES, (double) 0.5);
    DoubleVector minusOne = DoubleVector.broadcast(SPECIES, -1);
    for (int p = 0; p < d; p += LANES) {
      DoubleVector y = DoubleVector.fromArray(SPECIES, x, at + p).lanewise(MUL, perSpacing);
      DoubleVector first = y.lanewise(ADD, minusOne).lanewise(ADD, whole).lanewise(SUB, whole);
      DoubleVector f = y.lanewise(SUB, first);
      DoubleVector g = f.lanewise(ADD, minusOne);
      DoubleVector low = half.lanewise(SUB, g);
      DoubleVector high = half.lanewise(ADD, g);
      first.intoArray(r, base + p);
      f.intoArray(r, place + p);
      low.lanewise(MUL, low).lanewise(MUL, half).intoArray(r, w + p);
      DoubleVector.broadcast(SPECIES, (double) 0.75).lanewise(SUB, g.lanewise(MUL, g)).intoArray(r, w + d + p);
      high.lanewise(MUL, high).lanewise(MUL, half).intoArray(r, w + 2 * d + p);
      low.lanewise(NEG).intoArray(r, s + p);
      g.lanewise(MUL, -2).intoArray(r, s + d + p);
      high.intoArray(r, s + 2 * d + p);
    }
  }

  /** {@code (d w) = slope f_dot}, nine rows. */
  void weightTangents(double[] r, int slopes, int placeDot, int to) {
    int d = pitch;
    for (int row = 0; row < 9; row++) {
      int from = slopes + row * d;
      int dot = placeDot + row / 3 * d;
      int into = to + row * d;
      for (int p = 0; p < d; p += LANES) {
        DoubleVector.fromArray(SPECIES, r, from + p).lanewise(MUL, DoubleVector.fromArray(SPECIES, r, dot + p))
            .intoArray(r, into + p);
      }
    }
  }

  /** {@code to = scale a - Q f}, three rows each, Q a matrix: a field whose value at the particle is scale a. */
  void centre(double scale, double[] a, int at, double[] r, int matrix, int place, int to) {
    int d = pitch;
    for (int c = 0; c < 3; c++) {
      int from = at + c * d;
      int row = matrix + 3 * c * d;
      int into = to + c * d;
      for (int p = 0; p < d; p += LANES) {
        DoubleVector sum = DoubleVector.fromArray(SPECIES, r, row + p)
            .lanewise(MUL, DoubleVector.fromArray(SPECIES, r, place + p));
        sum = DoubleVector.fromArray(SPECIES, r, row + d + p)
            .lanewise(FMA, DoubleVector.fromArray(SPECIES, r, place + d + p), sum);
        sum = DoubleVector.fromArray(SPECIES, r, row + 2 * d + p)
            .lanewise(FMA, DoubleVector.fromArray(SPECIES, r, place + 2 * d + p), sum);
        DoubleVector.fromArray(SPECIES, a, from + p).lanewise(MUL, scale).lanewise(SUB, sum)
            .intoArray(r, into + p);
      }
    }
  }

  /** {@code B = B - a f^T}: moments about the particle instead of its first node. */
  void centreMoments(double[] r, int a, int place, int matrix) {
    int d = pitch;
    for (int e = 0; e < 9; e++) {
      int value = a + e / 3 * d;
      int f = place + e % 3 * d;
      int row = matrix + e * d;
      for (int p = 0; p < d; p += LANES) {
        DoubleVector.fromArray(SPECIES, r, row + p).lanewise(SUB, DoubleVector.fromArray(SPECIES, r, value + p)
            .lanewise(MUL, DoubleVector.fromArray(SPECIES, r, f + p))).intoArray(r, row + p);
      }
    }
  }

  /** {@code to = to - Q^T a}, three rows. */
  void subtractTurned(double[] r, int matrix, int a, int to) {
    int d = pitch;
    for (int c = 0; c < 3; c++) {
      int column = matrix + c * d;
      int into = to + c * d;
      for (int p = 0; p < d; p += LANES) {
        DoubleVector sum =
            DoubleVector.fromArray(SPECIES, r, column + p).lanewise(MUL, DoubleVector.fromArray(SPECIES, r, a + p));
        sum = DoubleVector.fromArray(SPECIES, r, column + 3 * d + p)
            .lanewise(FMA, DoubleVector.fromArray(SPECIES, r, a + d + p), sum);
        sum = DoubleVector.fromArray(SPECIES, r, column + 6 * d + p)
            .lanewise(FMA, DoubleVector.fromArray(SPECIES, r, a + 2 * d + p), sum);
        DoubleVector.fromArray(SPECIES, r, into + p).lanewise(SUB, sum).intoArray(r, into + p);
      }
    }
  }

  /** Cofactors of F, nine rows, and its determinant. */
  void cofactors(double[] r, int f, int to, int det) {
    int d = pitch;
    for (int i = 0; i < 3; i++) {
      int next = f + (i + 1) % 3 * 3 * d;
      int last = f + (i + 2) % 3 * 3 * d;
      for (int j = 0; j < 3; j++) {
        int k = (j + 1) % 3 * d;
        int l = (j + 2) % 3 * d;
        int into = to + (3 * i + j) * d;
        for (int p = 0; p < d; p += LANES) {
          DoubleVector.fromArray(SPECIES, r, next + k + p)
              .lanewise(MUL, DoubleVector.fromArray(SPECIES, r, last + l + p))
              .lanewise(SUB, DoubleVector.fromArray(SPECIES, r, next + l + p)
                  .lanewise(MUL, DoubleVector.fromArray(SPECIES, r, last + k + p))).intoArray(r, into + p);
        }
      }
    }
    for (int p = 0; p < d; p += LANES) {
      DoubleVector sum =
          DoubleVector.fromArray(SPECIES, r, f + p).lanewise(MUL, DoubleVector.fromArray(SPECIES, r, to + p));
      sum = DoubleVector.fromArray(SPECIES, r, f + d + p)
          .lanewise(FMA, DoubleVector.fromArray(SPECIES, r, to + d + p), sum);
      DoubleVector.fromArray(SPECIES, r, f + 2 * d + p)
          .lanewise(FMA, DoubleVector.fromArray(SPECIES, r, to + 2 * d + p), sum).intoArray(r, det + p);
    }
  }

  /** {@code Q = Q + scale J (J - 1)} on the diagonal, {@code J = |det F|}. */
  void press(double scale, double[] r, int det, int matrix) {
    int d = pitch;
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int p = 0; p < d; p += LANES) {
      DoubleVector volume = DoubleVector.fromArray(SPECIES, r, det + p).lanewise(ABS);
      DoubleVector pressure = volume.lanewise(SUB, one).lanewise(MUL, volume).lanewise(MUL, scale);
      DoubleVector.fromArray(SPECIES, r, matrix + p).lanewise(ADD, pressure).intoArray(r, matrix + p);
      DoubleVector.fromArray(SPECIES, r, matrix + 4 * d + p).lanewise(ADD, pressure)
          .intoArray(r, matrix + 4 * d + p);
      DoubleVector.fromArray(SPECIES, r, matrix + 8 * d + p).lanewise(ADD, pressure)
          .intoArray(r, matrix + 8 * d + p);
    }
  }

  /**
   * The pullback of {@link #press}.
   *
   * @param bar cotangent of Q
   * @param change {@code (2 J - 1) dJ/d(det) scale tr Q_bar} (overwritten): times the cofactors the cotangent of F
   * @param sums of {@code J (J - 1) tr Q_bar} (added to)
   */
  void pullPressBack(double scale, double[] r, int det, int bar, int change, double[] sums, int sumsAt) {
    int d = pitch;
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector sum = DoubleVector.fromArray(SPECIES, sums, sumsAt);
    for (int p = 0; p < d; p += LANES) {
      DoubleVector signed = DoubleVector.fromArray(SPECIES, r, det + p);
      DoubleVector volume = signed.lanewise(ABS);
      DoubleVector trace = DoubleVector.fromArray(SPECIES, r, bar + p)
          .lanewise(ADD, DoubleVector.fromArray(SPECIES, r, bar + 4 * d + p))
          .lanewise(ADD, DoubleVector.fromArray(SPECIES, r, bar + 8 * d + p));
      DoubleVector excess = volume.lanewise(SUB, one);
      sum = excess.lanewise(MUL, volume).lanewise(FMA, trace, sum);
      volume.lanewise(ADD, excess).lanewise(MUL, trace).lanewise(MUL, volume.lanewise(DIV, signed))
          .lanewise(MUL, scale).intoArray(r, change + p);
    }
    sum.intoArray(sums, sumsAt);
  }

  /** The pushforward of {@link #press}, of {@code det_dot}, and scaleDot that of scale. */
  void pushPressForward(double scale, double scaleDot, double[] r, int det, int detDot, int matrix) {
    int d = pitch;
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    for (int p = 0; p < d; p += LANES) {
      DoubleVector signed = DoubleVector.fromArray(SPECIES, r, det + p);
      DoubleVector volume = signed.lanewise(ABS);
      DoubleVector excess = volume.lanewise(SUB, one);
      DoubleVector change = volume.lanewise(ADD, excess).lanewise(MUL, volume.lanewise(DIV, signed))
          .lanewise(MUL, DoubleVector.fromArray(SPECIES, r, detDot + p)).lanewise(MUL, scale)
          .lanewise(ADD, excess.lanewise(MUL, volume).lanewise(MUL, scaleDot));
      DoubleVector.fromArray(SPECIES, r, matrix + p).lanewise(ADD, change).intoArray(r, matrix + p);
      DoubleVector.fromArray(SPECIES, r, matrix + 4 * d + p).lanewise(ADD, change).intoArray(r, matrix + 4 * d + p);
      DoubleVector.fromArray(SPECIES, r, matrix + 8 * d + p).lanewise(ADD, change).intoArray(r, matrix + 8 * d + p);
    }
  }

  /** {@code A = A + b D}, D a matrix and b one number of each particle. */
  void addScaled(double[] r, int b, int matrix, double[] to, int toAt) {
    int d = pitch;
    for (int e = 0; e < 9; e++) {
      int from = matrix + e * d;
      int into = toAt + e * d;
      for (int p = 0; p < d; p += LANES) {
        DoubleVector.fromArray(SPECIES, r, from + p).lanewise(FMA, DoubleVector.fromArray(SPECIES, r, b + p),
            DoubleVector.fromArray(SPECIES, to, into + p)).intoArray(to, into + p);
      }
    }
  }

  /** {@code to = sum_e A_e B_e} of each particle, nine rows each. */
  void dot(double[] r, int a, int b, int to) {
    int d = pitch;
    for (int p = 0; p < d; p += LANES) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int e = 0; e < 9; e++) {
        sum = DoubleVector.fromArray(SPECIES, r, a + e * d + p)
            .lanewise(FMA, DoubleVector.fromArray(SPECIES, r, b + e * d + p), sum);
      }
      sum.intoArray(r, to + p);
    }
  }
}
