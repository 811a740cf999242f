package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import java.util.function.Supplier;

/**
 * {@code x_bar = (dx'/dx)' x'_bar + seed, u_bar = u_bar_before + (dx'/du)' x'_bar}, p_bar like u_bar: one
 * control step x' = F(x, u, p) and its pullback, at the simulation's state and action of the moment, which stay as they
 * are.
 *
 * <p>The buffers belong to this object: set {@link #nextBar} and, where wanted, {@link #seed}, {@link #actionBarBefore}
 * and {@link #parameterBarBefore}, which begin as zeros; run; read the others. Cotangents of a state have 2 nv rows and
 * those of the law's own state, those of free and spherical joints on the body's axes. Nothing is allocated by running.
 * One caller at a time.
 */
public final class StepPullback {
  private final Simulation simulation;
  private final StepKernels kernels;
  private final int substeps;
  /** State that the simulation is in; state that the time step begins in which is pulled back; x'. */
  private final Batch state;
  private final Batch current;
  private final Batch next;
  /** Both null if there is one time step. */
  private final ControlStep forward;
  private final History history;
  private final Batch nextBar;
  private final Batch seed;
  private final Batch stateBar;
  private final Batch actionBarBefore;
  private final Batch actionBar;
  private final Batch parameterBarBefore;
  private final Batch parameterBar;
  private final Binding[] backward;
  /** The mass matrix, and its pullback at time step k C; null and none if it is not held. */
  private final int massPeriod;
  private final Binding massForward;
  private final Binding[] massBackward;
  /** Cotangents of the mass matrix, summed from step to step: that of time step k in k mod 2. */
  private final Batch[] massBars;
  private final Batch massConfigurationBar;
  private final Batch massParameterBar;
  /** Of the state and of the parameters at the time steps that make a mass matrix. */
  private final Batch[] configurationBars;
  private final Batch[] groupParameterBars;
  private final Workers.Task task = this::run;

  /**
   * Of the step that begins in {@code state} under {@code action}, null without actions.
   */
  StepPullback(Simulation simulation, Batch state, Batch action) {
    this.simulation = simulation;
    kernels = simulation.kernels();
    int n = simulation.substepCount();
    substeps = n;
    Batch p = simulation.laneParameters();
    this.state = state;
    current = n == 1 ? state : simulation.states();
    next = simulation.states();
    forward = n == 1 ? null : new ControlStep(simulation, current, action);
    history = n == 1 ? null : new History(simulation, n);
    Batch passed = simulation.states();
    nextBar = simulation.tangents();
    seed = simulation.tangents();
    stateBar = simulation.tangents();
    actionBarBefore = action == null ? null : simulation.actionRows();
    actionBar = action == null ? null : simulation.actionRows();
    parameterBarBefore = p == null ? null : simulation.parameterRows();
    parameterBar = p == null ? null : simulation.parameterRows();
    Batch zero = simulation.tangents();
    Batch[] between = chain(stateBar, nextBar, simulation::tangents);
    Batch[] actionBars = chain(actionBar, actionBarBefore, simulation::actionRows);
    Batch[] parameterBars = chain(parameterBar, parameterBarBefore, simulation::parameterRows);
    massPeriod = simulation.massPeriod();
    int held = massPeriod == 0 ? 0 : Math.ceilDiv(n, massPeriod);
    massBackward = new Binding[held];
    massBars = new Batch[] {held == 0 ? null : simulation.massRows(), held == 0 ? null : simulation.massRows()};
    massConfigurationBar = held == 0 ? null : simulation.rows(simulation.model().nv());
    massParameterBar = held == 0 || p == null ? null : simulation.parameterRows();
    configurationBars = new Batch[held];
    groupParameterBars = new Batch[held];
    Batch mass = held == 0 ? null : simulation.massRows();
    massForward = mass == null ? null : kernels.bind(kernels.mass(), current, p, mass);
    backward = new Binding[n];
    for (int k = 0; k < n; k++) {
      if (held > 0 && k % massPeriod == 0) {
        int group = k / massPeriod;
        massBackward[group] = kernels.bind(
            kernels.massVjp(), current, p, massBars[k % 2], massConfigurationBar, massParameterBar);
        configurationBars[group] = between[k].rows(0, simulation.model().nv());
        groupParameterBars[group] = parameterBars[k];
      }
      backward[k] = kernels.bind(kernels.vjp(), current, action, p, mass, between[k + 1], k == 0 ? seed : zero,
          actionBars[k + 1], parameterBars[k + 1], massBars[(k + 1) % 2], k == n - 1 ? next : passed, between[k],
          actionBars[k], parameterBars[k], massBars[k % 2]);
    }
  }

