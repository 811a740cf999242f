package io.github.lanewise.dense;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After warm-up nothing is allocated, with every kind of tile in use. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 50;
  /** A method that is compiled late may yet fall back to the interpreter once. */
  private static final int QUIET = 5;
  private static final int N = 61;
  private static final long PATIENCE_NANOS = 40_000_000_000L;

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
    float[] fa = new float[N * N];
    float[] fb = new float[N * N];
    float[] fc = new float[N * N];
    double[] space = new double[DoubleCholesky.workspace(2 * N)];
    float[] fspace = new float[FloatCholesky.workspace(2 * N)];
    double[] l = new double[4 * N * N];
    float[] fl = new float[4 * N * N];
    DoubleProjection projection = new DoubleProjection(10, N);
    FloatProjection fprojection = new FloatProjection(10, N);
    DoubleMoments moments = new DoubleMoments(N);
    FloatMoments fmoments = new FloatMoments(N);
    WeightedLeastSquares solver = new WeightedLeastSquares(3, 4, 21);
    double[][] arrays = {new double[84], new double[2520], new double[840], new double[480], new double[480],
        new double[120], new double[40], new double[40]};
    Arrays.fill(arrays[2], 1);
    return Stream.of(
        new Work("double products", () -> {
          DoubleGemm.addTimes(N, N, N, a, 0, N, b, 0, N, c, 0, N);
          DoubleGemm.addTransposedTimes(N, N, N, a, 0, N, b, 0, N, c, 0, N);
          DoubleGemm.addTimesTransposed(N, N, N, a, 0, N, b, 0, N, c, 0, N);
        }),
        new Work("float products", () -> {
          FloatGemm.addTimes(N, N, N, fa, 0, N, fb, 0, N, fc, 0, N);
          FloatGemm.addTransposedTimes(N, N, N, fa, 0, N, fb, 0, N, fc, 0, N);
          FloatGemm.addTimesTransposed(N, N, N, fa, 0, N, fb, 0, N, fc, 0, N);
        }),
        new Work("projections and moments", () -> {
          projection.times(N, a, 0, N, c, 0);
          fprojection.times(N, fa, 0, N, fc, 0);
          moments.take(N, N, a, 0, N);
          fmoments.take(N, N, fa, 0, N);
        }),
        new Work("double Cholesky", () -> {
          for (int i = 0; i < 2 * N; i++) {
            Arrays.fill(l, i * 2 * N, i * 2 * N + i, 1);
            l[i * 2 * N + i] = 3 * N;
          }
          assertFactored(DoubleCholesky.factor(2 * N, l, 0, 2 * N, space));
          DoubleCholesky.solve(N, N, l, 0, 2 * N, b, 0, N);
        }),
        new Work("float Cholesky", () -> {
          for (int i = 0; i < 2 * N; i++) {
            Arrays.fill(fl, i * 2 * N, i * 2 * N + i, 1);
            fl[i * 2 * N + i] = 3 * N;
          }
          assertFactored(FloatCholesky.factor(2 * N, fl, 0, 2 * N, fspace));
          FloatCholesky.solve(N, N, fl, 0, 2 * N, fb, 0, N);
        }),
        new Work("weighted least squares",
            () -> solver.solve(40, arrays[0], arrays[1], arrays[2], 1, arrays[3], arrays[4], arrays[5], arrays[6],
                arrays[7])));
  }

  private static void assertFactored(int rows) {
    if (rows != 2 * N) {
      throw new AssertionError("pivot " + rows);
    }
  }

  @ParameterizedTest
  @MethodSource("work")
  void nothingIsAllocated(Work work) {
    assertThat(window(work)).as("before compilation vectors are objects: the measure works").isPositive();
    long end = System.nanoTime() + PATIENCE_NANOS;
    int quiet = 0;
    long bytes = 0;
    while (quiet < QUIET && System.nanoTime() < end) {
      bytes = window(work);
      quiet = bytes == 0 ? quiet + 1 : 0;
    }
    assertThat(quiet).as("times %d calls in a row without a byte; the last allocated %d", CALLS, bytes)
        .isEqualTo(QUIET);
  }

  private static long window(Work work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int call = 0; call < CALLS; call++) {
      work.call().run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
