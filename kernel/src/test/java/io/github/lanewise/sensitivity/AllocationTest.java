package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** After warm-up neither an update nor a fit allocates. */
class AllocationTest {
  private static final long PATIENCE_NANOS = 40_000_000_000L;
  private static final int WINDOW = 300;
  /** In a row: a method that is compiled late may yet fall back to the interpreter once. */
  private static final int WINDOWS = 5;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long window(Runnable call) {
    long thread = Thread.currentThread().threadId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < WINDOW; i++) {
      call.run();
    }
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }

  private static void assertAllocatesNothing(Runnable call) {
    assertThat(window(call)).as("before compilation vectors are objects: the measure works").isPositive();
    long end = System.nanoTime() + PATIENCE_NANOS;
    int quiet = 0;
    long bytes = 0;
    while (quiet < WINDOWS && System.nanoTime() < end) {
      bytes = window(call);
      quiet = bytes == 0 ? quiet + 1 : 0;
    }
    assertThat(quiet).as("times %d calls in a row without a byte; the last allocated %d", WINDOW, bytes)
        .isEqualTo(WINDOWS);
  }

  @Test
  void addingARollout() {
    Random random = new Random(1);
    RecursiveLeastSquares recursion = new RecursiveLeastSquares(1, 12, 32);
    double[] change = new double[32];
    double[] states = new double[12];
    assertAllocatesNothing(() -> {
      for (int j = 0; j < 32; j++) {
        change[j] = random.nextDouble();
      }
      states[0] = change[1];
      recursion.add(change, states);
    });
  }

  @Test
  void fittingRows() {
    int rollouts = 100;
    DMatrixRMaj change = Rows.gaussian(new Random(2), rollouts, 6);
    DMatrixRMaj states = Rows.gaussian(new Random(3), 40, rollouts);
    DoubleRegression regression = new DoubleRegression(new DesignMatrix(rollouts, 6, 6, change.data, 0));
    double[] slopes = new double[40 * 6];
    double[] standardErrors = new double[40 * 6];
    double[] intercepts = new double[40];
    assertAllocatesNothing(() -> regression.fit(40, states.data, 0, rollouts, slopes, standardErrors, intercepts));
  }
}
