package io.github.lanewise.simulation;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workspace;

/**
 * The states of a {@link Rollout} that its pullback needs again: every k-th is kept, and those of the segment of k
 * steps that it begins are computed again, into a window.
 *
 * <p>Steps of a segment are counted by j, from 0. The window, and a history of the time steps within its last control
 * steps, are allocated when they are first asked for.
 */
final class StoredStates {
  private final LaneSimulation simulation;
  /** Null for what is none. */
  private final Simulation robots;
  private final int mostSteps;
  private final int segment;
  private int steps;
  private final Batch end;
  private final Batch[] kept;
  /** States that the steps of a segment begin in. */
  private Batch[] window;
  /** A policy's actions in them; null without. */
  private Batch[] actionWindow;
  /** States that time steps begin in, of the last control steps of a segment. */
  private History history;
  private int keptSteps;
  /** x_1 .. x_T, before restarts; null as long as nobody asked for them. */
  private Batch states;
  private Batch[] stateAfter;
  /** Of a roll-out that restarts for each step 0 in lanes that restart after it; null of others. */
  private Batch goesOn;
  private Batch[] goesOnAfter;
  private boolean whole;

  /**
   * Of steps from an initial state to an end.
   *
   * @param robots of the simulation; null for what is none
   * @param segment k
   */
  StoredStates(LaneSimulation simulation, Simulation robots, Batch initial, Batch end, int steps, int segment) {
    this.simulation = simulation;
    this.robots = robots;
    this.end = end;
    this.steps = steps;
    mostSteps = steps;
    this.segment = segment;
    kept = new Batch[Math.ceilDiv(steps, segment)];
    for (int k = 0; k < kept.length; k++) {
      kept[k] = k == 0 ? initial : simulation.rows(simulation.stateCount());
    }
  }

  /** The largest T there is room for. */
  int mostSteps() {
    return mostSteps;
  }

  int stepCount() {
    return steps;
  }

  void setStepCount(int count) {
    steps = count;
    whole = false;
  }

  int segments() {
    return Math.ceilDiv(steps, segment);
  }

  int firstStep(int k) {
    return k * segment;
  }

  /** Steps of segment k. */
  int length(int k) {
    return Math.min(segment, steps - k * segment);
  }

  /** States of a robot: those kept, those of a segment, the final one, and two of the step under way. */
  int count() {
    return kept.length + segment + 3;
  }

  /** From now on all states are there after a run. */
  void keepStates() {
    if (states == null) {
      int rows = simulation.stateCount();
      states = simulation.rows(Math.multiplyExact(mostSteps, rows));
      stateAfter = new Batch[mostSteps];
      for (int t = 0; t < mostSteps; t++) {
        stateAfter[t] = states.rows(t * rows, rows);
      }
    }
  }

  /** From now on lanes may begin anew between two steps. */
  void keepRestarts() {
    if (segment < mostSteps) {
      throw new IllegalStateException("a roll-out of " + mostSteps + " steps that keeps every " + segment
          + "-th state cannot restart lanes on the way: keep all, with segments of " + mostSteps);
    }
    keepStates();
    if (goesOn == null) {
      goesOn = simulation.rows(mostSteps);
      goesOnAfter = new Batch[mostSteps];
      for (int t = 0; t < mostSteps; t++) {
        goesOnAfter[t] = goesOn.rows(t, 1);
      }
    }
  }

  /**
   * From now on segments fill the window.
   *
   * @param actions whether with actions, which a policy makes
   */
  void keepWindow(boolean actions) {
    if (window == null) {
      whole = false;
      window = views(simulation.stateCount());
      actionWindow = actions ? views(simulation.actionCount()) : null;
    }
  }

  private Batch[] views(int rows) {
    Batch all = simulation.rows(segment * rows);
    Batch[] views = new Batch[segment];
    for (int j = 0; j < segment; j++) {
      views[j] = all.rows(j * rows, rows);
    }
    return views;
  }

  /** From now on segments that are to be pulled back fill a history, if a control step has several time steps. */
  void keepHistory() {
    if (history == null && robots != null && simulation.substepCount() > 1) {
      keptSteps = Math.min(segment, History.mostControlSteps(robots));
      history = new History(robots, keptSteps * simulation.substepCount());
    }
  }

  /** Null as long as nobody asked for it, and where a control step is one time step. */
  History history() {
    return history;
  }

  /** The place in the history of the first time step of step j of segment k; negative if there is none. */
  int place(int k, int j) {
    return history == null ? -1 : (j - Math.max(0, length(k) - keptSteps)) * simulation.substepCount();
  }

  /** Goes back to where segment k begins. */
  void begin(int k, Batch state, int block) {
    state.copyBlock(kept[k], 0, block);
  }

  /** Segment k is over. */
  void finish(int k, Batch state, int block) {
    (k + 1 < segments() ? kept[k + 1] : end).copyBlock(state, 0, block);
  }

  /** Step j of a segment begins. */
  void begun(int j, Batch state, int block) {
    if (window != null) {
      window[j].copyBlock(state, 0, block);
    }
  }

  /** The actions of step j of a segment are there. */
  void acted(int j, Batch action, int block) {
    if (actionWindow != null) {
      actionWindow[j].copyBlock(action, 0, block);
    }
  }

  /** Step t has led to a state, from which lanes may go on or not. */
  void moved(int t, Batch state, int block) {
    if (states != null) {
      stateAfter[t].copyBlock(state, 0, block);
    }
    if (goesOn != null) {
      LaneRows.fill(goesOnAfter[t], block, 1);
    }
  }

  /** A lane begins anew after step t. */
  void restart(int t, int lane) {
    goesOn.set(t, lane, 0);
  }

  /** Zeros in the lanes that began anew after step t. */
  void cut(int t, Batch bar, int block) {
    if (goesOn != null) {
      LaneRows.scale(bar, goesOn, t, block);
    }
  }

  /** x_1 .. x_T before restarts; null without. */
  Batch states() {
    return states;
  }

  /** A run has filled what is kept, the window included if there is one. */
  void setWhole() {
    whole = true;
  }

  /** Whether all that a pullback reads is there. */
  boolean isWhole() {
    return whole && window != null;
  }

  /** The state that step j of the last segment computed began in. */
  Batch begin(int j) {
    return window[j];
  }

  /** A policy's actions in that step; null without. */
  Batch action(int j) {
    return actionWindow == null ? null : actionWindow[j];
  }

  /** Writes the state after step j of segment k, before a restart, to a batch. */
  void after(int k, int j, Batch to, int block) {
    if (states != null) {
      to.copyBlock(states, (firstStep(k) + j) * to.rowCount(), block);
      return;
    }
    to.copyBlock(j + 1 < length(k) ? window[j + 1] : k + 1 < segments() ? kept[k + 1] : end, 0, block);
  }
}