  /** Of each time step what it writes, then what the last one reads; null if there is none. */
  private Batch[] chain(Batch first, Batch last, Supplier<Batch> other) {
    Batch[] chain = new Batch[substeps + 1];
    for (int k = 0; k <= substeps && first != null; k++) {
      chain[k] = k == 0 ? first : k == substeps ? last : k > 2 ? chain[k - 2] : other.get();
    }
    return chain;
  }

  /** {@return x'_bar, cotangent of the next state; to be set by the caller} */
  public Batch nextBar() {
    return nextBar;
  }

  /** {@return added to x_bar; to be set by the caller} */
  public Batch seed() {
    return seed;
  }

  /** {@return x', rows of the state (modified by running)} */
  public Batch next() {
    return next;
  }

  /** {@return x_bar (modified by running)} */
  public Batch stateBar() {
    return stateBar;
  }

  /** {@return added to u_bar, rows of action, to be set by the caller; null without actions} */
  public Batch actionBarBefore() {
    return actionBarBefore;
  }

  /** {@return u_bar, rows of action (modified by running); null without actions} */
  public Batch actionBar() {
    return actionBar;
  }

  /** {@return added to p_bar, rows of parameters, to be set by the caller; null without lane parameters} */
  public Batch parameterBarBefore() {
    return parameterBarBefore;
  }

  /** {@return p_bar, rows of parameters (modified by running); null without lane parameters} */
  public Batch parameterBar() {
    return parameterBar;
  }

  /**
   * Runs all blocks with the simulation's threads.
   *
   * @throws IllegalArgumentException as {@link Simulation#step(int)}
   */
  public void run() {
    simulation.requireStateOnce();
    kernels.workers().run(task, nextBar.blockCount());
  }

  private void run(int first, int end, Workspace workspace) {
    if (substeps == 1 && massPeriod == 0) {
      backward[0].run(first, end, workspace);
      return;
    }
    for (int block = first; block < end; block++) {
      runBlock(block, workspace);
    }
  }

  void runBlock(int block, Workspace workspace) {
    if (substeps > 1) {
      current.copyBlock(state, 0, block);
      forward.run(substeps - 1, block, workspace, history, 0);
      history.put(substeps - 1, current, block, workspace);
    }
    pullBack(0, block, workspace);
  }

  /** Of the time steps that begin in the states of a history from a place on; of one time step, in the state. */
  void pullBack(int place, int block, Workspace workspace) {
    if (massPeriod > 0) {
      massBars[substeps % 2].clearBlock(block);
    }
    for (int k = substeps - 1; k >= 0; k--) {
      if (massPeriod > 0 && (k == substeps - 1 || (k + 1) % massPeriod == 0)) {
        begin(place, k - k % massPeriod, block, workspace);
        massForward.run(block, block + 1, workspace);
      }
      begin(place, k, block, workspace);
      backward[k].run(block, block + 1, workspace);
      if (massPeriod > 0 && k % massPeriod == 0) {
        massBackward[k / massPeriod].run(block, block + 1, workspace);
        LaneRows.add(configurationBars[k / massPeriod], massConfigurationBar, block);
        if (massParameterBar != null) {
          LaneRows.add(groupParameterBars[k / massPeriod], massParameterBar, block);
        }
        massBars[k % 2].clearBlock(block);
      }
    }
  }

  /** Lets time step k begin. */
  private void begin(int place, int k, int block, Workspace workspace) {
    if (substeps > 1) {
      history.get(place + k, current, block, workspace);
    }
  }
}
