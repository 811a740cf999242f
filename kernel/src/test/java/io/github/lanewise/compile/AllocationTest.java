package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.RandomFormula;
import io.github.lanewise.trace.Scalar;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After warm-up a run allocates nothing, in no thread. */
class AllocationTest {
  private static final long PATIENCE_NANOS = 40_000_000_000L;
  private static final int WINDOW = 300;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes that the caller and the workers have allocated since they started. */
  private static long allocated(long[] threads) {
    long sum = 0;
    for (long thread : threads) {
      sum += THREADS.getThreadAllocatedBytes(thread);
    }
    return sum;
  }

  /** The caller and the threads of every open set of workers. */
  private static long[] computingThreads() {
    LongStream workers = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lanewise-")).mapToLong(Thread::threadId);
    return LongStream.concat(LongStream.of(Thread.currentThread().threadId()), workers).toArray();
  }

  private static long window(Runnable call, long[] threads) {
    long before = allocated(threads);
    for (int i = 0; i < WINDOW; i++) {
      call.run();
    }
    return allocated(threads) - before;
  }

  private static void assertAllocatesNothing(Runnable call) {
    long[] threads = computingThreads();
    assertThat(window(call, threads)).as("before compilation vectors are objects: the measure works").isPositive();
    long end = System.nanoTime() + PATIENCE_NANOS;
    for (int quiet = 0; quiet < 3 && System.nanoTime() < end;) {
      quiet = window(call, threads) == 0 ? quiet + 1 : 0;
    }
    assertThat(window(call, threads)).as("bytes allocated in %d calls", WINDOW).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void runningABinding(int threads) {
    Graph graph = new Graph("moderate");
    Scalar[] x = graph.input("x", 8);
    graph.output("y", RandomFormula.tame(9, x, 60, 8));
    Batch in = new Batch(ElementType.DOUBLE, 8, 512);
    Batch out = new Batch(ElementType.DOUBLE, 8, 512);
    Binding binding = Kernel.compile(graph, Lanes.widest(ElementType.DOUBLE)).bind(in, out);
    try (Workers workers = new Workers(ElementType.DOUBLE, threads)) {
      binding.prepare(workers);
      assertAllocatesNothing(() -> binding.run(workers));
    }
  }

  @Test
  void callingAFunction() {
    BatchedFunction f = BatchedFunction.trace("small", Lanes.widest(ElementType.FLOAT), 2,
        x -> new Scalar[] {x[0].sin().times(x[1]), x[0].atan2(x[1].squared().plus(1))});
    Batch[] x = {new Batch(ElementType.FLOAT, 2, 256), new Batch(ElementType.FLOAT, 2, 256)};
    Batch y = new Batch(ElementType.FLOAT, 2, 256);
    assertAllocatesNothing(() -> {
      f.evaluate(x[0], y);
      f.vjp(x[0], x[1], y);
      f.jvp(x[1], x[0], y);
    });
  }
}
