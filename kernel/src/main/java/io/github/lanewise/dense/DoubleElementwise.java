package io.github.lanewise.dense;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SUB;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums and products of rows, element by element. C2 makes no vectors of plain loops over them: two rows might overlap.
 */
public final class DoubleElementwise {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private DoubleElementwise() {
  }

  /**
   * {@code c = a o b}.
   *
   * @param n how many elements
   * @param a holds a
   * @param aAt where a begins
   * @param b holds b
   * @param bAt where b begins
   * @param c holds c (modified)
   * @param cAt where c begins
   */
  public static void times(int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    int whole = SPECIES.loopBound(n);
    for (int j = 0; j < whole; j += LANES) {
      DoubleVector.fromArray(SPECIES, a, aAt + j).lanewise(MUL, DoubleVector.fromArray(SPECIES, b, bAt + j))
          .intoArray(c, cAt + j);
    }
    for (int j = whole; j < n; j++) {
      c[cAt + j] = a[aAt + j] * b[bAt + j];
    }
  }

  /**
   * {@code c += a o b}, rounded once.
   *
   * @param n how many elements
   * @param a holds a
   * @param aAt where a begins
   * @param b holds b
   * @param bAt where b begins
   * @param c holds c (modified)
   * @param cAt where c begins
   */
  public static void addTimes(int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    int whole = SPECIES.loopBound(n);
    for (int j = 0; j < whole; j += LANES) {
      DoubleVector.fromArray(SPECIES, a, aAt + j).lanewise(FMA, DoubleVector.fromArray(SPECIES, b, bAt + j),
          DoubleVector.fromArray(SPECIES, c, cAt + j)).intoArray(c, cAt + j);
    }
    for (int j = whole; j < n; j++) {
      c[cAt + j] = Math.fma(a[aAt + j], b[bAt + j], c[cAt + j]);
    }
  }

  /**
   * {@code c += alpha a}, rounded once.
   *
   * @param n how many elements
   * @param alpha the factor
   * @param a holds a
   * @param aAt where a begins
   * @param c holds c (modified)
   * @param cAt where c begins
   */
  public static void addScaled(int n, double alpha, double[] a, int aAt, double[] c, int cAt) {
    int whole = SPECIES.loopBound(n);
    for (int j = 0; j < whole; j += LANES) {
      DoubleVector.fromArray(SPECIES, a, aAt + j).lanewise(FMA, DoubleVector.broadcast(SPECIES, alpha),
          DoubleVector.fromArray(SPECIES, c, cAt + j)).intoArray(c, cAt + j);
    }
    for (int j = whole; j < n; j++) {
      c[cAt + j] = Math.fma(alpha, a[aAt + j], c[cAt + j]);
    }
  }

  /**
   * {@code c += a}.
   *
   * @param n how many elements
   * @param a holds a
   * @param aAt where a begins
   * @param c holds c (modified)
   * @param cAt where c begins
   */
  public static void add(int n, double[] a, int aAt, double[] c, int cAt) {
    int whole = SPECIES.loopBound(n);
    for (int j = 0; j < whole; j += LANES) {
      DoubleVector.fromArray(SPECIES, a, aAt + j).lanewise(ADD, DoubleVector.fromArray(SPECIES, c, cAt + j))
          .intoArray(c, cAt + j);
    }
    for (int j = whole; j < n; j++) {
      c[cAt + j] += a[aAt + j];
    }
  }

  /**
   * With {@code e = y - t}: {@code y = 2 s w o e}, the derivative of {@code s sum_j w_j e_j^2} by y, and {@code sums +=
   * s w o e o e}.
   *
   * @param n how many elements
   * @param s a scale
   * @param w weights, from the beginning
   * @param t holds t
   * @param tAt where t begins
   * @param y holds y (modified)
   * @param yAt where y begins
   * @param sums to which the terms are added, from the beginning (modified)
   */
  public static void penalize(int n, double s, double[] w, double[] t, int tAt, double[] y, int yAt, double[] sums) {
    int whole = SPECIES.loopBound(n);
    for (int j = 0; j < whole; j += LANES) {
      DoubleVector e = DoubleVector.fromArray(SPECIES, y, yAt + j)
          .lanewise(SUB, DoubleVector.fromArray(SPECIES, t, tAt + j));
      DoubleVector weighted = DoubleVector.fromArray(SPECIES, w, j).lanewise(MUL, s).lanewise(MUL, e);
      weighted.lanewise(FMA, e, DoubleVector.fromArray(SPECIES, sums, j)).intoArray(sums, j);
      weighted.lanewise(ADD, weighted).intoArray(y, yAt + j);
    }
    for (int j = whole; j < n; j++) {
      double e = y[yAt + j] - t[tAt + j];
      double weighted = w[j] * s * e;
      sums[j] = Math.fma(weighted, e, sums[j]);
      y[yAt + j] = weighted + weighted;
    }
  }

  /**
   * {@code sum_j a_j^2}, always in the same order, in four sums so that none waits for the one before.
   *
   * @param n how many elements
   * @param a holds a, from the beginning
   * @return the sum
   */
  public static double squares(int n, double[] a) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int whole = n - n % 4;
    for (int j = 0; j < whole; j += 4) {
      s0 += a[j] * a[j];
      s1 += a[j + 1] * a[j + 1];
      s2 += a[j + 2] * a[j + 2];
      s3 += a[j + 3] * a[j + 3];
    }
    for (int j = whole; j < n; j++) {
      s0 += a[j] * a[j];
    }
    return s0 + s1 + (s2 + s3);
  }
}
