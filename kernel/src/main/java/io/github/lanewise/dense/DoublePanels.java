package io.github.lanewise.dense;

import io.github.lanewise.lanes.AlignedArrays;
import io.github.lanewise.lanes.ElementType;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Packed pieces of the factors of a product, and a tile for what sticks out of the result: the tiles' loops then read
 * memory in its order, from two addresses (Goto and van de Geijn, Anatomy of high-performance matrix multiplication,
 * 2008). One for each thread.
 */
final class DoublePanels {
  /** Columns of A, rows of B at a time: a panel of B takes half of a first-level cache of 32 KiB. */
  static final int DEPTH = 128;
  /** Columns of B at a time: with {@link #DEPTH} rows they take half of a second-level cache of 1 MiB. */
  static final int COLUMNS = 512;

  private static final int HEIGHT = DoubleTile.HEIGHT;
  private static final int WIDTH = DoubleTile.WIDTH;
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ThreadLocal<DoublePanels> OWN = ThreadLocal.withInitial(DoublePanels::new);

  final double[] a = new double[HEIGHT * DEPTH];
  final double[] b;
  final int bStart;
  final double[] c = new double[HEIGHT * WIDTH];

  private DoublePanels() {
    AlignedArrays.Piece piece = AlignedArrays.piece(ElementType.DOUBLE, DEPTH * COLUMNS);
    b = (double[]) piece.array();
    bStart = piece.start();
  }

  /** Those of this thread. */
  static DoublePanels own() {
    return OWN.get();
  }

  /** Row after row of A, {@link #DEPTH} apart; where A has no row, its last again. */
  void packRows(int rows, int k, double[] from, int start, int row, int column) {
    int row1 = start + row * Math.min(1, rows - 1);
    int row2 = start + row * Math.min(2, rows - 1);
    int row3 = start + row * Math.min(3, rows - 1);
    for (int l = 0; l < k; l++) {
      int at = l * column;
      a[l] = from[start + at];
      a[DEPTH + l] = from[row1 + at];
      a[2 * DEPTH + l] = from[row2 + at];
      a[3 * DEPTH + l] = from[row3 + at];
    }
  }

  /**
   * Row after row of a panel of B, one tile wide, zero where B has no column.
   *
   * @param at where to, from {@link #bStart} on
   */
  void packColumns(int columns, int k, double[] from, int start, int row, int column, int at) {
    if (columns == WIDTH && column == 1) {
      copyRows(k, from, start, row, bStart + at);
    } else if (columns == WIDTH) {
      transposeRows(k, from, start, row, column, bStart + at);
    } else {
      for (int l = 0; l < k; l++) {
        for (int j = 0; j < WIDTH; j++) {
          b[bStart + at + l * WIDTH + j] = j < columns ? from[start + l * row + j * column] : 0;
        }
      }
    }
  }

  private void copyRows(int k, double[] from, int start, int row, int to) {
    for (int l = 0; l < k; l++) {
      DoubleVector.fromArray(SPECIES, from, start + l * row).intoArray(b, to + l * WIDTH);
      DoubleVector.fromArray(SPECIES, from, start + l * row + LANES).intoArray(b, to + l * WIDTH + LANES);
    }
  }

  /** Four columns at a time, so that lines of B are written whole and few lines of what is copied are open. */
  private void transposeRows(int k, double[] from, int start, int row, int column, int to) {
    for (int j = 0; j < WIDTH; j += 4) {
      int at = start + j * column;
      for (int l = 0; l < k; l++) {
        b[to + l * WIDTH + j] = from[at + l * row];
        b[to + l * WIDTH + j + 1] = from[at + l * row + column];
        b[to + l * WIDTH + j + 2] = from[at + l * row + 2 * column];
        b[to + l * WIDTH + j + 3] = from[at + l * row + 3 * column];
      }
    }
  }
}
