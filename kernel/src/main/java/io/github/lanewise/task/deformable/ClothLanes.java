package io.github.lanewise.task.deformable;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.deformable.EnvironmentStep;
import io.github.lanewise.deformable.PickAndPlace;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.Surrogate;

/**
 * Cloths that are picked up and placed, as a simulation in lanes: a control step is that of {@link PickAndPlace}.
 *
 * <p>A state is that of {@link ClothSimulation}, then how many steps the episode has had, then from where the last
 * action picked the distance to the nearest point before the step [m]: what rewards need of more than the points. A
 * cotangent has the same rows. Lanes of a block are stepped one after the other, since the points of a cloth are the
 * lanes of vectors already. Buffers are allocated by each thread's first step and first pullback, nothing afterwards.
 */
final class ClothLanes implements LaneSimulation, Surrogate {
  /** Beyond the cube, where points may be after a step [m]: what the fastest one moves in a substep, 4e-3, rounded. */
  private static final double SLACK = 5e-3;

  private final ClothTask task;
  private final Cloth cloth;
  private final int points;
  private final int clock;
  private final int reach;
  private final Lanes lanes;
  private final int robots;
  private final Workers workers;
  private final Batch parameters;
  private final PickAndPlace program = new PickAndPlace();
  private final ThreadLocal<EnvironmentStep> steps;

  ClothLanes(ClothTask task, Lanes lanes, int robots, Workers workers) {
    this.task = task;
    cloth = task.cloth();
    points = cloth.pointCount();
    clock = ClothSimulation.stateCount(cloth);
    reach = clock + 1;
    this.lanes = lanes;
    this.robots = robots;
    this.workers = workers;
    parameters = new Batch(lanes, 3, robots);
    for (int lane = 0; lane < robots; lane++) {
      parameters.setRobot(lane, cloth.stiffness(), cloth.friction(), cloth.mass());
    }
    steps = ThreadLocal.withInitial(() -> new EnvironmentStep(cloth, program, lanes.type()));
  }

  /** Rows of a state. */
  static int stateCount(Cloth cloth) {
    return ClothSimulation.stateCount(cloth) + 2;
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
    return stateCount(cloth);
  }

  @Override
  public int tangentCount() {
    return stateCount(cloth);
  }

  @Override
  public int actionCount() {
    return program.actionNames().size();
  }

  @Override
  public int substepCount() {
    return program.commandCount() * program.heldFor();
  }

  @Override
  public double controlPeriod() {
    return substepCount() * cloth.timeStep();
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
    return new ClothLanes(task, lanes, count, workers);
  }

  /** Refuses points outside the cube, where no substep leaves one; what is no number passes. */
  @Override
  public void requireStates(Batch states) {
    for (int lane = 0; lane < robots; lane++) {
      for (int row = 0; row < 3 * points; row++) {
        double x = states.get(row, lane);
        if (x < -SLACK || x > 1 + SLACK) {
          throw new IllegalArgumentException("cloth " + lane + ": " + "xyz".charAt(row % 3) + " of point " + row / 3
              + " is " + x + " m, outside the unit cube");
        }
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
    }
  }

  @Override
  public void pullBack(Batch state, Batch action, Batch nextBar, Batch stateBar, Batch actionBar, int block,
      Workspace workspace) {
    EnvironmentStep step = steps.get();
    int first = LaneRows.first(state, block);
    for (int lane = first; lane < first + LaneRows.count(state, block); lane++) {
      step.pullBack(state, action, parameters, lane, nextBar, stateBar, actionBar, null, task.rescaled());
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

  /** The point that is nearest to where an action says to pick, the first of several. */
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
