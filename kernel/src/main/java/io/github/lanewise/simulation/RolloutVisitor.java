package io.github.lanewise.simulation;

import io.github.lanewise.lanes.Workspace;

/**
 * What looks at a roll-out, or disturbs it, while it runs: at one block of robots at a time, in the thread that
 * computes it; it may read and write this block of {@link Rollout#state} and {@link Rollout#action}.
 */
public interface RolloutVisitor {
  /**
   * The actions of control step t are there; what is written to them moves the robot.
   *
   * @param t control step, counted from 0
   * @param block of robots, counted from 0
   * @param workspace scratch of the thread
   */
  default void acted(int t, int block, Workspace workspace) {}

  /**
   * The state is x_{t+1}; of a roll-out that {@link Rollout#restarts} what is written to it is where the next step
   * begins, and lanes of which the next step begins elsewhere are to be {@link Rollout#restart told}.
   *
   * @param t control step, counted from 0
   * @param block of robots, counted from 0
   * @param workspace scratch of the thread
   */
  void moved(int t, int block, Workspace workspace);
}
