package io.github.lanewise.app.task;

import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.TaskRollout;

/**
 * Where episodes start.
 *
 * @param name as it was typed
 * @param start of a task
 */
record TaskStart(String name, TaskRollout.Start start) {
  /** Drawn as the task says. */
  static TaskStart random(LaneTask task) {
    return new TaskStart("random", (lane, random, x) -> task.start(random, x));
  }

  /** Without noise. */
  static TaskStart nominal(LaneTask task) {
    return new TaskStart("nominal", (lane, random, x) -> task.start(null, x));
  }

  /**
   * Every episode of a lane at a state of its own.
   *
   * @param states of each lane, or one for all
   */
  static TaskStart given(String name, double[][] states) {
    return new TaskStart(name, (lane, random, x) ->
        System.arraycopy(states[states.length == 1 ? 0 : lane], 0, x, 0, x.length));
  }
}
