package io.github.lanewise.dense;

/** {@code C += A B} and its transposed forms, row-major. Allocates nothing; callers may use it from any thread. */
public final class DoubleGemm {
  private DoubleGemm() {
  }

  /**
   * {@code C += A B}.
   *
   * @param m rows of A and C
   * @param n columns of B and C
   * @param k columns of A, rows of B
   * @param a holds A; element (i, j) is at {@code aStart + i aStride + j}, and so for the others
   * @param c modified
   */
  public static void addTimes(int m, int n, int k, double[] a, int aStart, int aStride, double[] b, int bStart, int bStride,
      double[] c, int cStart, int cStride) {
    for (int i = 0; i < m; i++) {
      for (int l = 0; l < k; l++) {
        double x = a[aStart + i * aStride + l];
        for (int j = 0; j < n; j++) {
          c[cStart + i * cStride + j] += x * b[bStart + l * bStride + j];
        }
      }
    }
  }

  /** {@code C += A B'}: as {@link #addTimes}, but B is n x k. */
  public static void addTimesTransposed(int m, int n, int k, double[] a, int aStart, int aStride, double[] b, int bStart, int bStride,
      double[] c, int cStart, int cStride) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a[aStart + i * aStride + l] * b[bStart + j * bStride + l];
        }
        c[cStart + i * cStride + j] += sum;
      }
    }
  }

  /** {@code C += A' B}: as {@link #addTimes}, but A is k x m. */
  public static void addTransposedTimes(int m, int n, int k, double[] a, int aStart, int aStride, double[] b, int bStart, int bStride,
      double[] c, int cStart, int cStride) {
    for (int l = 0; l < k; l++) {
      for (int i = 0; i < m; i++) {
        double x = a[aStart + l * aStride + i];
        for (int j = 0; j < n; j++) {
          c[cStart + i * cStride + j] += x * b[bStart + l * bStride + j];
        }
      }
    }
  }
}
