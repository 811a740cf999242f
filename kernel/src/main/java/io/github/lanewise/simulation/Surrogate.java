package io.github.lanewise.simulation;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workspace;

/**
 * {@code x' = M(x, u)} in place of a control step, and its pullback: what stands in for the equations of a robot in a
 * {@link Rollout}, such as a learned model of them.
 *
 * <p>Works at one block of robots at a time, in the thread that computes it; blocks may be done at once.
 */
public interface Surrogate {
  /**
   * A control step.
   *
   * @param state x, then x' (modified)
   * @param action u
   * @param block of robots, counted from 0
   * @param workspace scratch of the thread
   */
  void step(Batch state, Batch action, int block, Workspace workspace);

  /**
   * {@code x_bar = M_x' x'_bar, u_bar += M_u' x'_bar}.
   *
   * @param state x
   * @param action u
   * @param nextBar cotangent of x', on its tangents, as all of states
   * @param stateBar of x (overwritten)
   * @param actionBar of u (added to)
   * @param block of robots, counted from 0
   * @param workspace scratch of the thread
   */
  void pullBack(Batch state, Batch action, Batch nextBar, Batch stateBar, Batch actionBar, int block,
      Workspace workspace);
}
