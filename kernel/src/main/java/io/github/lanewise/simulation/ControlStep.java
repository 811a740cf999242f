package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workspace;

/**
 * {@code x <- f(..f(f(x, u, p), u, p).., u, p)}: time steps under a held action, in place and block by block; with a
 * mass matrix that is made anew at every C-th step of a control step, if it is held.
 */
final class ControlStep {
  private final int substeps;
  private final int massPeriod;
  private final Batch state;
  private final Batch scratch;
  private final Binding there;
  private final Binding back;
  private final Binding massThere;
  private final Binding massBack;

  ControlStep(Simulation simulation, Batch state, Batch action) {
    this.state = state;
    substeps = simulation.substepCount();
    massPeriod = simulation.massPeriod();
    scratch = simulation.states();
    StepKernels kernels = simulation.kernels();
    Batch p = simulation.laneParameters();
    Batch mass = massPeriod == 0 ? null : simulation.massRows();
    there = kernels.bind(kernels.step(), state, action, p, mass, scratch);
    back = kernels.bind(kernels.step(), scratch, action, p, mass, state);
    massThere = mass == null ? null : kernels.bind(kernels.mass(), state, p, mass);
    massBack = mass == null ? null : kernels.bind(kernels.mass(), scratch, p, mass);
  }

  void run(int timeSteps, int block, Workspace workspace) {
    run(timeSteps, block, workspace, null, 0);
  }

  /**
   * The same.
   *
   * @param history gets the states that the time steps begin in; null for nobody
   * @param place of the first of them
   */
  void run(int timeSteps, int block, Workspace workspace, History history, int place) {
    for (int k = 0; k < timeSteps; k++) {
      if (history != null) {
        history.put(place + k, k % 2 == 0 ? state : scratch, block, workspace);
      }
      if (massPeriod > 0 && k % substeps % massPeriod == 0) {
        (k % 2 == 0 ? massThere : massBack).run(block, block + 1, workspace);
      }
      (k % 2 == 0 ? there : back).run(block, block + 1, workspace);
    }
    if (timeSteps % 2 == 1) {
      state.copyBlock(scratch, 0, block);
    }
  }
}
