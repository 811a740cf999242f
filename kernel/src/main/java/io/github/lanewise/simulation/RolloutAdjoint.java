package io.github.lanewise.simulation;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workspace;

/**
 * What adds to the cotangents of a roll-out while they are pulled back: at one block of robots at a time, in the
 * thread that computes it, from the last step to the first. {@link Rollout#state} and {@link Rollout#action} are x_t
 * and u_t then.
 */
public interface RolloutAdjoint {
  /**
   * May add to the cotangents of x_{t+1}, as it was before a restart, and of u_t; what reached x_{t+1} from later
   * steps is in it.
   *
   * @param t control step, counted from T - 1 down to 0
   * @param block of robots, counted from 0
   * @param stateBar cotangents of x_{t+1}, on its tangents (modified)
   * @param actionBar cotangents of u_t, zeros yet (modified)
   * @param workspace scratch of the thread
   */
  void moved(int t, int block, Batch stateBar, Batch actionBar, Workspace workspace);

  /**
   * Takes the cotangents of u_t, which are whole now, and may add to those of x_t, from which the actions came.
   *
   * @param t control step
   * @param block of robots, counted from 0
   * @param stateBar cotangents of x_t, on its tangents (modified)
   * @param actionBar cotangents of u_t
   * @param workspace scratch of the thread
   */
  void acted(int t, int block, Batch stateBar, Batch actionBar, Workspace workspace);
}
