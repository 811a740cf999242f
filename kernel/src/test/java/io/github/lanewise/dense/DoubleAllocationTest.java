package io.github.lanewise.dense;

import io.github.lanewise.lanes.QuietCalls;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After warm-up nothing is allocated, with every kind of tile in use. */
class DoubleAllocationTest {
  private static final int N = 67;

  private record Work(String name, Runnable call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Work> work() {
    double[] a = new double[N * N];
    double[] b = new double[N * N];
    double[] c = new double[N * N];
    double[] space = new double[DoubleCholesky.workspace(2 * N)];
    double[] l = new double[4 * N * N];
    DoubleProjection projection = new DoubleProjection(10, N);
    DoubleMoments moments = new DoubleMoments(N);
    return Stream.of(
        new Work("products", () -> {
          DoubleGemm.addTimes(N, N, N, a, 0, N, b, 0, N, c, 0, N);
          DoubleGemm.addTransposedTimes(N, N, N, a, 0, N, b, 0, N, c, 0, N);
          DoubleGemm.addTimesTransposed(N, N, N, a, 0, N, b, 0, N, c, 0, N);
          for (int width = DoubleTile.LANES; width <= Math.min(N, DoubleTile.WIDTH); width *= 2) {
            DoubleGemm.addTimes(N, width, N, a, 0, N, b, 0, N, c, 0, N);
          }
        }),
        new Work("projections and moments", () -> {
          projection.times(N, a, 0, N, c, 0);
          moments.take(N, N, a, 0, N);
        }),
        new Work("Cholesky", () -> {
          for (int i = 0; i < 2 * N; i++) {
            Arrays.fill(l, i * 2 * N, i * 2 * N + i, 1);
            l[i * 2 * N + i] = 3 * N;
          }
          assertFactored(DoubleCholesky.factor(2 * N, l, 0, 2 * N, space));
          DoubleCholesky.solve(N, N, l, 0, 2 * N, b, 0, N);
        }));
  }

  private static void assertFactored(int rows) {
    if (rows != 2 * N) {
      throw new AssertionError("pivot " + rows);
    }
  }

  @ParameterizedTest
  @MethodSource("work")
  void nothingIsAllocated(Work work) {
    QuietCalls.assertReached(work.call());
  }
}
