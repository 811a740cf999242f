package io.github.lanewise.dense;

import static jdk.incubator.vector.VectorOperators.ADD;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code s_i = sum_j (a_ij - a_i0)} and {@code q_i = sum_j (a_ij - a_i0)^2} of the rows of matrices: free of
 * cancellation where a row varies little about a large value.
 *
 * <p>To the bit the same at each call. Nothing is allocated after construction. One thread at a time.
 */
public final class DoubleMoments {
  private static final VectorSpecies<Double> SPECIES = DoubleLanes.SPECIES;
  private static final int LANES = SPECIES.length();

  private final double[] sums;
  private final double[] squares;
  private final double[] lanes = new double[2 * LANES];

  /**
   * Moments of no matrix yet.
   *
   * @param rows the most that a matrix may have
   */
  public DoubleMoments(int rows) {
    sums = new double[rows];
    squares = new double[rows];
  }

  /**
   * Takes the moments of a matrix.
   *
   * @param m rows of A, at most those there is room for
   * @param n columns of A
   * @param a holds A; element (i, j) is at {@code start + i stride + j}
   * @param start where A begins
   * @param stride from one row of A to the next
   */
  public void take(int m, int n, double[] a, int start, int stride) {
    for (int i = 0; i < m; i++) {
      takeRow(i, n, a, start + i * stride);
    }
  }

  /**
   * {@code s_i}.
   *
   * @param i the row
   * @return {@code s_i}
   */
  public double sum(int i) {
    return sums[i];
  }

  /**
   * {@code q_i}.
   *
   * @param i the row
   * @return {@code q_i}
   */
  public double square(int i) {
    return squares[i];
  }

  /** Four sums of each kind, since an addition has to wait for the last one of its own sum. */
  private void takeRow(int i, int n, double[] a, int row) {
    DoubleVector origin = DoubleVector.broadcast(SPECIES, a[row]);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector s0 = zero.lanewise(ADD, zero);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector q0 = s0;
    DoubleVector q1 = s0;
    DoubleVector q2 = s0;
    DoubleVector q3 = s0;
    int j = 0;
    for (; j <= n - 4 * LANES; j += 4 * LANES) {
      DoubleVector d0 = DoubleVector.fromArray(SPECIES, a, row + j).sub(origin);
      DoubleVector d1 = DoubleVector.fromArray(SPECIES, a, row + j + LANES).sub(origin);
      DoubleVector d2 = DoubleVector.fromArray(SPECIES, a, row + j + 2 * LANES).sub(origin);
      DoubleVector d3 = DoubleVector.fromArray(SPECIES, a, row + j + 3 * LANES).sub(origin);
      s0 = s0.add(d0);
      s1 = s1.add(d1);
      s2 = s2.add(d2);
      s3 = s3.add(d3);
      q0 = d0.fma(d0, q0);
      q1 = d1.fma(d1, q1);
      q2 = d2.fma(d2, q2);
      q3 = d3.fma(d3, q3);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
    q0.add(q1).add(q2.add(q3)).intoArray(lanes, LANES);
    double sum = DoubleLanes.sum(lanes, 0);
    double square = DoubleLanes.sum(lanes, LANES);
    for (; j < n; j++) {
      double d = a[row + j] - a[row];
      sum += d;
      square += d * d;
    }
    sums[i] = sum;
    squares[i] = square;
  }
}
