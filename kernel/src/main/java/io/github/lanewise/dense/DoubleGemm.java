package io.github.lanewise.dense;

/**
 * {@code C += A B} and its transposed forms, row-major, on the widest vectors of this machine.
 *
 * <p>Nothing is packed and nothing allocated; callers may use it from any thread. Blocked for the caches after Goto and
 * van de Geijn (Anatomy of high-performance matrix multiplication, 2008), whose packing heap arrays in Java do not need
 * while a row of B is no longer than a few thousand numbers.
 */
public final class DoubleGemm {
  private static final int HEIGHT = DoubleOuterTiles.HEIGHT;
  private static final int LANES = DoubleOuterTiles.LANES;
  /** Columns of A at a time: {@value #HEIGHT} rows of them take half a first-level cache of 32 KiB. */
  private static final int DEPTH = 32 * LANES;
  /** Columns of B at a time: with {@link #DEPTH} rows they take three quarters of a second-level cache of 1 MiB. */
  private static final int WIDTH = 384;
  /** Columns at a time where the sums run along rows. */
  private static final int INNER_DEPTH = 32 * LANES;
  /** Rows of A after which, in that case, the next columns are taken. */
  private static final int ROWS = 64;

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
  public static void addTimes(int m, int n, int k, double[] a, int aStart, int aStride, double[] b, int bStart,
      int bStride, double[] c, int cStart, int cStride) {
    outer(1, m, n, k, a, aStart, aStride, 1, b, bStart, bStride, c, cStart, cStride);
  }

  /** {@code C += A' B}: as {@link #addTimes}, but A is k x m. */
  public static void addTransposedTimes(int m, int n, int k, double[] a, int aStart, int aStride, double[] b,
      int bStart, int bStride, double[] c, int cStart, int cStride) {
    outer(1, m, n, k, a, aStart, 1, aStride, b, bStart, bStride, c, cStart, cStride);
  }

  /** {@code C += A B'}: as {@link #addTimes}, but B is n x k. */
  public static void addTimesTransposed(int m, int n, int k, double[] a, int aStart, int aStride, double[] b,
      int bStart, int bStride, double[] c, int cStart, int cStride) {
    inner(1, m, n, k, a, aStart, aStride, b, bStart, bStride, c, cStart, cStride);
  }

  /** {@code C += alpha A B}; element (i, l) of A is at {@code aStart + i aRow + l aColumn}. */
  static void outer(double alpha, int m, int n, int k, double[] a, int aStart, int aRow, int aColumn, double[] b,
      int bStart, int bStride, double[] c, int cStart, int cStride) {
    for (int l = 0; l < k; l += DEPTH) {
      int depth = Math.min(DEPTH, k - l);
      for (int j = 0; j < n; j += WIDTH) {
        int width = Math.min(WIDTH, n - j);
        for (int i = 0; i < m; i += HEIGHT) {
          outerRows(alpha, Math.min(HEIGHT, m - i), width, depth, a, aStart + i * aRow + l * aColumn, aRow, aColumn,
              b, bStart + l * bStride + j, bStride, c, cStart + i * cStride + j, cStride);
        }
      }
    }
  }

  private static void outerRows(double alpha, int rows, int n, int k, double[] a, int aStart, int aRow, int aColumn,
      double[] b, int bStart, int bStride, double[] c, int cStart, int cStride) {
    int j = 0;
    for (; j <= n - 3 * LANES; j += 3 * LANES) {
      DoubleOuterTiles.three(alpha, rows, k, a, aStart, aRow, aColumn, b, bStart + j, bStride, c, cStart + j, cStride);
    }
    for (; j <= n - LANES; j += LANES) {
      DoubleOuterTiles.one(alpha, rows, k, a, aStart, aRow, aColumn, b, bStart + j, bStride, c, cStart + j, cStride);
    }
    for (int i = 0; j < n && i < rows; i += HEIGHT / 2) {
      DoubleOuterTiles.part(alpha, Math.min(HEIGHT / 2, rows - i), n - j, k, a, aStart + i * aRow, aRow, aColumn,
          b, bStart + j, bStride, c, cStart + i * cStride + j, cStride);
    }
  }

  /** {@code C += alpha A B'}. */
  static void inner(double alpha, int m, int n, int k, double[] a, int aStart, int aStride, double[] b, int bStart,
      int bStride, double[] c, int cStart, int cStride) {
    if (k < LANES) {
      innerShort(alpha, m, n, k, a, aStart, aStride, b, bStart, bStride, c, cStart, cStride);
    } else if (m < DoubleInnerTiles.HEIGHT && m < n) {
      innerBlocks(alpha, n, m, k, b, bStart, bStride, a, aStart, aStride, c, cStart, 1, cStride);
    } else {
      innerBlocks(alpha, m, n, k, a, aStart, aStride, b, bStart, bStride, c, cStart, cStride, 1);
    }
  }

  private static void innerBlocks(double alpha, int m, int n, int k, double[] a, int aStart, int aStride, double[] b,
      int bStart, int bStride, double[] c, int cStart, int cRow, int cColumn) {
    for (int j = 0; j < n; j += WIDTH) {
      int width = Math.min(WIDTH, n - j);
      for (int i = 0; i < m; i += ROWS) {
        int end = Math.min(m, i + ROWS);
        for (int l = 0, depth; l < k; l += depth) {
          depth = k - l < 2 * INNER_DEPTH ? k - l : INNER_DEPTH;
          for (int r = i; r < end; r += DoubleInnerTiles.HEIGHT) {
            innerRows(alpha, Math.min(DoubleInnerTiles.HEIGHT, end - r), width, depth, a, aStart + r * aStride + l,
                aStride, b, bStart + j * bStride + l, bStride, c, cStart + r * cRow + j * cColumn, cRow, cColumn);
          }
        }
      }
    }
  }

  private static void innerRows(double alpha, int rows, int n, int k, double[] a, int aStart, int aStride, double[] b,
      int bStart, int bStride, double[] c, int cStart, int cRow, int cColumn) {
    int j = 0;
    for (; j <= n - 3; j += 3) {
      DoubleInnerTiles.three(alpha, rows, k, a, aStart, aStride, b, bStart + j * bStride, bStride, c,
          cStart + j * cColumn, cRow, cColumn);
    }
    for (; j < n; j++) {
      DoubleInnerTiles.one(alpha, rows, k, a, aStart, aStride, b, bStart + j * bStride, bStride, c,
          cStart + j * cColumn, cRow, cColumn);
    }
  }

  private static void innerShort(double alpha, int m, int n, int k, double[] a, int aStart, int aStride, double[] b,
      int bStart, int bStride, double[] c, int cStart, int cStride) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a[aStart + i * aStride + l] * b[bStart + j * bStride + l];
        }
        c[cStart + i * cStride + j] += alpha * sum;
      }
    }
  }
}
