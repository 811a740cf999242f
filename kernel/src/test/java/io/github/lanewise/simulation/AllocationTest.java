package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.QuietCalls;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    int n = 128;
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Simulation simulation = Simulation.of(model).robots(n).threads(threads).laneParameters().build()) {
      long[] workers = Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread))
          .filter(thread -> thread.getName().startsWith("lanewise-")).mapToLong(Thread::threadId).toArray();
      assertThat(workers).hasSize(threads - 1);
      StepPullback stepPullback = simulation.pullback();
      StepPushforward stepPushforward = simulation.pushforward();
      StepJacobian jacobian = simulation.jacobian();
      Batches.randomise(stepPullback.nextBar(), 1);
      Batches.randomise(stepPushforward.stateDot(), 2);
      Rollout rollout = new Rollout(simulation, 3);
      RolloutPullback pullback = rollout.pullback();
      RolloutPushforward pushforward = rollout.pushforward();
      QuietCalls.assertReached(simulation::step, stepPullback::run, stepPushforward::run, jacobian::run, rollout::run,
          pullback::run, pushforward::run);
    }
  }

  /** Also over several time steps and under a policy, with a reward. */
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void controlStepsUnderAPolicyAllocateNothing(ElementType type) {
    RobotModel model = TestRobots.get("double_pendulum");
    int n = 128;
    try (Simulation simulation = Simulation.of(model).precision(type).robots(n).substeps(3).build()) {
      Feedback feedback = new Feedback(simulation, 2,
          (q, v, time, w) -> new Scalar[] {w[0].times(q[0]).plus(time), w[1].times(v[1])});
      StepPullback stepPullback = simulation.pullback();
      StepPushforward stepPushforward = simulation.pushforward();
      StepJacobian jacobian = simulation.jacobian();
      Rollout rollout = new Rollout(simulation, 5, feedback).keepStates();
      RolloutPullback pullback = rollout.pullback((x, u, time) -> x[0].squared().plus(u[1].squared()));
      RolloutPushforward pushforward = rollout.pushforward();
      QuietCalls.assertReached(simulation::step, stepPullback::run, stepPushforward::run, jacobian::run, rollout::run,
          pullback::run, pullback::backward, pushforward::run);
    }
  }
}
