package io.github.lanewise.dense;

import io.github.lanewise.lanes.AlignedArrays;
import io.github.lanewise.lanes.ElementType;

/**
 * Copies of pieces of the factors of a product, and a tile for what sticks out of the result: the tiles' loops then
 * read memory that is close together and stays in the second-level cache (Goto and van de Geijn, Anatomy of
 * high-performance matrix multiplication, 2008). One for each thread.
 */
final class DoublePanels {
  /** Columns of A, rows of B at a time: half of them would read and write C twice as often. */
  static final int DEPTH = 256;
  /** Columns of B at a time: with {@link #DEPTH} rows they take half of a second-level cache of 1 MiB. */
  static final int COLUMNS = 256;
  /** Rows of A at a time, where they are copied: a multiple of {@link DoubleTile#HEIGHT}. */
  static final int ROWS = 8 * DoubleTile.HEIGHT;

  private static final int WIDTH = DoubleTile.WIDTH;
  private static final ThreadLocal<DoublePanels> OWN = ThreadLocal.withInitial(DoublePanels::new);
  /** Rows of B that are transposed at a time: of the widest panel they fit half of a first-level cache of 32 KiB. */
  private static final int TRANSPOSED = 64;

  final double[] a = new double[ROWS * DEPTH];
  final double[] b;
  private final int bStart;
  final double[] c = new double[DoubleTile.HEIGHT * WIDTH];

  private DoublePanels() {
    AlignedArrays.Piece piece = AlignedArrays.piece(ElementType.DOUBLE, DEPTH * COLUMNS);
    b = (double[]) piece.array();
    bStart = piece.start();
  }

  /** Those of this thread. */
  static DoublePanels own() {
    return OWN.get();
  }

  /** Where in {@link #b} the panel starts that begins with column j, of k rows. */
  int panel(int j, int k) {
    return bStart + j * k;
  }

  /**
   * Column after column of A, {@link #ROWS} apart, from A', whose rows they are: where these are a power of two apart,
   * few sets of a cache hold them all.
   */
  void copyColumns(int rows, int k, double[] from, int start, int stride) {
    for (int l = 0; l < k; l++) {
      System.arraycopy(from, start + l * stride, a, l * ROWS, rows);
    }
  }

  /**
   * The columns of B from {@code first} on in panels one tile wide: row after row, {@link DoubleTile#WIDTH} apart.
   *
   * <p>What is there beyond the last column adds to columns that C does not have. Whole rows of B are read, so that the
   * processor sees what comes next.
   */
  void copyRows(int first, int n, int k, double[] from, int start, int stride) {
    for (int l = 0; l < k; l++) {
      for (int j = first; j < n; j += WIDTH) {
        System.arraycopy(from, start + l * stride + j, b, panel(j, k) + l * WIDTH, Math.min(WIDTH, n - j));
      }
    }
  }

  /** As {@link #copyRows}, from B'. */
  void transpose(int n, int k, double[] from, int start, int stride) {
    for (int j = 0; j < n; j += WIDTH) {
      for (int l = 0; l < k; l += TRANSPOSED) {
        transpose(Math.min(WIDTH, n - j), Math.min(TRANSPOSED, k - l), from, start + j * stride + l, stride,
            panel(j, k) + l * WIDTH);
      }
    }
  }

  private void transpose(int columns, int k, double[] from, int start, int stride, int to) {
    int fours = columns / 4 * 4;
    for (int j = 0; j < fours; j += 4) {
      transposeFour(k, from, start + j * stride, stride, to + j);
    }
    for (int j = fours; j < columns; j++) {
      for (int l = 0; l < k; l++) {
        b[to + l * WIDTH + j] = from[start + j * stride + l];
      }
    }
  }

  /** So that few lines of what is copied are open. */
  private void transposeFour(int k, double[] from, int start, int stride, int to) {
    int start1 = start + stride;
    int start2 = start1 + stride;
    int start3 = start2 + stride;
    for (int l = 0; l < k; l++) {
      b[to + l * WIDTH] = from[start + l];
      b[to + l * WIDTH + 1] = from[start1 + l];
      b[to + l * WIDTH + 2] = from[start2 + l];
      b[to + l * WIDTH + 3] = from[start3 + l];
    }
  }
}
