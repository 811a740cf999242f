package io.github.lanewise.task;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutAdjoint;
import io.github.lanewise.simulation.RolloutPullback;

/** Adds {@code r_x, r_u} of each step to the cotangents of a roll-out. */
final class RewardAdjoint implements RolloutAdjoint {
  private final Rollout rollout;
  private final Batch x;
  private final Batch u;
  private final Batch xBar;
  private final Batch uBar;
  private final Workers.Task pull;

  RewardAdjoint(LaneTask task, LaneSimulation simulation, Rollout rollout) {
    this.rollout = rollout;
    x = simulation.rows(simulation.stateCount());
    u = simulation.rows(simulation.actionCount());
    Batch one = simulation.rows(1);
    one.fill(0, 1);
    xBar = simulation.rows(simulation.tangentCount());
    uBar = simulation.rows(simulation.actionCount());
    pull = task.judgingPullback(simulation, x, u, one, xBar, uBar);
  }

  RolloutPullback pullback() {
    return rollout.pullbackOf(this);
  }

  @Override
  public void moved(int t, int block, Batch stateBar, Batch actionBar, Workspace workspace) {
    x.copyBlock(rollout.states(), t * x.rowCount(), block);
    u.copyBlock(rollout.action(), 0, block);
    pull.run(block, block + 1, workspace);
    LaneRows.add(stateBar, xBar, block);
    LaneRows.add(actionBar, uBar, block);
  }

  @Override
  public void acted(int t, int block, Batch stateBar, Batch actionBar, Workspace workspace) {
    // Actions are given: nothing led to them.
  }
}
