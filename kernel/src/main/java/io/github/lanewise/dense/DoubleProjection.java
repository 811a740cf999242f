package io.github.lanewise.dense;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code Y = X P'} for many X and one P of few rows: both are read along their rows, P from a packed copy.
 *
 * <p>Three rows of X meet six of P at a time; the packed panel of six, one vector of each after the other, needs one
 * address where six rows would need six, more than there are registers. Y is to the bit the same at each call. Nothing
 * is allocated after construction. One thread at a time.
 */
public final class DoubleProjection {
  private static final int HEIGHT = 3;
  private static final int WIDTH = 6;
  private static final VectorSpecies<Double> SPECIES = DoubleLanes.SPECIES;
  private static final int LANES = SPECIES.length();

  private final int rows;
  private final int columns;
  /** Columns in the first vector of a row: what exceeds a multiple of the lanes, so that the others are full. */
  private final int head;
  /** Row after row of vectors, zero where P has no row or no column. */
  private final double[] panels;
  private final double[] sums = new double[HEIGHT * WIDTH * LANES];

  /**
   * Room for a P.
   *
   * @param rows of P
   * @param columns of P and X
   */
  public DoubleProjection(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    head = (columns - 1) % LANES + 1;
    panels = new double[(rows + HEIGHT - 1) / HEIGHT * HEIGHT * (columns - head + LANES)];
  }

  /**
   * Copies P: element (j, k) is at {@code start + j stride + k}.
   *
   * @param p holds P; element (j, k) is at {@code start + j stride + k}
   * @param start where P begins
   * @param stride from one row of P to the next
   */
  public void pack(double[] p, int start, int stride) {
    int at = 0;
    for (int j = 0; j < rows; j += width(j)) {
      int width = width(j);
      for (int k = head - LANES; k < columns; k += LANES) {
        for (int i = j; i < j + width; i++) {
          for (int l = 0; l < LANES; l++, at++) {
            boolean inside = i < rows && (k >= 0 || l < head);
            panels[at] = inside ? p[start + i * stride + Math.max(k, 0) + l] : 0;
          }
        }
      }
    }
  }

  /** Rows of the panel that starts with row j: six, or three if no more are left. */
  private int width(int j) {
    return rows - j > WIDTH / 2 ? WIDTH : WIDTH / 2;
  }

  /**
   * {@code Y = X P'}.
   *
   * @param m rows of X and Y
   * @param x holds X; element (i, k) is at {@code start + i stride + k}
   * @param start where X begins
   * @param stride from one row of X to the next
   * @param y element (i, j) is at {@code at + i rows + j} (modified)
   * @param at where Y begins
   */
  public void times(int m, double[] x, int start, int stride, double[] y, int at) {
    times(m, x, start, stride, y, at, rows, 1);
  }

  /** {@code Y = X P'}, element (i, j) of Y at {@code at + i yRow + j yColumn}. */
  void times(int m, double[] x, int start, int stride, double[] y, int at, int yRow, int yColumn) {
    for (int i = 0; i < m; i += HEIGHT) {
      int height = Math.min(HEIGHT, m - i);
      int from = start + i * stride;
      int to = at + i * yRow;
      if (columns < LANES) {
        few(height, x, from, stride, y, to, yRow, yColumn);
      } else {
        panels(height, x, from, stride, y, to, yRow, yColumn);
      }
    }
  }

  private void panels(int height, double[] x, int start, int stride, double[] y, int at, int yRow, int yColumn) {
    int panel = 0;
    for (int j = 0; j < rows; j += width(j)) {
      int width = width(j);
      if (width == WIDTH) {
        six(height, x, start, stride, panel);
      } else {
        three(height, x, start, stride, panel);
      }
      store(height, width, Math.min(width, rows - j), y, at + j * yColumn, yRow, yColumn);
      panel += width * (columns - head + LANES);
    }
  }

