package io.github.lanewise.dense;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.MUL;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Solves with a lower triangular matrix and many right-hand sides, in blocks of rows that meet in products. */
final class DoubleTriangular {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int HEIGHT = DoubleTile.HEIGHT;
  /** Rows for which all that is solved before is subtracted at once; a multiple of {@link #HEIGHT}. */
  private static final int BLOCK = 60;

  private DoubleTriangular() {
  }

  /**
   * {@code B <- L^-1 B}.
   *
   * @param n rows and columns of L, rows of B
   * @param columns of B
   * @param l holds L; above the diagonal nothing is read
   * @param b modified
   */
  static void solveLower(int n, int columns, double[] l, int lStart, int lStride, double[] b, int bStart, int bStride) {
    for (int i = 0; i < n; i += HEIGHT) {
      int block = i - i % BLOCK;
      int rows = Math.min(HEIGHT, n - i);
      int row = bStart + i * bStride;
      if (i == block) {
        DoubleGemm.add(-1, Math.min(BLOCK, n - i), columns, i, l, lStart + i * lStride, lStride, 1, b, bStart,
            bStride, 1, b, row, bStride);
      } else {
        DoubleGemm.add(-1, rows, columns, i - block, l, lStart + i * lStride + block, lStride, 1,
            b, bStart + block * bStride, bStride, 1, b, row, bStride);
      }
      lower(rows, columns, l, lStart + i * (lStride + 1), lStride, b, row, bStride);
    }
  }

  private static void lower(int n, int columns, double[] l, int lStart, int lStride, double[] b, int bStart,
      int bStride) {
    for (int i = 0; i < n; i++) {
      int row = lStart + i * lStride;
      eliminate(columns, i, l, row, 1, l[row + i], b, bStart, bStride, bStart + i * bStride);
    }
  }

  /** {@code B <- L'^-1 B}: as {@link #solveLower}. */
  static void solveLowerTransposed(int n, int columns, double[] l, int lStart, int lStride, double[] b, int bStart,
      int bStride) {
    for (int i = (n - 1) / HEIGHT * HEIGHT; i >= 0; i -= HEIGHT) {
      int block = i - i % BLOCK;
      int blockEnd = Math.min(n, block + BLOCK);
      int end = Math.min(n, i + HEIGHT);
      if (end == blockEnd) {
        DoubleGemm.add(-1, end - block, columns, n - end, l, lStart + end * lStride + block, 1, lStride,
            b, bStart + end * bStride, bStride, 1, b, bStart + block * bStride, bStride);
      } else {
        DoubleGemm.add(-1, end - i, columns, blockEnd - end, l, lStart + end * lStride + i, 1, lStride,
            b, bStart + end * bStride, bStride, 1, b, bStart + i * bStride, bStride);
      }
      lowerTransposed(end - i, columns, l, lStart + i * (lStride + 1), lStride, b, bStart + i * bStride, bStride);
    }
  }

  private static void lowerTransposed(int n, int columns, double[] l, int lStart, int lStride, double[] b, int bStart,
      int bStride) {
    for (int i = n - 1; i >= 0; i--) {
      int pivot = lStart + i * (lStride + 1);
      int row = bStart + i * bStride;
      eliminate(columns, n - 1 - i, l, pivot + lStride, lStride, l[pivot], b, row + bStride, bStride, row);
    }
  }

  /** One row {@code x <- (x - sum_j l_j b_j) / pivot} over {@code count} rows b_j that are solved. */
  private static void eliminate(int columns, int count, double[] l, int lStart, int lStep, double pivot, double[] b,
      int bStart, int bStride, int x) {
    int full = SPECIES.loopBound(columns);
    for (int j = 0; j < count; j++) {
      double factor = -l[lStart + j * lStep];
      int row = bStart + j * bStride;
      DoubleVector weight = DoubleVector.broadcast(SPECIES, factor);
      for (int c = 0; c < full; c += SPECIES.length()) {
        DoubleVector.fromArray(SPECIES, b, row + c).lanewise(MUL, weight)
            .lanewise(ADD, DoubleVector.fromArray(SPECIES, b, x + c)).intoArray(b, x + c);
      }
      for (int c = full; c < columns; c++) {
        b[x + c] += factor * b[row + c];
      }
    }
    double inverse = 1 / pivot;
    DoubleVector scale = DoubleVector.broadcast(SPECIES, inverse);
    for (int c = 0; c < full; c += SPECIES.length()) {
      DoubleVector.fromArray(SPECIES, b, x + c).lanewise(MUL, scale).intoArray(b, x + c);
    }
    for (int c = full; c < columns; c++) {
      b[x + c] *= inverse;
    }
  }
}
