package io.github.lanewise.jmh;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Runs a competitor until the JIT compiler has done with it: for a kernel of many chunks, on a busy machine, that takes
 * longer than any warm-up fixed beforehand.
 */
final class Steady {
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(3);
  /** C2 waits for some 3,000 invocations of a chunk, and a call may bring but 16: a shorter window may be a pause. */
  private static final int WINDOW_CALLS = 250;
  private static final double QUIET = 0.01;
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(10);

  private Steady() {}

  /**
   * Calls until the compiler has worked for less than a hundredth of a window of at least three seconds and
   * {@value #WINDOW_CALLS} calls.
   *
   * @throws IllegalStateException if that takes longer than ten minutes
   */
  static void reach(Runnable call) {
    long start = System.nanoTime();
    while (true) {
      long windowStart = System.nanoTime();
      long compiled = COMPILER.getTotalCompilationTime();
      int calls = 0;
      long now = windowStart;
      while (now - windowStart < WINDOW_NANOS || calls < WINDOW_CALLS) {
        call.run();
        calls++;
        now = System.nanoTime();
        if (now - start > LIMIT_NANOS) {
          throw new IllegalStateException(String.format(Locale.ROOT,
              "still compiling after %d s, the last %d calls took %.3f s each: repeat it on a less busy machine",
              TimeUnit.NANOSECONDS.toSeconds(now - start), calls, (now - windowStart) * 1e-9 / calls));
        }
      }
      long working = TimeUnit.MILLISECONDS.toNanos(COMPILER.getTotalCompilationTime() - compiled);
      if (working < QUIET * (now - windowStart)) {
        return;
      }
    }
  }
}
