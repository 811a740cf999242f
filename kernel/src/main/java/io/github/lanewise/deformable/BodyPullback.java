package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;

/**
 * {@code x_bar = F_x' x'_bar, u_bar = F_u' x'_bar, p_bar = F_p' x'_bar} of an environment step of {@link
 * ClothSimulation} or {@link RopeSimulation}: set {@link #nextBar}, run, read the others.
 *
 * <p>Exact at every substep; at a switch (the edge of a gripper's reach, of the floor or of the cube; where a particle
 * begins to flow, a node to touch ground, wall or box) it is the derivative of one side. Where a rope leaves its window
 * cotangents are no numbers. Each thread keeps {@code commands + h + 2} states, h substeps to a command: in float 1.2
 * MB for a cloth of 16 x 32 points and 40 commands of 50 substeps, 0.6 MB for a rope of 67 particles and 70 substeps,
 * 9.4 MB for one of 582 and 30 commands of 133. Nothing is allocated once each thread has run. One caller at a time,
 * and not while the simulation itself runs.
 */
public final class BodyPullback {
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

  /**
   * Whether cotangents are made smaller on the way, about as the public code of these bodies' tasks does. Of cloth
   * those of positions, of velocities and of the gripper are each divided by their norm and by the number of points
   * before each substep is pulled back: of the gradient only a direction is left then. Of rope those of the state and
   * of each command, once it has been pulled back, are shortened to the norm 1 where they are longer, and made 0 where
   * they are no numbers. Off at first, for comparison alone.
   *
   * @param on whether
   */
  public void tame(boolean on) {
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
