package io.github.lanewise.dense;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The assertion that work allocates nothing once it is compiled. */
final class QuietCalls {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 50;
  /** A method that is compiled late may yet fall back to the interpreter once. */
  private static final int WINDOWS = 5;
  private static final long PATIENCE_NANOS = 40_000_000_000L;

  private QuietCalls() {
  }

  static void assertReached(Runnable work) {
    assertThat(window(work)).as("before compilation vectors are objects: the measure works").isPositive();
    long end = System.nanoTime() + PATIENCE_NANOS;
    int quiet = 0;
    long bytes = 0;
    while (quiet < WINDOWS && System.nanoTime() < end) {
      bytes = window(work);
      quiet = bytes == 0 ? quiet + 1 : 0;
    }
    assertThat(quiet).as("times %d calls in a row without a byte; the last allocated %d", CALLS, bytes)
        .isEqualTo(WINDOWS);
  }

  private static long window(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int call = 0; call < CALLS; call++) {
      work.run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
