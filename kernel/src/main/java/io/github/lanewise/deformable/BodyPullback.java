package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;

/** {@code x_bar = F_x' x'_bar, u_bar = F_u' x'_bar, p_bar = F_p' x'_bar} of an environment step. */
abstract class BodyPullback {
  private final BodySimulation simulation;
  private final Batch nextBar;
  private final Batch stateBar;
  private final Batch actionBar;
  private final Batch parameterBar;
  private final Workers.Task task;
  private boolean tamed;

  BodyPullback(BodySimulation simulation) {
    this.simulation = simulation;
    nextBar = simulation.rows(simulation.state().rowCount());
    stateBar = simulation.rows(nextBar.rowCount());
    actionBar = simulation.rows(simulation.action().rowCount());
    parameterBar = simulation.rows(simulation.parameters().rowCount());
    task = (first, end, workspace) -> {
      for (int environment = first; environment < end; environment++) {
        simulation.environmentStep().pullBack(simulation.state(), simulation.action(), simulation.parameters(),
            environment, nextBar, stateBar, actionBar, parameterBar, tamed);
      }
    };
  }

  /** Whether cotangents are changed on the way as public code does, as the class says. */
  void tame(boolean on) {
    tamed = on;
  }

  /** {@return cotangents of the states that the step leads to, to be set by the caller} */
  public Batch nextBar() {
    return nextBar;
  }

  /** {@return those of the states (modified by {@link #run})} */
  public Batch stateBar() {
    return stateBar;
  }

  /** {@return those of the actions (modified by {@link #run})} */
  public Batch actionBar() {
    return actionBar;
  }

  /** {@return those of the parameters (modified by {@link #run})} */
  public Batch parameterBar() {
    return parameterBar;
  }

  /**
   * Pulls back at the simulation's present states and actions, which stay.
   *
   * @throws IllegalArgumentException as a step
   */
  public void run() {
    simulation.requireStart();
    for (int row = 0; row < actionBar.rowCount(); row++) {
      actionBar.fill(row, 0);
    }
    simulation.workers().run(task, simulation.environmentCount());
  }
}
