package io.github.lanewise.policy;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Lanes;
import java.util.Arrays;

/** Rows of one block of a double batch, moved to and from matrices whose columns are the lanes. */
final class LaneRows {
  private LaneRows() {}

  /** Lanes of a block that are robots. */
  static int count(Batch batch, int block) {
    int size = Lanes.blockSize(batch.type());
    return Math.min(size, batch.robots() - block * size);
  }

  /** First robot of a block. */
  static int first(Batch batch, int block) {
    return block * Lanes.blockSize(batch.type());
  }

  /** Index of the first lane of a row of a block. */
  static int index(Batch batch, int row, int block) {
    return batch.start() + block * batch.blockStride() + row * Lanes.blockSize(batch.type());
  }

  /** Row {@code r} of the batch to row {@code firstRow + r} of a matrix of {@code robots} columns (modified). */
  static void write(Batch batch, int block, double[] matrix, int firstRow) {
    for (int r = 0; r < batch.rows(); r++) {
      System.arraycopy((double[]) batch.array(), index(batch, r, block), matrix,
          (firstRow + r) * batch.robots() + first(batch, block), count(batch, block));
    }
  }

  /** Row {@code r} of the batch (modified) from row {@code firstRow + r} of a matrix of {@code robots} columns. */
  static void read(double[] matrix, int firstRow, Batch batch, int block) {
    for (int r = 0; r < batch.rows(); r++) {
      System.arraycopy(matrix, (firstRow + r) * batch.robots() + first(batch, block), (double[]) batch.array(),
          index(batch, r, block), count(batch, block));
    }
  }

  /** All lanes of row 0 of a block, those that are no robots included. */
  static void fill(Batch batch, int block, double value) {
    int from = index(batch, 0, block);
    Arrays.fill((double[]) batch.array(), from, from + Lanes.blockSize(batch.type()), value);
  }

  /** {@code sum += term} in one block. */
  static void add(Batch sum, Batch term, int block) {
    double[] to = (double[]) sum.array();
    double[] from = (double[]) term.array();
    int i = index(sum, 0, block);
    int j = index(term, 0, block);
    for (int e = 0; e < sum.rows() * Lanes.blockSize(sum.type()); e++) {
      to[i + e] += from[j + e];
    }
  }
}