  /** The sums over a panel of six rows of P. */
  private void six(int height, double[] x, int start, int stride, int panel) {
    int x1 = start + stride * Math.min(1, height - 1);
    int x2 = start + stride * Math.min(2, height - 1);
    VectorMask<Double> beyondHead = SPECIES.indexInRange(0, head).not();
    DoubleVector u0 = DoubleVector.fromArray(SPECIES, x, start).blend(0, beyondHead);
    DoubleVector u1 = DoubleVector.fromArray(SPECIES, x, x1).blend(0, beyondHead);
    DoubleVector u2 = DoubleVector.fromArray(SPECIES, x, x2).blend(0, beyondHead);
    DoubleVector v = DoubleVector.fromArray(SPECIES, panels, panel);
    DoubleVector s00 = u0.mul(v);
    DoubleVector s10 = u1.mul(v);
    DoubleVector s20 = u2.mul(v);
    v = DoubleVector.fromArray(SPECIES, panels, panel + LANES);
    DoubleVector s01 = u0.mul(v);
    DoubleVector s11 = u1.mul(v);
    DoubleVector s21 = u2.mul(v);
    v = DoubleVector.fromArray(SPECIES, panels, panel + 2 * LANES);
    DoubleVector s02 = u0.mul(v);
    DoubleVector s12 = u1.mul(v);
    DoubleVector s22 = u2.mul(v);
    v = DoubleVector.fromArray(SPECIES, panels, panel + 3 * LANES);
    DoubleVector s03 = u0.mul(v);
    DoubleVector s13 = u1.mul(v);
    DoubleVector s23 = u2.mul(v);
    v = DoubleVector.fromArray(SPECIES, panels, panel + 4 * LANES);
    DoubleVector s04 = u0.mul(v);
    DoubleVector s14 = u1.mul(v);
    DoubleVector s24 = u2.mul(v);
    v = DoubleVector.fromArray(SPECIES, panels, panel + 5 * LANES);
    DoubleVector s05 = u0.mul(v);
    DoubleVector s15 = u1.mul(v);
    DoubleVector s25 = u2.mul(v);
    int p = panel + 6 * (LANES - head);
    for (int k = head; k < columns; k += LANES) {
      u0 = DoubleVector.fromArray(SPECIES, x, start + k);
      u1 = DoubleVector.fromArray(SPECIES, x, x1 + k);
      u2 = DoubleVector.fromArray(SPECIES, x, x2 + k);
      v = DoubleVector.fromArray(SPECIES, panels, p + 6 * k);
      s00 = u0.fma(v, s00);
      s10 = u1.fma(v, s10);
      s20 = u2.fma(v, s20);
      v = DoubleVector.fromArray(SPECIES, panels, p + 6 * k + LANES);
      s01 = u0.fma(v, s01);
      s11 = u1.fma(v, s11);
      s21 = u2.fma(v, s21);
      v = DoubleVector.fromArray(SPECIES, panels, p + 6 * k + 2 * LANES);
      s02 = u0.fma(v, s02);
      s12 = u1.fma(v, s12);
      s22 = u2.fma(v, s22);
      v = DoubleVector.fromArray(SPECIES, panels, p + 6 * k + 3 * LANES);
      s03 = u0.fma(v, s03);
      s13 = u1.fma(v, s13);
      s23 = u2.fma(v, s23);
      v = DoubleVector.fromArray(SPECIES, panels, p + 6 * k + 4 * LANES);
      s04 = u0.fma(v, s04);
      s14 = u1.fma(v, s14);
      s24 = u2.fma(v, s24);
      v = DoubleVector.fromArray(SPECIES, panels, p + 6 * k + 5 * LANES);
      s05 = u0.fma(v, s05);
      s15 = u1.fma(v, s15);
      s25 = u2.fma(v, s25);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, LANES);
    s02.intoArray(sums, 2 * LANES);
    s03.intoArray(sums, 3 * LANES);
    s04.intoArray(sums, 4 * LANES);
    s05.intoArray(sums, 5 * LANES);
    s10.intoArray(sums, 6 * LANES);
    s11.intoArray(sums, 7 * LANES);
    s12.intoArray(sums, 8 * LANES);
    s13.intoArray(sums, 9 * LANES);
    s14.intoArray(sums, 10 * LANES);
    s15.intoArray(sums, 11 * LANES);
    s20.intoArray(sums, 12 * LANES);
    s21.intoArray(sums, 13 * LANES);
    s22.intoArray(sums, 14 * LANES);
    s23.intoArray(sums, 15 * LANES);
    s24.intoArray(sums, 16 * LANES);
    s25.intoArray(sums, 17 * LANES);
  }

