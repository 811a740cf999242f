package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.TaskRollout.End;
import java.util.Arrays;

/**
 * {@code -dJ/dr_t / (robots N)} and {@code -dJ/dV(s_{t+1}) / (robots N)} of a {@link MixedReturn}, robot by robot: a
 * chain of steps begins with the window and with each episode, and discounts from there.
 */
final class WindowWeights {
  private final PolicyRollout policy;
  private final Batch rewards;
  private final Batch values;
  private final boolean[][] valued;
  private MixedReturn objective;

  WindowWeights(PolicyRollout policy, LaneSimulation simulation) {
    this.policy = policy;
    int steps = policy.stepCount();
    rewards = simulation.rows(steps);
    values = simulation.rows(steps);
    valued = new boolean[rewards.blockCount()][steps];
  }

  void set(MixedReturn mixed) {
    objective = mixed;
  }

  /** Row t for step t. */
  Batch rewards() {
    return rewards;
  }

  /** Row t for the state that step t led to. */
  Batch values() {
    return values;
  }

  /** Whether any robot of a block has a weight on the value after step t. */
  boolean valued(int t, int block) {
    return valued[block][t];
  }

  /** The weights of a block, after its robots have moved. */
  void compute(int block) {
    int steps = policy.stepCount();
    double share = -1.0 / ((double) rewards.robotCount() * steps);
    Arrays.fill(valued[block], false);
    int first = LaneRows.first(rewards, block);
    for (int lane = first; lane < first + LaneRows.count(rewards, block); lane++) {
      int start = 0;
      for (int t = 0; t < steps; t++) {
        End end = policy.rollout().end(t, lane);
        double ofValue = policy.hasValue(t, lane)
            ? share * objective.ofValue(t - start + 1, steps - start, policy.ends(t, lane)) : 0;
        rewards.set(t, lane, end == End.BLOWN_UP ? 0 : share * objective.ofReward(t - start, steps - start));
        values.set(t, lane, ofValue);
        valued[block][t] |= ofValue != 0;
        start = end != End.NONE ? t + 1 : start;
      }
    }
  }
}
