package io.github.lanewise.lanes;

/** {@code C += A B} in every lane of a block, for matrices that are stored row by row in batches. */
public final class LaneProduct {
  private LaneProduct() {}

  /**
   * {@code C += A B}, each product rounded before it is added, in the order of A's columns.
   *
   * @param m rows of A and C
   * @param n columns of B and C
   * @param k columns of A, rows of B
   * @param a m x k rows
   * @param b k x n rows
   * @param c modified
   * @param block of robots, counted from 0
   */
  public static void addTimes(int m, int n, int k, Batch a, Batch b, Batch c, int block) {
    int lanes = a.blockSize();
    for (int i = 0; i < m; i++) {
      for (int l = 0; l < k; l++) {
        int aAt = LaneRows.index(a, i * k + l, block);
        for (int j = 0; j < n; j++) {
          int bAt = LaneRows.index(b, l * n + j, block);
          int cAt = LaneRows.index(c, i * n + j, block);
          if (a.type() == ElementType.DOUBLE) {
            addTimes(lanes, (double[]) a.array(), aAt, (double[]) b.array(), bAt, (double[]) c.array(), cAt);
          } else {
            addTimes(lanes, (float[]) a.array(), aAt, (float[]) b.array(), bAt, (float[]) c.array(), cAt);
          }
        }
      }
    }
  }

  private static void addTimes(int lanes, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    for (int lane = 0; lane < lanes; lane++) {
      c[cAt + lane] += a[aAt + lane] * b[bAt + lane];
    }
  }

  private static void addTimes(int lanes, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
    for (int lane = 0; lane < lanes; lane++) {
      c[cAt + lane] += a[aAt + lane] * b[bAt + lane];
    }
  }
}
