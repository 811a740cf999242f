package io.github.lanewise.network;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;

/** A matrix, row after row, that begins on a cache line: element (i, j) at {@code start + i width + j}. */
final class DoubleRows {
  final double[] array;
  final int start;
  final int width;
  /** The same storage, as kernels of elementwise functions see it. */
  final Batch elements;

  DoubleRows(int rows, int width) {
    elements = new Batch(ElementType.DOUBLE, 1, rows * width);
    array = (double[]) elements.array();
    start = elements.start();
    this.width = width;
  }

  /** Where row i begins. */
  int at(int row) {
    return start + row * width;
  }
}
