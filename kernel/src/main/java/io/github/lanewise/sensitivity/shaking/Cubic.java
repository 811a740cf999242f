package io.github.lanewise.sensitivity.shaking;

import org.ejml.data.DMatrixRMaj;

/**
 * Cubic interpolation between samples: Lagrange's polynomial through the four around a time, at the ends through the
 * four nearest.
 */
final class Cubic {
  private final double[] weight = new double[4];
  private int first;

  /** At this time [samples], in {@code start} to {@code steps - 1}, by samples in this range only. */
  void place(double time, int start, int steps) {
    first = Math.clamp((long) Math.floor(time) - 1, start, steps - 4);
    double s = time - first;
    weight[0] = (s - 1) * (s - 2) * (s - 3) / -6;
    weight[1] = s * (s - 2) * (s - 3) / 2;
    weight[2] = s * (s - 1) * (s - 3) / -2;
    weight[3] = s * (s - 1) * (s - 2) / 6;
  }

  /** Of row i among {@code rows} a sample, in a column. */
  double value(DMatrixRMaj values, int rows, int i, int column) {
    int at = (first * rows + i) * values.numCols + column;
    int stride = rows * values.numCols;
    return weight[0] * values.data[at] + weight[1] * values.data[at + stride] + weight[2] * values.data[at + 2 * stride]
        + weight[3] * values.data[at + 3 * stride];
  }
}
