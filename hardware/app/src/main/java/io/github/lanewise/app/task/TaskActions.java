package io.github.lanewise.app.task;

import io.github.lanewise.app.report.LaneArray;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.task.ActionRange;
import io.github.lanewise.task.LaneTask;
import java.util.List;

/** Actions of every lane, window after window. */
@FunctionalInterface
interface TaskActions {
  /** Tells the streams of actions from those of starts. */
  long SEED = 0xac7105L;

  /**
   * Sets the next ones.
   *
   * @param first control step of the window's first, counted from 0
   * @param actions row t m + k for action k of the window's step t (overwritten)
   */
  void next(int first, Batch actions);

  /**
   * Where actions come from; each {@link #open} begins with the first.
   *
   * @param name as it was typed
   */
  record Source(String name, Opening opening) {
    /** Makes the actions of a task. */
    @FunctionalInterface
    interface Opening {
      /** From the first step on. */
      TaskActions open(LaneTask task, int lanes, long seed);
    }

    TaskActions open(LaneTask task, int lanes, long seed) {
      return opening.open(task, lanes, seed);
    }
  }

  /** Nothing. */
  static TaskActions zero() {
    return (first, actions) -> {
      for (int row = 0; row < actions.rowCount(); row++) {
        actions.fill(row, 0);
      }
    };
  }

  /** Uniform within the range of the actuators; a lane's depend on the seed and its number alone. */
  static TaskActions random(LaneTask task, int lanes, long seed) {
    List<ActionRange> ranges = task.actions();
    RandomStream[] random = new RandomStream[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      random[lane] = RandomStream.of(seed ^ SEED).stream(lane);
    }
    return (first, actions) -> {
      for (int lane = 0; lane < lanes; lane++) {
        for (int row = 0; row < actions.rowCount(); row++) {
          ActionRange range = ranges.get(row % ranges.size());
          actions.set(row, lane, random[lane].nextDouble(range.low(), range.high()));
        }
      }
    };
  }

  /** Given ones, lanes x steps x actions, one lane for all; zeros behind the last. */
  static TaskActions given(LaneArray values) {
    int m = values.rows();
    return (first, actions) -> {
      for (int lane = 0; lane < actions.robotCount(); lane++) {
        for (int t = 0; t < actions.rowCount() / m; t++) {
          double[] row = first + t < values.steps() ? values.row(lane, first + t) : new double[m];
          for (int k = 0; k < m; k++) {
            actions.set(t * m + k, lane, row[k]);
          }
        }
      }
    };
  }
}
