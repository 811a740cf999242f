package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.EnvironmentStep;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;

/** One cloth or rope, moved by hand: where goals and starts come from. For one thread. */
final class Hands {
  private final Body body;
  private final EnvironmentStep step;
  private final Batch state;
  private final Batch action;
  private final Batch parameters;

  Hands(Body body, ElementType type) {
    this.body = body;
    step = body.steps().apply(type);
    state = new Batch(type, body.stateCount(), 1);
    action = new Batch(type, body.program().actionNames().size(), 1);
    parameters = new Batch(type, body.parameters().length, 1);
    parameters.setRobot(0, body.parameters());
  }

  /** Takes a state, of which there may be more rows behind. */
  void lay(double[] x) {
    for (int row = 0; row < state.rowCount(); row++) {
      state.set(row, 0, x[row]);
    }
  }

  /** Flat or straight, at rest. */
  void layAtRest() {
    lay(body.start());
  }

  /** A step of the environment. */
  void act(double... numbers) {
    action.setRobot(0, numbers);
    step.step(state, action, parameters, 0);
  }

  /** Begins at one place of the floor and ends at another [m]. */
  void move(double fromX, double fromZ, double toX, double toZ) {
    act(fromX, 0, fromZ, toX, 0, toZ);
  }

  /** Whether it has left the finite numbers or the room that there is. */
  boolean isLost() {
    return state.nonFinite() > 0 || step.outside(state, 0) >= 0;
  }

  /** A row of the state. */
  double row(int row) {
    return state.get(row, 0);
  }

  /** Gives the state. */
  void read(double[] x) {
    for (int row = 0; row < state.rowCount(); row++) {
      x[row] = state.get(row, 0);
    }
  }

  /** Gives the points, three numbers each [m]. */
  double[] points() {
    double[] points = new double[3 * body.points()];
    for (int row = 0; row < points.length; row++) {
      points[row] = state.get(row, 0);
    }
    return points;
  }
}
