package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;

/**
 * {@code x'_dot = dx'/dx x_dot + dx'/du u_dot + dx'/dp p_dot}: one control step x' = F(x, u, p) and its pushforward, at
 * the simulation's state and action of the moment, which stay as they are.
 *
 * <p>The buffers belong to this object: set the tangents, which begin as zeros; run; read {@link #nextDot}. Tangents of
 * a state have 2 nv rows and those of the law's own state, those of free and spherical joints on the body's axes.
 * Nothing is allocated by running. One caller at a time.
 */
public final class StepPushforward {
  private final Simulation simulation;
  private final StepKernels kernels;
  private final Batch next;
  private final Batch stateDot;
  private final Batch actionDot;
  private final Batch parameterDot;
  private final Batch nextDot;
  private final Binding[] steps;
  private final Binding[] forward;
  /** The mass matrices of the step, made before time step k C, and their tangents; none if they are not held. */
  private final int massPeriod;
  private final Binding[] masses;
  private final Binding[] massForward;
  private final Workers.Task task = this::run;

  /** Of the step that begins in {@code state} under {@code action}, null without actions. */
  StepPushforward(Simulation simulation, Batch state, Batch action) {
    this.simulation = simulation;
    kernels = simulation.kernels();
    int n = simulation.substepCount();
    Batch p = simulation.laneParameters();
    stateDot = simulation.tangents();
    actionDot = action == null ? null : simulation.actionRows();
    parameterDot = p == null ? null : simulation.parameterRows();
    steps = new Binding[n];
    forward = new Binding[n];
    massPeriod = simulation.massPeriod();
    int held = massPeriod == 0 ? 0 : Math.ceilDiv(n, massPeriod);
    masses = new Binding[held];
    massForward = new Binding[held];
    Batch mass = held == 0 ? null : simulation.massRows();
    Batch massDot = held == 0 ? null : simulation.massRows();
    Batch from = state;
    Batch fromDot = stateDot;
    for (int k = 0; k < n; k++) {
      Batch to = simulation.states();
      Batch toDot = simulation.tangents();
      if (held > 0 && k % massPeriod == 0) {
        masses[k / massPeriod] = kernels.bind(kernels.mass(), from, p, mass);
        massForward[k / massPeriod] = kernels.bind(kernels.massJvp(), from, p, fromDot, parameterDot, massDot);
      }
      steps[k] = kernels.bind(kernels.step(), from, action, p, mass, to);
      forward[k] = kernels.bind(
          kernels.jvp(), from, action, p, mass, fromDot, actionDot, parameterDot, massDot, toDot);
      from = to;
      fromDot = toDot;
    }
    next = from;
    nextDot = fromDot;
  }

  /** {@return x_dot, to be set by the caller} */
  public Batch stateDot() {
    return stateDot;
  }

  /** {@return u_dot, rows of action, to be set by the caller; null without actions} */
  public Batch actionDot() {
    return actionDot;
  }

  /** {@return p_dot, rows of parameters, to be set by the caller; null without lane parameters} */
  public Batch parameterDot() {
    return parameterDot;
  }

  /** {@return x', rows of the state (modified by running)} */
  public Batch next() {
    return next;
  }

  /** {@return x'_dot (modified by running)} */
  public Batch nextDot() {
    return nextDot;
  }

  /**
   * Runs all blocks with the simulation's threads.
   *
   * @throws IllegalArgumentException as {@link Simulation#step(int)}
   */
  public void run() {
    simulation.requireStateOnce();
    kernels.workers().run(task, stateDot.blockCount());
  }

  private void run(int first, int end, Workspace workspace) {
    for (int block = first; block < end; block++) {
      runBlock(block, workspace);
    }
  }

  void runBlock(int block, Workspace workspace) {
    for (int k = 0; k < steps.length; k++) {
      if (massPeriod > 0 && k % massPeriod == 0) {
        masses[k / massPeriod].run(block, block + 1, workspace);
        massForward[k / massPeriod].run(block, block + 1, workspace);
      }
      forward[k].run(block, block + 1, workspace);
      steps[k].run(block, block + 1, workspace);
    }
  }
}
