package io.github.lanewise.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;

/**
 * The assertion that work allocates nothing once it is compiled, neither in this thread nor in workers', in a program
 * that has used vectors of two widths before: the type profiles that all of it shares then hold both.
 */
public final class QuietCalls {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 300;
  /** A method that is compiled late may yet fall back to the interpreter once. */
  private static final int WINDOWS = 5;
  /** Of this thread's own computing, which other programs do not use up. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final int MIXED_CALLS = 20_000;

  static {
    double[] doubles = new double[8];
    float[] floats = new float[16];
    for (int call = 0; call < MIXED_CALLS; call++) {
      int widest = VectorShape.preferredShape().vectorBitSize();
      VectorShape shape = VectorShape.forBitSize(call % 2 == 0 ? widest : widest / 2);
      use(DoubleVector.fromArray(shape.withLanes(double.class), doubles, 0)).intoArray(doubles, 0);
      use(FloatVector.fromArray(shape.withLanes(float.class), floats, 0)).intoArray(floats, 0);
    }
  }

  private QuietCalls() {
  }

  private static DoubleVector use(DoubleVector v) {
    DoubleVector w = v.add(v).mul(v).sub(v).div(v.abs().add(1)).fma(v, v).min(v.neg())
        .max(v.lanewise(VectorOperators.FMA, v, v));
    return w.blend(v, v.lt(w)).reinterpretAsLongs().add(1).reinterpretAsDoubles();
  }

  private static FloatVector use(FloatVector v) {
    FloatVector w = v.add(v).mul(v).sub(v).div(v.abs().add(1)).fma(v, v).min(v.neg())
        .max(v.lanewise(VectorOperators.FMA, v, v));
    return w.blend(v, v.lt(w)).reinterpretAsInts().add(1).reinterpretAsFloats();
  }

  /** Calls each until {@value #WINDOWS} windows of {@value #CALLS} in a row allocate nothing. */
  public static void assertReached(Runnable... works) {
    long[] threads = computingThreads();
    assertThat(window(works[0], threads)).as("before compilation vectors are objects: the measure works").isPositive();
    for (Runnable work : works) {
      long end = THREADS.getCurrentThreadCpuTime() + PATIENCE_NANOS;
      int quiet = 0;
      long bytes = 0;
      while (quiet < WINDOWS && THREADS.getCurrentThreadCpuTime() < end) {
        bytes = window(work, threads);
        quiet = bytes == 0 ? quiet + 1 : 0;
      }
      assertThat(quiet).as("times %d calls in a row without a byte; the last allocated %d", CALLS, bytes)
          .isEqualTo(WINDOWS);
    }
  }

  /** This and the threads of every open set of workers. */
  private static long[] computingThreads() {
    LongStream workers = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lanewise-")).mapToLong(Thread::threadId);
    return LongStream.concat(LongStream.of(Thread.currentThread().threadId()), workers).toArray();
  }

  private static long window(Runnable work, long[] threads) {
    long before = allocated(threads);
    for (int call = 0; call < CALLS; call++) {
      work.run();
    }
    return allocated(threads) - before;
  }

  private static long allocated(long[] threads) {
    long sum = 0;
    for (long thread : threads) {
      sum += THREADS.getThreadAllocatedBytes(thread);
    }
    return sum;
  }
}
