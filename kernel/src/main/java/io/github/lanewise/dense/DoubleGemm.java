package io.github.lanewise.dense;

import java.util.Arrays;

/**
 * {@code C += A B} and its transposed forms, row-major, on the widest vectors of this machine.
 *
 * <p>To the bit the same at each call. A thread's first call allocates room for packed pieces of A and B, half a
 * megabyte, and no later one anything; callers may use it from any thread. Blocked and packed after Goto and van de
 * Geijn, Anatomy of high-performance matrix multiplication, 2008.
 */
public final class DoubleGemm {
  private static final int HEIGHT = DoubleTile.HEIGHT;
  private static final int LANES = DoubleTile.LANES;
  private static final int WIDTH = DoubleTile.WIDTH;
  private static final int DEPTH = DoublePanels.DEPTH;
  private static final int COLUMNS = DoublePanels.COLUMNS;

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
    add(1, m, n, k, a, aStart, aStride, 1, b, bStart, bStride, 1, c, cStart, cStride);
  }

  /** {@code C += A' B}: as {@link #addTimes}, but A is k x m. */
  public static void addTransposedTimes(int m, int n, int k, double[] a, int aStart, int aStride, double[] b,
      int bStart, int bStride, double[] c, int cStart, int cStride) {
    add(1, m, n, k, a, aStart, 1, aStride, b, bStart, bStride, 1, c, cStart, cStride);
  }

  /** {@code C += A B'}: as {@link #addTimes}, but B is n x k. */
  public static void addTimesTransposed(int m, int n, int k, double[] a, int aStart, int aStride, double[] b,
      int bStart, int bStride, double[] c, int cStart, int cStride) {
    add(1, m, n, k, a, aStart, aStride, 1, b, bStart, 1, bStride, c, cStart, cStride);
  }

  /**
   * {@code C += alpha A B}; element (i, l) of A is at {@code aStart + i aRow + l aColumn}, element (l, j) of B at
   * {@code bStart + l bRow + j bColumn}.
   */
  static void add(double alpha, int m, int n, int k, double[] a, int aStart, int aRow, int aColumn, double[] b,
      int bStart, int bRow, int bColumn, double[] c, int cStart, int cStride) {
    add(m + n, alpha, m, n, k, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, c, cStart, cStride);
  }

  /** {@code C += alpha A B} in the lower triangle of C (n x n), the diagonal included: as {@link #add}. */
  static void addLower(double alpha, int n, int k, double[] a, int aStart, int aRow, int aColumn, double[] b,
      int bStart, int bRow, int bColumn, double[] c, int cStart, int cStride) {
    add(0, alpha, n, n, k, a, aStart, aRow, aColumn, b, bStart, bRow, bColumn, c, cStart, cStride);
  }

  /** Only elements (i, j) with {@code j <= i + above}. */
  private static void add(int above, double alpha, int m, int n, int k, double[] a, int aStart, int aRow, int aColumn,
      double[] b, int bStart, int bRow, int bColumn, double[] c, int cStart, int cStride) {
    DoublePanels panels = DoublePanels.own();
    for (int l = 0; l < k; l += DEPTH) {
      int depth = Math.min(DEPTH, k - l);
      for (int j = 0; j < n; j += COLUMNS) {
        block(panels, above - j, alpha, m, Math.min(COLUMNS, n - j), depth, a, aStart + l * aColumn, aRow, aColumn,
            b, bStart + l * bRow + j * bColumn, bRow, bColumn, c, cStart + j, cStride);
      }
    }
  }

  private static void block(DoublePanels panels, int above, double alpha, int m, int n, int k, double[] a, int aStart,
      int aRow, int aColumn, double[] b, int bStart, int bRow, int bColumn, double[] c, int cStart, int cStride) {
    // A copy of B pays if more than one tile reads it; what is narrower than a tile is filled up with zeros. A is read
    // in place unless it is transposed.
    int direct = bColumn == 1 && m <= HEIGHT ? n / WIDTH * WIDTH : 0;
    for (int j = direct; j < n; j += WIDTH) {
      panels.packColumns(Math.min(WIDTH, n - j), k, b, bStart + j * bColumn, bRow, bColumn, j * k);
    }
    for (int i = 0; i < m; i += HEIGHT) {
      int rows = Math.min(HEIGHT, m - i);
      int end = Math.min(n, i + rows + above);
      int from = aStart + i * aRow;
      if (aColumn != 1) {
        panels.packRows(rows, k, a, from, aRow, aColumn);
      }
      for (int j = 0; j < end; j += WIDTH) {
        boolean copied = j >= direct;
        tile(panels, i + above - j, alpha, rows, Math.min(WIDTH, n - j), k,
            aColumn == 1 ? a : panels.a, aColumn == 1 ? from : 0, aColumn == 1 ? aRow : DEPTH,
            copied ? panels.b : b, copied ? panels.bStart + j * k : bStart + j, copied ? WIDTH : bRow,
            c, cStart + i * cStride + j, cStride);
      }
    }
  }

  private static void tile(DoublePanels panels, int above, double alpha, int rows, int columns, int k, double[] a,
      int aStart, int aRow, double[] b, int bStart, int bStep, double[] c, int cStart, int cStride) {
    boolean whole = rows == HEIGHT && columns <= above + 1;
    if (whole && columns == WIDTH) {
      DoubleTile.two(alpha, rows, k, a, aStart, aRow, b, bStart, bStep, c, cStart, cStride);
    } else if (whole && columns == LANES) {
      DoubleTile.one(alpha, rows, k, a, aStart, aRow, b, bStart, bStep, c, cStart, cStride);
    } else {
      Arrays.fill(panels.c, 0);
      if (columns > LANES) {
        DoubleTile.two(alpha, rows, k, a, aStart, aRow, b, bStart, bStep, panels.c, 0, WIDTH);
      } else {
        DoubleTile.one(alpha, rows, k, a, aStart, aRow, b, bStart, bStep, panels.c, 0, WIDTH);
      }
      for (int i = 0; i < rows; i++) {
        int end = Math.min(columns, i + above + 1);
        for (int j = 0; j < end; j++) {
          c[cStart + i * cStride + j] += panels.c[i * WIDTH + j];
        }
      }
    }
  }
}
