package io.github.lanewise.task;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutPullback;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What is to be done in episodes, by whatever moves in lanes: all that {@link TaskRollout} and the trainers know of a
 * task. Blocks of lanes are judged and observed, and what comes of it is pulled back, by work that is bound to batches
 * once, as kernels are.
 *
 * <p>A {@link Task} is one of robots: it is traced, and its work compiled. What cannot be traced writes the work by
 * hand. Blocks may be worked at in different threads at once; nothing is allocated by it. Implementations are immutable
 * and safe for threads.
 */
public interface LaneTask {
  /** {@return a name for reports} */
  String name();

  /**
   * Those who are at the task.
   *
   * @param lanes element type, width and blocks
   * @param robots how many
   * @param threads the caller's included
   * @return at their beginning
   */
  LaneSimulation simulation(Lanes lanes, int robots, int threads);

  /** {@return the same as it is learned, where that is worth something which is not scored; by default as it is} */
  default LaneTask forLearning() {
    return this;
  }

  /** {@return T, control steps after which an episode ends anyway} */
  int episodeLength();

  /** {@return the rows of an action} */
  List<ActionRange> actions();

  /** {@return names of the rows of an observation} */
  List<String> observationNames();

  /** {@return names of the rows of a reported state, first of positions, then of velocities} */
  List<String> stateNames();

  /** {@return how many of {@link #stateNames} are of positions} */
  int positionCount();

  /**
   * Where an episode starts.
   *
   * @param random where to draw from; null for the start without noise
   * @param x state, as the simulation has it (overwritten)
   */
  void start(RandomGenerator random, double[] x);

  /**
   * Makes another system of a lane, where the simulation {@linkplain LaneSimulation#hasLaneParameters has parameters of
   * each}: drawn at the beginning, and anew after episodes.
   *
   * @param random where to draw from
   * @param parameters nominal ones, rows of {@link LaneSimulation#parameters} (modified)
   */
  default void vary(RandomGenerator random, double[] parameters) {}

  /**
   * {@return standard deviations of the errors with which the state is sensed, a number for each of {@link
   * #stateNames}; none by default}
   *
   * <p>Errors are Gaussian, drawn in each lane anew after each step, and added to the state before it is observed;
   * rewards and ends are of the true state.
   */
  default double[] sensorDeviations() {
    return new double[0];
  }

  /**
   * A state as files and tables have it; by default as it is.
   *
   * @param x as the simulation has it
   * @return a number for each of {@link #stateNames}
   */
  default double[] reported(double[] x) {
    return x.clone();
  }

  /**
   * The inverse of {@link #reported}.
   *
   * @param reported a number for each of {@link #stateNames}
   * @return x, a state that an episode can start in
   */
  default double[] state(double[] reported) {
    return reported.clone();
  }

  /**
   * {@code r(x_{t+1}, u_t)}, and how far it is from failing: a margin below 0 is a failure, and one that is no number a
   * state that has blown up.
   *
   * @param simulation of the task
   * @param x state after a step
   * @param u its action
   * @param reward one row (overwritten)
   * @param margin one row (overwritten)
   * @return the work
   */
  Workers.Task judging(LaneSimulation simulation, Batch x, Batch u, Batch reward, Batch margin);

  /**
   * {@code x_bar = r_x' bar, u_bar = r_u' bar}.
   *
   * @param simulation of the task
   * @param x state after a step
   * @param u its action
   * @param bar cotangent of r, one row
   * @param xBar rows of a tangent (overwritten)
   * @param uBar rows of an action (overwritten)
   * @return the work
   */
  Workers.Task judgingPullback(LaneSimulation simulation, Batch x, Batch u, Batch bar, Batch xBar, Batch uBar);

  /**
   * The gradient of {@code J = sum_t r(x_{t+1}, u_t)}: run, read the cotangents.
   *
   * @param simulation of the task
   * @param rollout of the simulation, in which lanes may restart
   * @return with buffers of its own
   */
  default RolloutPullback returnPullback(LaneSimulation simulation, Rollout rollout) {
    return new RewardAdjoint(this, simulation, rollout).pullback();
  }

  /**
   * {@code o(x_t, u_{t-1})}.
   *
   * @param simulation of the task
   * @param x state
   * @param last action of the step before; zeros at the start
   * @param observation (overwritten)
   * @return the work
   */
  Workers.Task observing(LaneSimulation simulation, Batch x, Batch last, Batch observation);

  /**
   * {@code x_bar = o_x' (unit bar), u_bar = o_u' (unit bar)}, of observations in units of their own.
   *
   * @param simulation of the task
   * @param x state
   * @param last action of the step before
   * @param unit of each row of the observation
   * @param bar cotangent of the observation in these units
   * @param xBar rows of a tangent (overwritten)
   * @param lastBar rows of an action (overwritten)
   * @return the work
   */
  Workers.Task observingPullback(LaneSimulation simulation, Batch x, Batch last, Batch unit, Batch bar, Batch xBar,
      Batch lastBar);
}
