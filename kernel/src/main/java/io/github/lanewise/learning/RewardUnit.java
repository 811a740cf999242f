package io.github.lanewise.learning;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;

/**
 * The standard deviation of {@code R_t = gamma R_{t-1} + r_t}, summed from the beginning of each episode, over all
 * steps so far: rewards in this unit make values of the order of 1, whatever the task (Engstrom and others,
 * Implementation matters in deep policy gradients, arXiv 2005.12729, section 3).
 */
final class RewardUnit {
  private final double discount;
  private final Batch sums;
  private final RunningStatistics statistics = new RunningStatistics("rewards", 1);

  RewardUnit(LaneSimulation simulation, double discount) {
    this.discount = discount;
    sums = simulation.rows(1);
  }

  /** Takes what a roll-out has just done. */
  void add(TaskRollout rollout, int steps) {
    for (int t = 0; t < steps; t++) {
      for (int lane = 0; lane < sums.robotCount(); lane++) {
        sums.set(0, lane, discount * sums.get(0, lane) + rollout.rewards().get(t, lane));
      }
      statistics.merge(sums);
      for (int lane = 0; lane < sums.robotCount(); lane++) {
        if (rollout.end(t, lane) != End.NONE) {
          sums.set(0, lane, 0);
        }
      }
    }
  }

  /** A reward of 1, in rewards of the task. */
  double value() {
    return statistics.deviation(0);
  }

  /** Keeps sums and statistics. */
  void save(Snapshot snapshot) {
    snapshot.put("rewards.sums", sums);
    statistics.save(snapshot);
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    snapshot.get("rewards.sums", sums);
    statistics.resume(snapshot);
  }
}
