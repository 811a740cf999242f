package io.github.lanewise.task;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.RowNames;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What a robot is to do, control step after control step, until an episode ends: what it observes, what a step is
 * worth, when it has failed, and where it starts.
 *
 * <p>Observation, reward and end are traced: called anew for every kernel, they build the same expressions each time,
 * in double or float, and are differentiated with the robot. Implementations are immutable and safe for threads.
 */
public interface Task {
  /** {@return a name for reports} */
  String name();

  /** {@return the robot} */
  RobotModel robot();

  /**
   * {@return the robot under control, contact and limits included, without a choice of lanes, robots and threads; its
   * control step is that of the task}
   */
  Simulation.Builder simulation();

  /** {@return T, control steps after which an episode ends anyway} */
  int episodeLength();

  /** {@return names of the rows of an observation; by default those of the state} */
  default List<String> observationNames() {
    return stateNames();
  }

  /**
   * What the robot observes; by default (q, v).
   *
   * @param q configuration, nq rows
   * @param v velocity, nv rows
   * @param last actions of the step before, as they acted; zeros at the start
   * @return one scalar for each of {@link #observationNames}
   */
  default Scalar[] observation(Scalar[] q, Scalar[] v, Scalar[] last) {
    return Stream.concat(Arrays.stream(q), Arrays.stream(v)).toArray(Scalar[]::new);
  }

  /**
   * What a control step was worth.
   *
   * @param q configuration after the step, nq rows
   * @param v velocity after the step, nv rows
   * @param action actions of the step, as they acted
   * @return r
   */
  Scalar reward(Scalar[] q, Scalar[] v, Scalar[] action);

  /**
   * Whether the robot has failed: below 0 an episode ends early. By default it never fails.
   *
   * @param q configuration after a step, nq rows
   * @param v velocity after a step, nv rows
   * @return how far it is from failing, in any unit
   */
  default Scalar margin(Scalar[] q, Scalar[] v) {
    return Scalar.ONE;
  }

  /**
   * Where an episode starts.
   *
   * @param random where to draw from; null for the start without noise
   * @param x state, nq + nv rows, and those of the control law's own state if it has one (overwritten)
   */
  void start(RandomGenerator random, double[] x);

  /**
   * Makes another robot of a lane, where the task's {@link #simulation} has {@linkplain
   * Simulation.Builder#laneParameters lane parameters}: drawn at the beginning, and anew after episodes.
   *
   * @param random where to draw from
   * @param parameters those of the model, rows of {@link Simulation#parameters} (modified)
   */
  default void vary(RandomGenerator random, double[] parameters) {}

  /**
   * {@return standard deviations of the errors with which (q, v) is sensed, nq + nv numbers; none by default}
   *
   * <p>Errors are Gaussian, drawn for each robot anew after each step, and added to the state before it is {@linkplain
   * #observation observed}; rewards and ends are of the true state.
   */
  default double[] sensorDeviations() {
    return new double[0];
  }

  /** {@return names of the rows of a reported state, q then velocities; by default those of the robot's joints} */
  default List<String> stateNames() {
    return Stream.concat(RowNames.configuration(robot()).stream().map(RowNames.Row::name),
        RowNames.velocity(robot()).stream().map(row -> row.name() + " velocity")).toList();
  }

  /**
   * A state as files and tables have it; by default as it is.
   *
   * @param x nq + nv rows
   * @return as many numbers, in the order and the coordinates of {@link #stateNames}
   */
  default double[] reported(double[] x) {
    return x.clone();
  }

  /**
   * The inverse of {@link #reported}.
   *
   * @param reported as many numbers as a state has
   * @return x, nq + nv rows
   */
  default double[] state(double[] reported) {
    return reported.clone();
  }
}
