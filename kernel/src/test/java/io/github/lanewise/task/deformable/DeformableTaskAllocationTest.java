package io.github.lanewise.task.deformable;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.QuietCalls;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.TaskRollout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After warm-up roll-outs of cloth and rope allocate nothing, new episodes and gradients included. */
class DeformableTaskAllocationTest {
  @ParameterizedTest
  @ValueSource(strings = {"cloth", "rope"})
  void nothingIsAllocated(String body) {
    LaneTask task = body.equals("cloth") ? SmallCloths.task(1) : SmallRopes.task(1);
    try (LaneSimulation simulation = task.simulation(Lanes.widest(ElementType.FLOAT).sharedBy(2, 2), 2, 1)) {
      TaskRollout rollout = new TaskRollout(task, simulation, 1, 3);
      rollout.rollout().actions().fill(0, 0.4);
      rollout.rollout().actions().fill(2, 0.6);
      QuietCalls.assertReached(rollout::run, rollout::runWithGradient, rollout::continueFromEnd);
    }
  }
}
