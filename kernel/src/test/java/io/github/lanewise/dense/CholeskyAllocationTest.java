package io.github.lanewise.dense;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** In double only: in float one process of two was seen to allocate 17,920 B a call for good. */
class CholeskyAllocationTest {
  private static final int N = 122;

  @Test
  void nothingIsAllocatedAfterWarmUp() {
    double[] space = new double[DoubleCholesky.workspace(N)];
    double[] l = new double[N * N];
    double[] b = new double[N * N];
    QuietCalls.assertReached(() -> {
      for (int i = 0; i < N; i++) {
        Arrays.fill(l, i * N, i * N + i, 1);
        l[i * N + i] = 1.5 * N;
      }
      if (DoubleCholesky.factor(N, l, 0, N, space) != N) {
        throw new AssertionError("not factored");
      }
      DoubleCholesky.solve(N, N / 2, l, 0, N, b, 0, N);
    });
  }
}
