package io.github.lanewise.hardware;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Bytes that the calling thread allocates by doing something often. The least of several rounds counts, because what
 * the JVM allocates in the thread when it compiles is not in every round, and what the work allocates is: when C2 is
 * first asked for a method of a class, HotSpot makes all string constants of that class in the thread that called the
 * method, once in the life of the JVM. {@code SingleWriterRecorder} of HdrHistogram has four, 344 B.
 */
public final class AllocatedBytes {
  private static final int ROUNDS = 10;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocatedBytes() {}

  /** Of so many runs. */
  public static long of(Runnable work, int runs) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < runs; i++) {
        work.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
