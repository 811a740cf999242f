package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.deformable.EnvironmentStep;
import io.github.lanewise.deformable.PickAndPlace;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;

/** One cloth in double, picked up and placed by hand: where goals and starts come from. For one thread. */
final class ClothHands {
  private final EnvironmentStep step;
  private final Batch state;
  private final Batch action;
  private final Batch parameters;
  private final double[] flat;

  ClothHands(Cloth cloth) {
    step = new EnvironmentStep(cloth, new PickAndPlace(), ElementType.DOUBLE);
    flat = ClothSimulation.flat(cloth);
    state = new Batch(ElementType.DOUBLE, flat.length, 1);
    action = new Batch(ElementType.DOUBLE, 6, 1);
    parameters = new Batch(ElementType.DOUBLE, 3, 1);
    parameters.setRobot(0, cloth.stiffness(), cloth.friction(), cloth.mass());
  }

  /** Takes a state, of which there may be more rows behind. */
  void lay(double[] x) {
    for (int row = 0; row < flat.length; row++) {
      state.set(row, 0, x[row]);
    }
  }

  /** Lies flat, the gripper in the middle. */
  void layFlat() {
    lay(flat);
  }

  /** Picks at one place of the floor and places at another [m]. */
  void move(double fromX, double fromZ, double toX, double toZ) {
    action.set(0, 0, fromX);
    action.set(2, 0, fromZ);
    action.set(3, 0, toX);
    action.set(5, 0, toZ);
    step.step(state, action, parameters, 0);
  }

  /** A row of the state. */
  double row(int row) {
    return state.get(row, 0);
  }

  /** Gives the state. */
  void read(double[] x) {
    for (int row = 0; row < flat.length; row++) {
      x[row] = state.get(row, 0);
    }
  }
}
