package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.QuietCalls;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After warm-up nothing is allocated, by the caller or by the workers. Before it, vectors in code not yet compiled are
 * objects.
 */
class AllocationTest {
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
      QuietCalls.assertReached(simulation::step, () -> simulation.run(vjp), () -> simulation.run(jvp),
          () -> simulation.run(jacobian), rollout::run, pullback::run, pushforward::run);
    }
  }
}
