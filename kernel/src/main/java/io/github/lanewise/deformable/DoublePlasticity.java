package io.github.lanewise.deformable;

import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SUB;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Plastic flow: {@code F = U diag(s) V^T} becomes {@code U diag(clip(s)) V^T}, singular values clipped to {@code low}
 * and {@code high}.
 *
 * <p>With {@code F = R S} the s are the eigenvalues of S. Which particles yield is found in lanes, by the leading
 * minors of {@code S - low} and {@code high - S}; those few are decomposed one by one (Jacobi's rotations). The
 * derivative is {@code U D V^T} of {@code W = U^T dF V}: the symmetric part of W times {@code (c_i - c_j)/(s_i - s_j)},
 * clipped values c, and the antisymmetric part times {@code (c_i + c_j)/(s_i + s_j)}; it is its own transpose. The
 * first quotient is 1 between values within the limits and 0 between values beyond the same one, equal ones included.
 * Has scratch: for one thread.
 */
@SuppressWarnings("cast") // To float, in the twin.
final class DoublePlasticity {
  private static final int SWEEPS = 8;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final double low;
  private final double high;
  private final int count;
  private final int pitch;
  private final double[] yields;
  private final double[] stretch = new double[9];
  private final double[] axes = new double[9];
  private final double[] left = new double[9];
  private final double[] change = new double[9];
  private final double[] product = new double[9];
  private final double[] clipped = new double[3];

  DoublePlasticity(ParticleLayout layout, RopeMaterial material) {
    low = (double) material.shortest();
    high = (double) material.longest();
    count = layout.count;
    pitch = layout.pitch;
    yields = new double[pitch];
  }

  /**
   * Clips.
   *
   * @param r rows: F at f (modified), R at rotation, S at s (modified)
   */
  void clip(double[] r, int f, int rotation, int s) {
    findYielding(r, s);
    for (int p = 0; p < count; p++) {
      if (yields[p] != 0) {
        decompose(r, s + p);
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 3; j++) {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
              sum += axes[3 * i + k] * clipped[k] * axes[3 * j + k];
            }
            product[3 * i + j] = sum;
            r[s + p + (3 * i + j) * pitch] = sum;
          }
        }
        read(r, rotation + p, left);
        multiply(left, false, product, false, change);
        write(change, r, f + p);
      }
    }
  }

  /** 1 where an eigenvalue of S is beyond a limit, otherwise 0. */
  private void findYielding(double[] s, int at) {
    int d = pitch;
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector lowest = DoubleVector.broadcast(SPECIES, low);
    DoubleVector highest = DoubleVector.broadcast(SPECIES, high);
    for (int p = 0; p < d; p += LANES) {
      DoubleVector b = DoubleVector.fromArray(SPECIES, s, at + d + p);
      DoubleVector c = DoubleVector.fromArray(SPECIES, s, at + 2 * d + p);
      DoubleVector f = DoubleVector.fromArray(SPECIES, s, at + 5 * d + p);
      DoubleVector bb = b.lanewise(MUL, b);
      DoubleVector cc = c.lanewise(MUL, c);
      DoubleVector ff = f.lanewise(MUL, f);
      DoubleVector bcf = b.lanewise(MUL, c).lanewise(MUL, f);
      DoubleVector twice = bcf.lanewise(MUL, 2);
      DoubleVector s0 = DoubleVector.fromArray(SPECIES, s, at + p);
      DoubleVector s4 = DoubleVector.fromArray(SPECIES, s, at + 4 * d + p);
      DoubleVector s8 = DoubleVector.fromArray(SPECIES, s, at + 8 * d + p);
      DoubleVector a = s0.lanewise(SUB, lowest);
      DoubleVector e = s4.lanewise(SUB, lowest);
      DoubleVector g = s8.lanewise(SUB, lowest);
      DoubleVector minor = a.lanewise(MUL, e).lanewise(SUB, bb);
      DoubleVector det = minor.lanewise(FMA, g, twice).lanewise(SUB, a.lanewise(MUL, ff))
          .lanewise(SUB, e.lanewise(MUL, cc));
      VectorMask<Double> beyond = a.compare(LE, zero).or(minor.compare(LE, zero)).or(det.compare(LE, zero));
      a = highest.lanewise(SUB, s0);
      e = highest.lanewise(SUB, s4);
      g = highest.lanewise(SUB, s8);
      minor = a.lanewise(MUL, e).lanewise(SUB, bb);
      det = minor.lanewise(MUL, g).lanewise(SUB, twice).lanewise(SUB, a.lanewise(MUL, ff))
          .lanewise(SUB, e.lanewise(MUL, cc));
      beyond = beyond.or(a.compare(LE, zero)).or(minor.compare(LE, zero)).or(det.compare(LE, zero));
      zero.blend(one, beyond).intoArray(yields, p);
    }
  }

  /** Eigenvalues of S on the diagonal of {@link #stretch}, their axes in the columns of {@link #axes}. */
  private void decompose(double[] s, int at) {
    read(s, at, stretch);
    decompose();
  }

  private void decompose() {
    for (int e = 0; e < 9; e++) {
      axes[e] = e % 4 == 0 ? 1 : 0;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      turn(0, 1);
      turn(0, 2);
      turn(1, 2);
    }
    for (int k = 0; k < 3; k++) {
      clipped[k] = Math.clamp(stretch[4 * k], low, high);
    }
  }

  /** Jacobi's rotation that makes (i, j) zero (Golub and Van Loan, Matrix Computations, 8.5). */
  private void turn(int i, int j) {
    double off = stretch[3 * i + j];
    if (off == 0) {
      return;
    }
    double tau = (stretch[4 * j] - stretch[4 * i]) / (2 * off);
    double t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + (double) Math.sqrt(1 + tau * tau));
    double cos = 1 / (double) Math.sqrt(1 + t * t);
    double sin = t * cos;
    for (int k = 0; k < 3; k++) {
      double a = stretch[3 * k + i];
      double b = stretch[3 * k + j];
      stretch[3 * k + i] = cos * a - sin * b;
      stretch[3 * k + j] = sin * a + cos * b;
    }
    for (int k = 0; k < 3; k++) {
      double a = stretch[3 * i + k];
      double b = stretch[3 * j + k];
      stretch[3 * i + k] = cos * a - sin * b;
      stretch[3 * j + k] = sin * a + cos * b;
      a = axes[3 * k + i];
      b = axes[3 * k + j];
      axes[3 * k + i] = cos * a - sin * b;
      axes[3 * k + j] = sin * a + cos * b;
    }
  }

  /**
   * The derivative of {@link #clip}, of the particles that yielded in it, or its transpose, which is the same.
   *
   * @param trial F before it, and R
   * @param dot tangents of F, or cotangents (modified)
   */
  void differentiate(double[] trial, int f, double[] r, int rotation, double[] dot, int dotAt) {
    for (int p = 0; p < count; p++) {
      if (yields[p] != 0) {
        read(trial, f + p, change);
        read(r, rotation + p, left);
        multiply(left, true, change, false, stretch);
        decompose();
        System.arraycopy(left, 0, product, 0, 9);
        multiply(product, false, axes, false, left); // U = R V
        read(dot, dotAt + p, change);
        multiply(left, true, change, false, product);
        multiply(product, false, axes, false, change);
        weigh(change);
        multiply(left, false, change, false, product);
        multiply(product, false, axes, true, change);
        write(change, dot, dotAt + p);
      }
    }
  }

  private void weigh(double[] w) {
    for (int i = 0; i < 3; i++) {
      w[4 * i] *= slope(i, i);
      for (int j = i + 1; j < 3; j++) {
        double even = (w[3 * i + j] + w[3 * j + i]) / 2 * slope(i, j);
        double odd = (w[3 * i + j] - w[3 * j + i]) / 2 * (clipped[i] + clipped[j])
            / (stretch[4 * i] + stretch[4 * j]);
        w[3 * i + j] = even + odd;
        w[3 * j + i] = even - odd;
      }
    }
  }

  /** {@code (c_i - c_j)/(s_i - s_j)}. */
  private double slope(int i, int j) {
    double a = stretch[4 * i];
    double b = stretch[4 * j];
    if (a >= low && a <= high && b >= low && b <= high) {
      return 1;
    }
    return a < low && b < low || a > high && b > high ? 0 : (clipped[i] - clipped[j]) / (a - b);
  }

  private static void multiply(double[] a, boolean aTurned, double[] b, boolean bTurned, double[] to) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += a[aTurned ? 3 * k + i : 3 * i + k] * b[bTurned ? 3 * j + k : 3 * k + j];
        }
        to[3 * i + j] = sum;
      }
    }
  }

  private void read(double[] rows, int at, double[] to) {
    for (int e = 0; e < 9; e++) {
      to[e] = rows[at + e * pitch];
    }
  }

  private void write(double[] from, double[] rows, int at) {
    for (int e = 0; e < 9; e++) {
      rows[at + e * pitch] = from[e];
    }
  }
}