  /** The sums over a panel of three rows of P. */
  private void three(int height, double[] x, int start, int stride, int panel) {
    int x1 = start + stride * Math.min(1, height - 1);
    int x2 = start + stride * Math.min(2, height - 1);
    VectorMask<Double> beyondHead = SPECIES.indexInRange(0, head).not();
    DoubleVector u0 = DoubleVector.fromArray(SPECIES, x, start).blend(0, beyondHead);
    DoubleVector u1 = DoubleVector.fromArray(SPECIES, x, x1).blend(0, beyondHead);
    DoubleVector u2 = DoubleVector.fromArray(SPECIES, x, x2).blend(0, beyondHead);
    DoubleVector v = DoubleVector.fromArray(SPECIES, panels, panel);
    DoubleVector s00 = u0.mul(v);
    DoubleVector s10 = u1.mul(v);
    DoubleVector s20 = u2.mul(v);
    v = DoubleVector.fromArray(SPECIES, panels, panel + LANES);
    DoubleVector s01 = u0.mul(v);
    DoubleVector s11 = u1.mul(v);
    DoubleVector s21 = u2.mul(v);
    v = DoubleVector.fromArray(SPECIES, panels, panel + 2 * LANES);
    DoubleVector s02 = u0.mul(v);
    DoubleVector s12 = u1.mul(v);
    DoubleVector s22 = u2.mul(v);
    int p = panel + 3 * (LANES - head);
    for (int k = head; k < columns; k += LANES) {
      u0 = DoubleVector.fromArray(SPECIES, x, start + k);
      u1 = DoubleVector.fromArray(SPECIES, x, x1 + k);
      u2 = DoubleVector.fromArray(SPECIES, x, x2 + k);
      v = DoubleVector.fromArray(SPECIES, panels, p + 3 * k);
      s00 = u0.fma(v, s00);
      s10 = u1.fma(v, s10);
      s20 = u2.fma(v, s20);
      v = DoubleVector.fromArray(SPECIES, panels, p + 3 * k + LANES);
      s01 = u0.fma(v, s01);
      s11 = u1.fma(v, s11);
      s21 = u2.fma(v, s21);
      v = DoubleVector.fromArray(SPECIES, panels, p + 3 * k + 2 * LANES);
      s02 = u0.fma(v, s02);
      s12 = u1.fma(v, s12);
      s22 = u2.fma(v, s22);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, LANES);
    s02.intoArray(sums, 2 * LANES);
    s10.intoArray(sums, 3 * LANES);
    s11.intoArray(sums, 4 * LANES);
    s12.intoArray(sums, 5 * LANES);
    s20.intoArray(sums, 6 * LANES);
    s21.intoArray(sums, 7 * LANES);
    s22.intoArray(sums, 8 * LANES);
  }

  /** Of a panel so wide, so many rows are P's. */
  private void store(int height, int width, int count, double[] y, int at, int yRow, int yColumn) {
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < count; j++) {
        y[at + i * yRow + j * yColumn] = DoubleLanes.sum(sums, (i * width + j) * LANES);
      }
    }
  }

  /** Rows shorter than a vector. */
  private void few(int height, double[] x, int start, int stride, double[] y, int at, int yRow, int yColumn) {
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < rows; j++) {
        double sum = 0;
        for (int k = 0; k < columns; k++) {
          sum += x[start + i * stride + k] * panels[j * LANES + k];
        }
        y[at + i * yRow + j * yColumn] = sum;
      }
    }
  }
}
