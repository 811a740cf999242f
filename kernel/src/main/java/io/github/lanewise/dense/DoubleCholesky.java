package io.github.lanewise.dense;

/**
 * {@code A = L L'} of a symmetric positive definite matrix, row-major (Golub and Van Loan, Matrix Computations, section
 * 4.2).
 *
 * <p>Nothing is allocated; callers may use it from any thread. For solves with L see also {@link DoubleTriangular}.
 */
public final class DoubleCholesky {
  /** Columns factored before the rest of the matrix is updated with them. */
  private static final int BLOCK = 64;
  private static final int SMALL_BLOCK = 16;
  /** Rows and columns that are transposed at a time: so many cache lines of each matrix. */
  private static final int TRANSPOSED = 16;

  private DoubleCholesky() {
  }

  /**
   * Elements that {@link #factor(int, double[], int, int, double[])} needs to work with.
   *
   * @param n rows and columns of A
   * @return how many
   */
  public static int workspace(int n) {
    return BLOCK * n;
  }

  /**
   * {@code A = L L'}: L takes the place of the lower triangle of A; above the diagonal nothing is read or written.
   *
   * <p>Without a workspace, for a few dozen rows.
   *
   * @param n rows and columns of A
   * @param a holds A; element (i, j) is at {@code start + i stride + j}
   * @param start where A begins
   * @param stride from one row of A to the next
   * @return n, or the index of the first pivot that is not positive: the rows before it are factored, the others
   *     undefined
   */
  @SuppressWarnings("cast") // of the square root, which is needed in the float twin
  public static int factor(int n, double[] a, int start, int stride) {
    for (int j = 0; j < n; j++) {
      int row = start + j * stride;
      double pivot = a[row + j] - dot(j, a, row, row);
      if (!(pivot > 0)) {
        return j;
      }
      double root = (double) Math.sqrt(pivot);
      a[row + j] = root;
      double inverse = 1 / root;
      for (int i = j + 1; i < n; i++) {
        int other = start + i * stride;
        a[other + j] = (a[other + j] - dot(j, a, row, other)) * inverse;
      }
    }
    return n;
  }

  private static double dot(int n, double[] a, int x, int y) {
    double sum = 0;
    for (int l = 0; l < n; l++) {
      sum += a[x + l] * a[y + l];
    }
    return sum;
  }

  /**
   * {@code A = L L'}: as {@link #factor(int, double[], int, int)}, for matrices of any size.
   *
   * @param n rows and columns of A
   * @param a holds A; element (i, j) is at {@code start + i stride + j} (modified)
   * @param start where A begins
   * @param stride from one row of A to the next
   * @param work at least {@link #workspace} elements, overwritten
   * @return n, or the index of the first pivot that is not positive: the rows before it are factored, the others
   *     undefined
   */
  public static int factor(int n, double[] a, int start, int stride, double[] work) {
    return blocks(BLOCK, n, a, start, stride, work);
  }

  /**
   * Right-looking: factors a block on the diagonal, solves for the columns below it, and subtracts their products from
   * the rest.
   */
  private static int blocks(int size, int n, double[] a, int start, int stride, double[] work) {
    for (int j = 0; j < n; j += size) {
      int diagonal = start + j * (stride + 1);
      int width = Math.min(size, n - j);
      int factored = size > SMALL_BLOCK
          ? blocks(SMALL_BLOCK, width, a, diagonal, stride, work) : factor(width, a, diagonal, stride);
      if (factored < width) {
        return j + factored;
      }
      int rest = n - j - width;
      if (rest > 0) {
        int below = diagonal + width * stride;
        transpose(rest, width, a, below, stride, work, 0, rest);
        DoubleTriangular.solveLower(width, rest, a, diagonal, stride, work, 0, rest);
        transpose(width, rest, work, 0, rest, a, below, stride);
        DoubleGemm.addLower(-1, rest, width, a, below, stride, 1, work, 0, rest, 1, a, below + width, stride);
      }
    }
    return n;
  }

  /** {@code B = A'}, A m x n. */
  private static void transpose(int m, int n, double[] a, int aStart, int aStride, double[] b, int bStart,
      int bStride) {
    for (int i0 = 0; i0 < m; i0 += TRANSPOSED) {
      for (int j0 = 0; j0 < n; j0 += TRANSPOSED) {
        for (int j = j0; j < Math.min(n, j0 + TRANSPOSED); j++) {
          for (int i = i0; i < Math.min(m, i0 + TRANSPOSED); i++) {
            b[bStart + j * bStride + i] = a[aStart + i * aStride + j];
          }
        }
      }
    }
  }

  /**
   * {@code B <- L^-1 B}: {@link DoubleTriangular#solveLower}.
   *
   * @param n rows and columns of A
   * @param columns of B
   * @param l holds L; element (i, j) is at {@code lStart + i lStride + j}
   * @param lStart where L begins
   * @param lStride from one row of L to the next
   * @param b holds B; element (i, j) is at {@code bStart + i bStride + j} (modified)
   * @param bStart where B begins
   * @param bStride from one row of B to the next
   */
  public static void solveLower(int n, int columns, double[] l, int lStart, int lStride, double[] b, int bStart,
      int bStride) {
    DoubleTriangular.solveLower(n, columns, l, lStart, lStride, b, bStart, bStride);
  }

  /**
   * {@code B <- L'^-1 B}: {@link DoubleTriangular#solveLowerTransposed}.
   *
   * @param n rows and columns of A
   * @param columns of B
   * @param l holds L; element (i, j) is at {@code lStart + i lStride + j}
   * @param lStart where L begins
   * @param lStride from one row of L to the next
   * @param b holds B; element (i, j) is at {@code bStart + i bStride + j} (modified)
   * @param bStart where B begins
   * @param bStride from one row of B to the next
   */
  public static void solveLowerTransposed(int n, int columns, double[] l, int lStart, int lStride, double[] b,
      int bStart, int bStride) {
    DoubleTriangular.solveLowerTransposed(n, columns, l, lStart, lStride, b, bStart, bStride);
  }

  /**
   * {@code B <- (L L')^-1 B}: {@link #solveLower}, then {@link #solveLowerTransposed}.
   *
   * @param n rows and columns of A
   * @param columns of B
   * @param l holds L; element (i, j) is at {@code lStart + i lStride + j}
   * @param lStart where L begins
   * @param lStride from one row of L to the next
   * @param b holds B; element (i, j) is at {@code bStart + i bStride + j} (modified)
   * @param bStart where B begins
   * @param bStride from one row of B to the next
   */
  public static void solve(int n, int columns, double[] l, int lStart, int lStride, double[] b, int bStart,
      int bStride) {
    solveLower(n, columns, l, lStart, lStride, b, bStart, bStride);
    solveLowerTransposed(n, columns, l, lStart, lStride, b, bStart, bStride);
  }
}
