package io.github.lanewise.dense;

/** {@code A = L L'} of a symmetric positive definite matrix, and solves with L. Allocates nothing; callers may use it from any thread. */
public final class DoubleCholesky {
  private DoubleCholesky() {
  }

  /**
   * {@code A = L L'}: L takes the place of the lower triangle of A; above the diagonal nothing is read or written.
   *
   * @param n rows and columns of A
   * @param a holds A; element (i, j) is at {@code start + i stride + j}
   * @return n, or the index of the first pivot that is not positive: the rows before it are factored, the others are in between
   */
  @SuppressWarnings("cast") // of the square root, which is needed in the float twin
  public static int factor(int n, double[] a, int start, int stride) {
    for (int j = 0; j < n; j++) {
      int row = start + j * stride;
      double pivot = a[row + j];
      for (int l = 0; l < j; l++) {
        pivot -= a[row + l] * a[row + l];
      }
      if (!(pivot > 0)) {
        return j;
      }
      double root = (double) Math.sqrt(pivot);
      a[row + j] = root;
      for (int i = j + 1; i < n; i++) {
        int other = start + i * stride;
        double sum = a[other + j];
        for (int l = 0; l < j; l++) {
          sum -= a[other + l] * a[row + l];
        }
        a[other + j] = sum / root;
      }
    }
    return n;
  }

  /**
   * {@code B <- L^-1 B}.
   *
   * @param n rows and columns of L, rows of B
   * @param columns of B
   * @param l holds L as {@link #factor} leaves it; above the diagonal nothing is read
   * @param b modified
   */
  public static void solveLower(int n, int columns, double[] l, int lStart, int lStride, double[] b, int bStart, int bStride) {
    for (int i = 0; i < n; i++) {
      int row = bStart + i * bStride;
      for (int j = 0; j < i; j++) {
        double x = l[lStart + i * lStride + j];
        for (int c = 0; c < columns; c++) {
          b[row + c] -= x * b[bStart + j * bStride + c];
        }
      }
      divide(columns, b, row, l[lStart + i * lStride + i]);
    }
  }

  /** {@code B <- L'^-1 B}: as {@link #solveLower}. */
  public static void solveLowerTransposed(int n, int columns, double[] l, int lStart, int lStride, double[] b, int bStart, int bStride) {
    for (int i = n - 1; i >= 0; i--) {
      int row = bStart + i * bStride;
      for (int j = i + 1; j < n; j++) {
        double x = l[lStart + j * lStride + i];
        for (int c = 0; c < columns; c++) {
          b[row + c] -= x * b[bStart + j * bStride + c];
        }
      }
      divide(columns, b, row, l[lStart + i * lStride + i]);
    }
  }

  /** {@code B <- (L L')^-1 B}: as {@link #solveLower}. */
  public static void solve(int n, int columns, double[] l, int lStart, int lStride, double[] b, int bStart, int bStride) {
    solveLower(n, columns, l, lStart, lStride, b, bStart, bStride);
    solveLowerTransposed(n, columns, l, lStart, lStride, b, bStart, bStride);
  }

  private static void divide(int columns, double[] b, int row, double by) {
    for (int c = 0; c < columns; c++) {
      b[row + c] /= by;
    }
  }
}
