package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workers;

/**
 * {@code x'_dot = F_x x_dot + F_u u_dot + F_p p_dot} of an environment step of {@link ClothSimulation} or {@link
 * RopeSimulation}: set tangents, run, read {@link #nextDot}.
 *
 * <p>Nothing is allocated once each thread has run. One caller at a time, and not while the simulation itself runs.
 */
public final class BodyPushforward {
  private final BodySimulation simulation;
  private final Batch stateDot;
  private final Batch actionDot;
  private final Batch parameterDot;
  private final Batch nextDot;
  private final Workers.Task task;

  BodyPushforward(BodySimulation simulation) {
    this.simulation = simulation;
    stateDot = simulation.rows(simulation.state().rowCount());
    actionDot = simulation.rows(simulation.action().rowCount());
    parameterDot = simulation.rows(simulation.parameters().rowCount());
    nextDot = simulation.rows(stateDot.rowCount());
    task = (first, end, workspace) -> {
      for (int environment = first; environment < end; environment++) {
        simulation.environmentStep().pushForward(simulation.state(), simulation.action(), simulation.parameters(),
            environment, stateDot, actionDot, parameterDot, nextDot);
      }
    };
  }

  /** {@return tangents of the states, to be set by the caller} */
  public Batch stateDot() {
    return stateDot;
  }

  /** {@return those of the actions, to be set by the caller} */
  public Batch actionDot() {
    return actionDot;
  }

  /** {@return those of the parameters, to be set by the caller} */
  public Batch parameterDot() {
    return parameterDot;
  }

  /** {@return those of the states that the step leads to (modified by {@link #run})} */
  public Batch nextDot() {
    return nextDot;
  }

  /**
   * Pushes forward at the simulation's present states and actions, which stay.
   *
   * @throws IllegalArgumentException as a step
   */
  public void run() {
    simulation.requireStart();
    simulation.workers().run(task, simulation.environmentCount());
  }
}
