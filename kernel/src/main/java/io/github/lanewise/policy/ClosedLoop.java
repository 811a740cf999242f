package io.github.lanewise.policy;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;

/**
 * {@code u = pi(x, t; W), x <- f(f(.. f(x, u) .., u), u)} for lanes with parameters of their own, the action held over
 * the simulation steps of a control period.
 */
final class ClosedLoop {
  private final LoopKernels kernels;
  private final int substeps;
  private final double period;
  private final Batch state;
  private final Batch scratch;
  private final Batch action;
  private final Batch parameters;
  private final Batch time;
  private final Binding act;
  private final Binding there;
  private final Binding back;

  ClosedLoop(LoopKernels kernels, int substeps, double period, int lanes, Workers workers) {
    this.kernels = kernels;
    this.substeps = substeps;
    this.period = period;
    state = rows(kernels.stateRows(), lanes);
    scratch = rows(kernels.stateRows(), lanes);
    action = rows(kernels.actionRows(), lanes);
    parameters = rows(kernels.parameters(), lanes);
    time = rows(1, lanes);
    act = kernels.act().bind(state, parameters, time, action);
    there = kernels.advance().bind(state, action, scratch);
    back = kernels.advance().bind(scratch, action, state);
    act.prepare(workers);
    there.prepare(workers);
    back.prepare(workers);
  }

  private Batch rows(int count, int lanes) {
    return new Batch(kernels.lanes().type(), count, lanes);
  }

  int lanes() {
    return state.robots();
  }

  /** x, where the loop is (modified by {@link #advance}). */
  Batch state() {
    return state;
  }

  /** The other buffer of x: what every second simulation step of a period starts from. */
  Batch scratch() {
    return scratch;
  }

  /** u (modified by {@link #act}). */
  Batch action() {
    return action;
  }

  /** W of each lane. */
  Batch parameters() {
    return parameters;
  }

  /** Time of the control step [s] (modified by {@link #act}). */
  Batch time() {
    return time;
  }

  /** Every lane at the same state. */
  void start(double[] initial) {
    for (int row = 0; row < initial.length; row++) {
      state.fill(row, initial[row]);
    }
  }

  /** {@code u = pi(x, t; W)} at control step t. */
  void act(int t, int block, Workspace workspace) {
    LaneRows.fill(time, block, t * period);
    act.run(block, block + 1, workspace);
  }

  /** One simulation step, the k-th of its control period. */
  void substep(int k, int block, Workspace workspace) {
    (k % 2 == 0 ? there : back).run(block, block + 1, workspace);
    if (k == substeps - 1 && k % 2 == 0) {
      state.copyBlock(scratch, 0, block);
    }
  }

  /** The simulation steps of a control period. */
  void advance(int block, Workspace workspace) {
    for (int k = 0; k < substeps; k++) {
      substep(k, block, workspace);
    }
  }
}
