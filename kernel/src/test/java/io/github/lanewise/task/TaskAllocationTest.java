package io.github.lanewise.task;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.QuietCalls;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After warm-up a task's roll-outs allocate nothing, starts of new episodes and gradients included. */
class TaskAllocationTest {
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void rolloutsAllocateNothing(ElementType type) {
    Task task = Tasks.named("hopper", TaskVariant.PUBLISHED);
    try (Simulation simulation = task.simulation().precision(type).robots(70).build()) {
      TaskRollout rollout = new TaskRollout(task, simulation, 4, 3);
      // Fallen, so that every run starts new episodes.
      rollout.rollout().initial().fill(1, -0.9);
      rollout.rollout().initial().fill(2, 1.4);
      QuietCalls.assertReached(rollout::run, rollout::runWithGradient, rollout::continueFromEnd);
    }
  }

  /** Drawn anew after each episode, late, and with errors in their sensors. */
  @ParameterizedTest
  @EnumSource(ElementType.class)
  void norDoThoseOfRobotsThatVary(ElementType type) {
    TipTask task = new TipTask(RobotModel.builtIn("finger"), null, 0.001, new TipVariation(0.2, 1, 0.002, 0.02));
    try (Simulation simulation = task.simulation().precision(type).robots(70).build()) {
      TaskRollout rollout = new TaskRollout(task, simulation, 100, 3);
      QuietCalls.assertReached(() -> {
        rollout.run();
        rollout.continueFromEnd();
      }, rollout::runWithGradient);
    }
  }
}
