package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;

/**
 * {@code x' = F(x, u)}: many systems of one kind side by side in the lanes of batches, which actions move from control
 * step to control step, and the threads that share their blocks.
 *
 * <p>Robots are one kind, {@link Simulation}. What is none, such as cloth, brings the step of a block and its pullback
 * by hand, as a {@link Surrogate} that its {@link #rollout} runs. One caller at a time.
 */
public interface LaneSimulation extends AutoCloseable {
  /** {@return element type and width, and how many systems share a block} */
  Lanes lanes();

  /** {@return number of systems} */
  int robotCount();

  /** {@return rows of a state} */
  int stateCount();

  /** {@return rows of a tangent or cotangent of a state} */
  int tangentCount();

  /** {@return rows of an action} */
  int actionCount();

  /** {@return n, time steps of a control step} */
  int substepCount();

  /** {@return n h, length of a control step, over which an action is held [s]} */
  double controlPeriod();

  /**
   * Room for numbers of each system, as kernels and {@link #bind} take it.
   *
   * @param count rows of a system
   * @return all zeros
   */
  Batch rows(int count);

  /**
   * A kernel on batches of as many systems as there are, ready to run in any of the threads.
   *
   * @param kernel of the same lanes
   * @param ports its inputs, then its outputs
   * @return what runs it
   */
  Binding bind(Kernel kernel, Batch... ports);

  /**
   * Does work of the caller's own in the threads.
   *
   * @param work on pieces that may be done at once
   * @param pieces how many
   */
  void run(Workers.Task work, int pieces);

  /**
   * {@return control steps under given actions, of which all states are kept}
   *
   * @param steps T, at least 1
   */
  Rollout rollout(int steps);

  /**
   * The same with another number of systems, on the same threads: closing either ends them, and only one may run at a
   * time.
   *
   * @param robots how many
   * @return with states of its own
   */
  LaneSimulation withRobots(int robots);

  /**
   * Refuses states in which no system can be.
   *
   * @param states rows of a state
   * @throws IllegalArgumentException with the system's number and what is wrong with the first of them
   */
  void requireStates(Batch states);

  /** {@return whether each lane has parameters of its own; none by default} */
  default boolean hasLaneParameters() {
    return false;
  }

  /**
   * {@return parameters of each lane, read by everything}
   *
   * @throws IllegalStateException if lanes have none
   */
  default Batch parameters() {
    throw new IllegalStateException("these systems have no parameters of each lane's own");
  }

  /**
   * {@return where parameters of lanes begin, in the order of {@link #parameters}}
   *
   * @throws IllegalStateException if lanes have none
   */
  default double[] nominalParameters() {
    throw new IllegalStateException("these systems have no parameters of each lane's own");
  }

  /** Ends the threads. */
  @Override
  void close();
}
