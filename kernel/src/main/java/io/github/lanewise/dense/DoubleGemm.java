package io.github.lanewise.dense;

import java.util.Arrays;

/**
 * {@code C += A B} and its transposed forms, row-major, on the widest vectors of this machine.
 *
 * <p>To the bit the same at each call. A thread's first call allocates room for pieces of A and B, half a megabyte or a
 * little more, and no later one anything; callers may use it from any thread. Blocked and packed after Goto and van de
 * Geijn, Anatomy of high-performance matrix multiplication, 2008.
 */
public final class DoubleGemm {
  private static final int HEIGHT = DoubleTile.HEIGHT;
  private static final int WIDTH = DoubleTile.WIDTH;
  private static final int DEPTH = DoublePanels.DEPTH;
  private static final int COLUMNS = DoublePanels.COLUMNS;
  private static final int ROWS = DoublePanels.ROWS;
  /** Rows of A up to which B is read in place: a copy of 64 rows and columns took a twentieth of the product's time. */
  private static final int FEW = 64;

  private DoubleGemm() {
  }

  /**
   * {@code C += A B}.
   *
   * @param m rows of A and C
   * @param n columns of B and C
   * @param k columns of A, rows of B
   * @param a holds A; element (i, j) is at {@code aStart + i aStride + j}, and so for the others
   * @param aStart where A begins
   * @param aStride from one row of A to the next
   * @param b holds B
   * @param bStart where B begins
   * @param bStride from one row of B to the next
   * @param c modified
   * @param cStart where C begins
   * @param cStride from one row of C to the next
   */
  public static void addTimes(int m, int n, int k, double[] a, int aStart, int aStride, double[] b, int bStart,
      int bStride, double[] c, int cStart, int cStride) {
    add(1, m, n, k, a, aStart, aStride, 1, b, bStart, bStride, 1, c, cStart, cStride);
  }

  /**
   * {@code C += A' B}: as {@link #addTimes}, but A is k x m.
   *
   * @param m rows of C
   * @param n columns of C
   * @param k terms of each sum
   * @param a holds A; element (i, j) is at {@code aStart + i aStride + j}, and so for the others
   * @param aStart where A begins
   * @param aStride from one row of A to the next
   * @param b holds B
   * @param bStart where B begins
   * @param bStride from one row of B to the next
   * @param c holds C (modified)
   * @param cStart where C begins
   * @param cStride from one row of C to the next
   */
  public static void addTransposedTimes(int m, int n, int k, double[] a, int aStart, int aStride, double[] b,
      int bStart, int bStride, double[] c, int cStart, int cStride) {
    add(1, m, n, k, a, aStart, 1, aStride, b, bStart, bStride, 1, c, cStart, cStride);
  }

  /**
   * {@code C += A B'}: as {@link #addTimes}, but B is n x k.
   *
   * @param m rows of C
   * @param n columns of C
   * @param k terms of each sum
   * @param a holds A; element (i, j) is at {@code aStart + i aStride + j}, and so for the others
   * @param aStart where A begins
   * @param aStride from one row of A to the next
   * @param b holds B
   * @param bStart where B begins
   * @param bStride from one row of B to the next
   * @param c holds C (modified)
   * @param cStart where C begins
   * @param cStride from one row of C to the next
   */
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
    int inPlace = bColumn == 1 && m <= FEW ? n / WIDTH * WIDTH : 0;
    if (bColumn == 1) {
      panels.copyRows(inPlace, n, k, b, bStart, bRow);
    } else {
      panels.transpose(n, k, b, bStart, bColumn);
    }
    // A is read in place, but for columns of which more than two panels of B make use.
    boolean copied = aColumn != 1 && n > 2 * WIDTH;
    for (int i = 0; i < m; i += HEIGHT) {
      if (copied && i % ROWS == 0) {
        panels.copyColumns(Math.min(ROWS, m - i), k, a, aStart + i, aColumn);
      }
      int rows = Math.min(HEIGHT, m - i);
      int end = Math.min(n, i + rows + above);
      for (int j = 0; j < end; j += WIDTH) {
        tile(panels, i + above - j, alpha, rows, Math.min(WIDTH, end - j), k,
            copied ? panels.a : a, copied ? i % ROWS : aStart + i * aRow, aRow, copied ? ROWS : aColumn,
            j < inPlace ? b : panels.b, j < inPlace ? bStart + j : panels.panel(j, k), j < inPlace ? bRow : WIDTH,
            c, cStart + i * cStride + j, cStride);
      }
    }
  }

  private static void tile(DoublePanels panels, int above, double alpha, int rows, int columns, int k, double[] a,
      int aStart, int aRow, int aColumn, double[] b, int bStart, int bRow, double[] c, int cStart, int cStride) {
    int width = DoubleTile.width(columns);
    if (rows == HEIGHT && columns == width && columns <= above + 1) {
      DoubleTile.add(width, alpha, rows, k, a, aStart, aRow, aColumn, b, bStart, bRow, c, cStart, cStride);
    } else {
      Arrays.fill(panels.c, 0, HEIGHT * width, 0);
      DoubleTile.add(width, alpha, rows, k, a, aStart, aRow, aColumn, b, bStart, bRow, panels.c, 0, width);
      for (int i = 0; i < rows; i++) {
        int end = Math.min(columns, i + above + 1);
        for (int j = 0; j < end; j++) {
          c[cStart + i * cStride + j] += panels.c[i * width + j];
        }
      }
    }
  }
}
