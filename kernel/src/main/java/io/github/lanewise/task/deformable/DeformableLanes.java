package io.github.lanewise.task.deformable;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.deformable.EnvironmentStep;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.Surrogate;

/**
 * Cloths or ropes that are moved by their tools, as a simulation in lanes: a control step is that of the program.
 *
 * <p>A state is that of the body, then how many steps the episode has had, then from the first three numbers of the
 * last action the distance to the nearest point before the step [m]: what rewards need of more than the points. A
 * cotangent has the same rows. Lanes of a block are stepped one after the other, since the points of a body are the
 * lanes of vectors already. A body that leaves the room there is, such as the nodes around a rope, is made no number,
 * so that its episode ends. Buffers are allocated by each thread's first step and first pullback, nothing afterwards.
 */
final class DeformableLanes implements LaneSimulation, Surrogate {
  private final Body body;
  private final boolean tamed;
  private final int points;
  private final int clock;
  private final int reach;
  private final Lanes lanes;
  private final int robots;
  private final Workers workers;
  private final Batch parameters;
  private final ThreadLocal<EnvironmentStep> steps;

  DeformableLanes(Body body, boolean tamed, Lanes lanes, int robots, Workers workers) {
    this.body = body;
    this.tamed = tamed;
    points = body.points();
    clock = clock(body);
    reach = reach(body);
    this.lanes = lanes;
    this.robots = robots;
    this.workers = workers;
    parameters = new Batch(lanes, body.parameters().length, robots);
    for (int lane = 0; lane < robots; lane++) {
      parameters.setRobot(lane, body.parameters());
    }
    steps = ThreadLocal.withInitial(() -> body.steps().apply(lanes.type()));
  }

  /** Row of the number of steps. */
  static int clock(Body body) {
    return body.stateCount();
  }

  /** Row of the distance from where the action began. */
  static int reach(Body body) {
    return body.stateCount() + 1;
  }

  /** Rows of a state. */
  static int stateCount(Body body) {
    return body.stateCount() + 2;
  }

  @Override
  public Lanes lanes() {
    return lanes;
  }

  @Override
  public int robotCount() {
    return robots;
  }

  @Override
  public int stateCount() {
    return stateCount(body);
  }

  @Override
  public int tangentCount() {
    return stateCount(body);
  }

  @Override
  public int actionCount() {
    return body.program().actionNames().size();
  }

  @Override
  public int substepCount() {
    return body.program().commandCount() * body.program().heldFor();
  }

  @Override
  public double controlPeriod() {
    return substepCount() * body.timeStep();
  }

  @Override
  public Batch rows(int count) {
    return new Batch(lanes, count, robots);
  }

  @Override
  public Binding bind(Kernel kernel, Batch... ports) {
    Binding binding = kernel.bind(ports);
    binding.prepare(workers);
    return binding;
  }

  @Override
  public void run(Workers.Task work, int pieces) {
    workers.run(work, pieces);
  }

  @Override
  public Rollout rollout(int steps) {
    return new Rollout(this, this, steps);
  }

  @Override
  public LaneSimulation withRobots(int count) {
    return new DeformableLanes(body, tamed, lanes, count, workers);
  }

  /** Refuses points outside the room there is, where no step leaves one; what is no number passes. */
  @Override
  public void requireStates(Batch states) {
    EnvironmentStep step = steps.get();
    for (int lane = 0; lane < robots; lane++) {
      int row = step.outside(states, lane);
      if (row >= 0) {
        throw new IllegalArgumentException(body.kind() + " " + lane + ": " + body.names().get(row) + " is "
            + states.get(row, lane) + " m, " + step.room(states, lane, row));
      }
    }
  }

  @Override
  public void step(Batch state, Batch action, int block, Workspace workspace) {
    EnvironmentStep step = steps.get();
    int first = LaneRows.first(state, block);
    for (int lane = first; lane < first + LaneRows.count(state, block); lane++) {
      double distance = distance(state, nearest(state, action, lane), action, lane);
      step.step(state, action, parameters, lane);
      state.set(clock, lane, state.get(clock, lane) + 1);
      state.set(reach, lane, distance);
      if (step.outside(state, lane) >= 0) {
        state.set(0, lane, Double.NaN);
      }
    }
  }

  @Override
  public void pullBack(Batch state, Batch action, Batch nextBar, Batch stateBar, Batch actionBar, int block,
      Workspace workspace) {
    EnvironmentStep step = steps.get();
    int first = LaneRows.first(state, block);
    for (int lane = first; lane < first + LaneRows.count(state, block); lane++) {
      if (isZero(nextBar, lane)) {
        clear(stateBar, lane);
        continue;
      }
      step.pullBack(state, action, parameters, lane, nextBar, stateBar, actionBar, null, tamed);
      stateBar.set(clock, lane, nextBar.get(clock, lane));
      stateBar.set(reach, lane, 0);
      int nearest = nearest(state, action, lane);
      double distance = distance(state, nearest, action, lane);
      for (int c = 0; c < 3 && distance > 0; c++) {
        double share = nextBar.get(reach, lane) * (action.get(c, lane) - state.get(3 * nearest + c, lane)) / distance;
        actionBar.set(c, lane, actionBar.get(c, lane) + share);
        stateBar.set(3 * nearest + c, lane, stateBar.get(3 * nearest + c, lane) - share);
      }
    }
  }

  /** As after a body that was lost: none of its cotangents are numbers, and none counts. */
  private static boolean isZero(Batch bar, int lane) {
    for (int row = 0; row < bar.rowCount(); row++) {
      if (bar.get(row, lane) != 0) {
        return false;
      }
    }
    return true;
  }

  private static void clear(Batch bar, int lane) {
    for (int row = 0; row < bar.rowCount(); row++) {
      bar.set(row, lane, 0);
    }
  }

  /** The point that is nearest to where an action begins, the first of several. */
  private int nearest(Batch state, Batch action, int lane) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int p = 0; p < points; p++) {
      double distance = distance(state, p, action, lane);
      if (distance < least) {
        least = distance;
        nearest = p;
      }
    }
    return nearest;
  }

  private static double distance(Batch state, int point, Batch action, int lane) {
    double x = state.get(3 * point, lane) - action.get(0, lane);
    double y = state.get(3 * point + 1, lane) - action.get(1, lane);
    double z = state.get(3 * point + 2, lane) - action.get(2, lane);
    return Math.sqrt(x * x + y * y + z * z);
  }

  @Override
  public void close() {
    workers.close();
  }
}
