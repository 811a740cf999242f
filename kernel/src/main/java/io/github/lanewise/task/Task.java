package io.github.lanewise.task;

import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.RowNames;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.SimulationBuilder;
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
public interface Task extends LaneTask {
  /** {@return the robot} */
  RobotModel robot();

  /**
   * {@return the robot under control, contact and limits included, without a choice of lanes, robots and threads; its
   * control step is that of the task}
   */
  SimulationBuilder simulation();

  @Override
  default LaneSimulation simulation(Lanes lanes, int robots, int threads) {
    return simulation().lanes(lanes).robots(robots).threads(threads).build();
  }

  /** {@return the actuators of the robot} */
  @Override
  default List<ActionRange> actions() {
    return robot().actuators().stream()
        .map(actuator -> new ActionRange(actuator.name(), actuator.lower(), actuator.upper())).toList();
  }

  /** {@return names of the rows of an observation; by default those of the state} */
  @Override
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
  @Override
  void start(RandomGenerator random, double[] x);

  /**
   * Makes another robot of a lane, where the task's {@link #simulation} has {@linkplain
   * SimulationBuilder#laneParameters lane parameters}: drawn at the beginning, and anew after episodes.
   *
   * @param random where to draw from
   * @param parameters those of the model, rows of {@link Simulation#parameters} (modified)
   */
  @Override
  default void vary(RandomGenerator random, double[] parameters) {}

  /**
   * {@return standard deviations of the errors with which (q, v) is sensed, nq + nv numbers; none by default}
   *
   * <p>Errors are Gaussian, drawn for each robot anew after each step, and added to the state before it is {@linkplain
   * #observation observed}; rewards and ends are of the true state.
   */
  @Override
  default double[] sensorDeviations() {
    return new double[0];
  }

  /** {@return names of the rows of a reported state, q then velocities; by default those of the robot's joints} */
  @Override
  default List<String> stateNames() {
    return Stream.concat(RowNames.configuration(robot()).stream().map(RowNames.Row::name),
        RowNames.velocity(robot()).stream().map(row -> row.name() + " velocity")).toList();
  }

  /** {@return nq} */
  @Override
  default int positionCount() {
    return robot().nq();
  }

  @Override
  default Workers.Task judging(LaneSimulation simulation, Batch x, Batch u, Batch reward, Batch margin) {
    return simulation.bind(Kernel.compile(new TracedTask(this, x.rowCount()).judging(), simulation.lanes()), x, u,
        reward, margin)::run;
  }

  @Override
  default Workers.Task judgingPullback(LaneSimulation simulation, Batch x, Batch u, Batch bar, Batch xBar,
      Batch uBar) {
    return simulation.bind(Kernel.compile(new TracedTask(this, x.rowCount()).judgingPullback(), simulation.lanes()),
        x, u, bar, xBar, uBar)::run;
  }

  /** {@return that of the roll-out itself, whose kernels know that rewards count once} */
  @Override
  default RolloutPullback returnPullback(LaneSimulation simulation, Rollout rollout) {
    return rollout.pullback(new TracedTask(this, simulation.stateCount()).reward());
  }

  @Override
  default Workers.Task observing(LaneSimulation simulation, Batch x, Batch last, Batch observation) {
    return simulation.bind(Kernel.compile(new TracedTask(this, x.rowCount()).observing(), simulation.lanes()), x, last,
        observation)::run;
  }

  @Override
  default Workers.Task observingPullback(LaneSimulation simulation, Batch x, Batch last, Batch unit, Batch bar,
      Batch xBar, Batch lastBar) {
    return simulation.bind(Kernel.compile(new TracedTask(this, x.rowCount()).observingPullback(), simulation.lanes()),
        x, last, unit, bar, xBar, lastBar)::run;
  }
}
