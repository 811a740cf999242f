package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;

/**
 * {@code x_bar = F_x' x'_bar, u_bar = F_u' x'_bar, p_bar = F_p' x'_bar} of an environment step of {@link
 * ClothSimulation}: set {@link #nextBar}, run, read the others.
 *
 * <p>Exact at every substep; at a switch (the edge of a gripper's reach, of the floor or of the cube) it is the
 * derivative of one side. Each thread keeps {@code commands + h + 2} states, h substeps to a command: 1.2 MB in float
 * for 16 x 32 points and 40 commands of 50 substeps. Nothing is allocated once each thread has run. One caller at a
 * time, and not while the simulation itself runs.
 */
public final class ClothPullback {
  private final ClothSimulation simulation;
  private final Batch nextBar;
  private final Batch stateBar;
  private final Batch actionBar;
  private final Batch parameterBar;
  private final Workers.Task task;
  private boolean rescaled;

  ClothPullback(ClothSimulation simulation) {
    this.simulation = simulation;
    nextBar = simulation.rows(simulation.state().rowCount());
    stateBar = simulation.rows(nextBar.rowCount());
    actionBar = simulation.rows(simulation.action().rowCount());
    parameterBar = simulation.rows(Cloth.PARAMETERS);
    task = (first, end, workspace) -> {
      for (int environment = first; environment < end; environment++) {
        simulation.environmentStep().pullBack(simulation.state(), simulation.action(), simulation.parameters(),
            environment, nextBar, stateBar, actionBar, parameterBar, rescaled);
      }
    };
  }

  /**
   * Whether cotangents of positions, of velocities and of the gripper are each divided by their norm and by the number
   * of points before each substep is pulled back, about as the public code of these tasks does: of the gradient only a
   * direction is left then. Off at first, for comparison alone.
   *
   * @param on whether
   */
  public void rescale(boolean on) {
    rescaled = on;
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

  /** {@return those of k, mu and m (modified by {@link #run})} */
  public Batch parameterBar() {
    return parameterBar;
  }

  /**
   * Pulls back at the simulation's present states and actions, which stay.
   *
   * @throws IllegalArgumentException as {@link ClothSimulation#step}
   */
  public void run() {
    simulation.requireStart();
    for (int row = 0; row < actionBar.rowCount(); row++) {
      actionBar.fill(row, 0);
    }
    simulation.workers().run(task, simulation.environmentCount());
  }
}
