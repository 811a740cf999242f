package io.github.lanewise.dense;

import java.util.Random;

/** A random matrix inside a larger array of random numbers. */
final class DoubleMatrix {
  final int rows;
  final int columns;
  final int start;
  final int stride;
  final double[] data;

  DoubleMatrix(int rows, int columns, Random random) {
    this(rows, columns, random.nextInt(5), columns + random.nextInt(4), null);
    for (int i = 0; i < data.length; i++) {
      data[i] = 2 * random.nextDouble() - 1;
    }
  }

  private DoubleMatrix(int rows, int columns, int start, int stride, double[] data) {
    this.rows = rows;
    this.columns = columns;
    this.start = start;
    this.stride = stride;
    this.data = data == null ? new double[start + rows * stride + 3] : data;
  }

  int index(int i, int j) {
    return start + i * stride + j;
  }

  double get(int i, int j) {
    return data[index(i, j)];
  }

  DoubleMatrix copy() {
    return new DoubleMatrix(rows, columns, start, stride, data.clone());
  }

  /** The array with zeros in place of the matrix. */
  double[] surroundings() {
    double[] others = data.clone();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        others[index(i, j)] = 0;
      }
    }
    return others;
  }
}
