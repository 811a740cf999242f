package io.github.lanewise.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code L L' = A}, {@code A (A^-1 B) = B}, and what is above the diagonal stays as it was. */
@SuppressWarnings("cast") // of square roots, which are needed in the float twin
class DoubleCholeskyTest {
  private static final double ROUNDING = Math.ulp((double) 1);
  private static final double ABOVE = 1000;

  /** {@code G G' + I / 2}: positive definite; above the diagonal numbers that nobody may read or write. */
  private static DoubleMatrix positiveDefinite(int n, Random random) {
    DoubleMatrix g = new DoubleMatrix(n, n, random);
    DoubleMatrix a = new DoubleMatrix(n, n, random);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = i == j ? (double) 1 / 2 : 0;
        for (int l = 0; l < n; l++) {
          sum += g.get(i, l) * g.get(j, l);
        }
        a.data[a.index(i, j)] = j > i ? ABOVE : sum;
      }
    }
    return a;
  }

  private static double symmetric(DoubleMatrix a, int i, int j) {
    return a.get(Math.max(i, j), Math.min(i, j));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 23, 24, 25, 31, 32, 33, 35, 47, 64, 65, 100, 129,
      190, 257})
  void factorTimesItsTransposeIsTheMatrix(int n) {
    DoubleMatrix a = positiveDefinite(n, new Random(n));
    DoubleMatrix small = a.copy();
    assertThat(DoubleCholesky.factor(n, small.data, small.start, small.stride)).isEqualTo(n);
    assertFactor(small, a);
    DoubleMatrix blocked = a.copy();
    double[] work = new double[DoubleCholesky.workspace(n)];
    Arrays.fill(work, Double.NaN);
    assertThat(DoubleCholesky.factor(n, blocked.data, blocked.start, blocked.stride, work)).isEqualTo(n);
    assertFactor(blocked, a);
  }

  private static void assertFactor(DoubleMatrix l, DoubleMatrix a) {
    int n = a.rows;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k <= j; k++) {
          sum += l.get(i, k) * l.get(j, k);
        }
        double bound = 4 * (n + 1) * ROUNDING * (double) Math.sqrt(a.get(i, i) * a.get(j, j));
        assertThat(Math.abs(sum - a.get(i, j))).as("element %d, %d of %d", i, j, n).isLessThanOrEqualTo(bound);
      }
      for (int j = i + 1; j < n; j++) {
        assertThat(l.get(i, j)).isEqualTo(ABOVE);
      }
    }
    assertThat(l.surroundings()).isEqualTo(a.surroundings());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 8, 9, 17, 33, 64, 67, 150})
  void solvesInvertTheProductsWithTheFactor(int n) {
    for (int columns : new int[] {1, 2, 7, 8, 9, 16, 19, 40, 131}) {
      Random random = new Random(1000L * n + columns);
      DoubleMatrix l = positiveDefinite(n, random);
      assertThat(DoubleCholesky.factor(n, l.data, l.start, l.stride)).isEqualTo(n);
      DoubleMatrix b = new DoubleMatrix(n, columns, random);
      DoubleMatrix x = b.copy();
      DoubleCholesky.solveLower(n, columns, l.data, l.start, l.stride, x.data, x.start, x.stride);
      assertResidual(l, false, x, b);
      assertThat(x.surroundings()).isEqualTo(b.surroundings());
      DoubleMatrix y = b.copy();
      DoubleCholesky.solveLowerTransposed(n, columns, l.data, l.start, l.stride, y.data, y.start, y.stride);
      assertResidual(l, true, y, b);
      assertThat(y.surroundings()).isEqualTo(b.surroundings());
      DoubleCholesky.solveLowerTransposed(n, columns, l.data, l.start, l.stride, x.data, x.start, x.stride);
      DoubleMatrix z = b.copy();
      DoubleCholesky.solve(n, columns, l.data, l.start, l.stride, z.data, z.start, z.stride);
      assertThat(z.data).isEqualTo(x.data);
    }
  }

  /**
   * The residual of a triangular solve is small row by row (Higham, Accuracy and Stability of Numerical Algorithms,
   * theorem 8.5).
   */
  private static void assertResidual(DoubleMatrix l, boolean transposed, DoubleMatrix x, DoubleMatrix b) {
    for (int i = 0; i < b.rows; i++) {
      for (int c = 0; c < b.columns; c++) {
        double sum = 0;
        double magnitude = Math.abs(b.get(i, c));
        for (int j = transposed ? i : 0; j < (transposed ? b.rows : i + 1); j++) {
          double term = (transposed ? l.get(j, i) : l.get(i, j)) * x.get(j, c);
          sum += term;
          magnitude += Math.abs(term);
        }
        assertThat(Math.abs(sum - b.get(i, c))).as("element %d, %d of %d x %d", i, c, b.rows, b.columns)
            .isLessThanOrEqualTo(4 * (b.rows + 1) * ROUNDING * magnitude);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 30, 31, 32, 63, 64, 99})
  void thePivotThatIsNotPositiveIsNamed(int bad) {
    int n = 100;
    for (double value : new double[] {-1, 0, Double.NaN}) {
      DoubleMatrix a = positiveDefinite(n, new Random(bad));
      for (int j = 0; j < n; j++) {
        a.data[a.index(Math.max(bad, j), Math.min(bad, j))] = 0;
      }
      a.data[a.index(bad, bad)] = value;
      double[] work = new double[DoubleCholesky.workspace(n)];
      DoubleMatrix copy = a.copy();
      assertThat(DoubleCholesky.factor(n, a.data, a.start, a.stride)).isEqualTo(bad);
      assertThat(DoubleCholesky.factor(n, copy.data, copy.start, copy.stride, work)).isEqualTo(bad);
    }
  }
}
