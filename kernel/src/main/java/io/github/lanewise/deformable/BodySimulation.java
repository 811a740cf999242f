package io.github.lanewise.deformable;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@code x <- F(x, u, p)}: bodies of one kind in environments of their own, each with a tool that follows a {@link
 * ToolProgram}. What a subclass says of its kind is where they begin and what may not be.
 */
abstract class BodySimulation implements AutoCloseable {
  private final Lanes lanes;
  private final Workers workers;
  private final ThreadLocal<EnvironmentStep> steps;
  private final Batch state;
  private final Batch start;
  private final Batch action;
  private final Batch parameters;
  private final boolean[] lost;
  private long blownUp;
  private boolean checked;
  private final Workers.Task step;

  BodySimulation(int stateCount, int actionCount, int parameterCount, ElementType type, int environments, int threads,
      Supplier<EnvironmentStep> steps) {
    lanes = Lanes.widest(type).sharedBy(environments, threads);
    state = new Batch(lanes, stateCount, environments);
    start = new Batch(lanes, stateCount, environments);
    action = new Batch(lanes, actionCount, environments);
    parameters = new Batch(lanes, parameterCount, environments);
    lost = new boolean[environments];
    this.steps = ThreadLocal.withInitial(steps);
    step = (first, end, workspace) -> {
      for (int environment = first; environment < end; environment++) {
        step(environment);
      }
    };
    workers = new Workers(type, threads);
  }

  /** Those states, no action, and those parameters, in every environment. */
  void reset(double[] x, double... p) {
    for (int environment = 0; environment < environmentCount(); environment++) {
      state.setRobot(environment, x);
      parameters.setRobot(environment, p);
    }
    for (int row = 0; row < action.rowCount(); row++) {
      action.fill(row, 0);
    }
    checked = false;
  }

  /** {@return number of environments} */
  public int environmentCount() {
    return lost.length;
  }

  /**
   * States, read and modified by {@link #step()}. Those that a caller sets are checked once, by the first step or
   * derivative after a reset, and are where environments begin again that have blown up.
   *
   * @return rows as the class says
   */
  public Batch state() {
    return state;
  }

  /** {@return actions, read by everything} */
  public Batch action() {
    return action;
  }

  /** {@return parameters of each environment, read by everything} */
  public Batch parameters() {
    return parameters;
  }

  /** {@return how often an environment began again because its state had left the finite numbers} */
  public long blownUp() {
    return blownUp;
  }

  /**
   * One environment step. Where it leads to what is no finite number, the environment goes back to its start, and is
   * counted.
   *
   * @throws IllegalArgumentException of the first step after a reset: if an environment cannot be
   */
  public void step() {
    requireStart();
    workers.run(step, environmentCount());
    for (boolean one : lost) {
      blownUp += one ? 1 : 0;
    }
  }

  private void step(int environment) {
    steps.get().step(state, action, parameters, environment);
    lost[environment] = false;
    for (int row = 0; row < state.rowCount(); row++) {
      lost[environment] |= !Double.isFinite(state.get(row, environment));
    }
    for (int row = 0; row < state.rowCount() && lost[environment]; row++) {
      state.set(row, environment, start.get(row, environment));
    }
  }

  /** Refuses what cannot be, once after each reset. */
  void requireStart() {
    if (checked) {
      return;
    }
    for (int environment = 0; environment < environmentCount(); environment++) {
      for (int row = 0; row < state.rowCount(); row++) {
        double value = state.get(row, environment);
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("row " + row + " of the state of environment " + environment + ", "
              + name(row) + ", is " + value + ": it must be finite");
        }
        start.set(row, environment, value);
      }
      requireInside(environment);
      requireParameters(environment);
    }
    checked = true;
  }

  private void requireInside(int environment) {
    int row = environmentStep().outside(state, environment);
    if (row >= 0) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "%s of environment %d is %.6g m, %s", name(row),
          environment, state.get(row, environment), environmentStep().room(state, environment, row)));
    }
  }

  /** Refuses parameters that cannot be. */
  abstract void requireParameters(int environment);

  /** What a row of a state is. */
  abstract String name(int row);

  /** {@return the pullback of a step from the present state} */
  public BodyPullback pullback() {
    return new BodyPullback(this);
  }

  /** {@return the pushforward of a step from the present state} */
  public BodyPushforward pushforward() {
    return new BodyPushforward(this);
  }

  /** The calling thread's own. */
  EnvironmentStep environmentStep() {
    return steps.get();
  }

  Workers workers() {
    return workers;
  }

  Batch rows(int count) {
    return new Batch(lanes, count, environmentCount());
  }

  /** Ends the worker threads. */
  @Override
  public void close() {
    workers.close();
  }
}
