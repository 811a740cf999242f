package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.compile.Binding;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After warm-up nothing is allocated, by the caller or by the workers. Before it, vectors in code not yet compiled are
 * objects.
 */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 200;
  private static final long PATIENCE_SECONDS = 60;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stepsDerivativesAndRolloutsAllocateNothing(int threads) {
    RobotModel model = TestRobots.get("double_pendulum");
    ElementType type = ElementType.DOUBLE;
    int n = 128;
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Simulation simulation = Simulation.of(model).robots(n).threads(threads).laneParameters().build()) {
      long[] workers = Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread))
          .filter(thread -> thread.getName().startsWith("lanewise-")).mapToLong(Thread::threadId).toArray();
      assertThat(workers).hasSize(threads - 1);
      int rows = simulation.parameters().rows();
      Batch[] x = new Batch[8];
      Arrays.setAll(x, k -> Batches.random(type, 4, n, k));
      Batch p = Batches.random(type, rows, n, 9);
      Batch pBar = new Batch(type, rows, n);
      Batch u = new Batch(type, 2, n);
      Binding vjp = simulation.vjp(x[0], x[1], p, x[2], x[3], u, pBar);
      Binding jvp = simulation.jvp(x[0], simulation.action(), p, x[4]);
      Binding jacobian = simulation.jacobian(x[5], new Batch(type, 16, n), new Batch(type, 8, n));
      Rollout rollout = new Rollout(simulation, 3);
      Rollout.Pullback pullback = rollout.pullback();
      Rollout.Pushforward pushforward = rollout.pushforward();
      check(workers, "step", simulation::step);
      check(workers, "vjp", () -> simulation.run(vjp));
      check(workers, "jvp", () -> simulation.run(jvp));
      check(workers, "jacobian", () -> simulation.run(jacobian));
      check(workers, "rollout", rollout::run);
      check(workers, "pullback", pullback::run);
      check(workers, "pushforward", pushforward::run);
    }
  }

  private static void check(long[] workers, String what, Runnable call) {
    long patience = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    long allocated = -1;
    int quiet = 0;
    while (quiet < 2 && System.nanoTime() < patience) {
      allocated = allocatedBy(workers, call);
      quiet = allocated == 0 ? quiet + 1 : 0;
    }
    assertThat(allocated).as("bytes allocated by %d calls of %s", CALLS, what).isZero();
  }

  private static long allocatedBy(long[] workers, Runnable call) {
    long others = allocated(workers);
    long own = THREADS.getCurrentThreadAllocatedBytes();
    for (int k = 0; k < CALLS; k++) {
      call.run();
    }
    own = THREADS.getCurrentThreadAllocatedBytes() - own;
    return own + allocated(workers) - others;
  }

  private static long allocated(long[] threads) {
    long sum = 0;
    for (long thread : threads) {
      sum += THREADS.getThreadAllocatedBytes(thread);
    }
    return sum;
  }
}
