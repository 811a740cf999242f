package io.github.lanewise.app.timing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** Bytes that the calling thread and the kernel's worker threads have allocated so far. Asking allocates nothing. */
public final class Allocations implements LongSupplier {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long[] ids;

  /** For the threads that live now; to be made and asked by the thread that works. */
  public Allocations() {
    Thread self = Thread.currentThread();
    ids = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread == self || thread.getName().startsWith("lanewise-"))
        .mapToLong(Thread::threadId)
        .toArray();
  }

  @Override
  public long getAsLong() {
    long sum = 0;
    for (long id : ids) {
      sum += threads.getThreadAllocatedBytes(id);
    }
    return sum;
  }
}
