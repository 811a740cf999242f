package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.PickAndPlace;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.ActionRange;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cloth is to be brought to a goal by picking it up at one place and letting it go at another, some steps long: the
 * cloth tasks of DaXBench (Chen and others, ICLR 2023), which {@link ClothTasks} has, or one with a reward of the
 * user's own.
 *
 * <p>Actions are those of {@link PickAndPlace}; policies act in the unit cube, but for the heights of pick and place,
 * which move nothing and are from -0.1 to 0.1 m. An observation has the positions of all points [m], then of two
 * grippers x, y, z and a radius; the second one, in a corner, never moves. Immutable.
 */
public final class ClothTask extends DeformableTask {
  private static final double RADIUS = 0.01;
  private static final double[] OTHER_GRIPPER = {1, 1, 1, RADIUS};
  /** Of a policy's pick and place. */
  private static final double HIGHEST = 0.1;

  private final Cloth cloth;
  private final int points;

  ClothTask(String name, Cloth cloth, boolean tamed, Goal goal, Episode episode, PointReward reward,
      PointReward learned) {
    super(name, Body.of(cloth), tamed, goal, episode, reward, learned);
    this.cloth = cloth;
    points = cloth.pointCount();
  }

  @Override
  public ClothTask withReward(String newName, PointReward newReward) {
    return new ClothTask(newName, cloth, isTamed(), goalOfTask(), episode(), newReward, null);
  }

  /** {@return what is moved} */
  public Cloth cloth() {
    return cloth;
  }

  @Override
  public List<ActionRange> actions() {
    return program().actionNames().stream().map(row -> row.endsWith("y")
        ? new ActionRange(row, -HIGHEST, HIGHEST) : new ActionRange(row, 0, 1)).toList();
  }

  @Override
  public List<String> observationNames() {
    return Stream.concat(body().names().subList(0, 3 * points).stream(), Stream.of("", "other ").flatMap(which ->
        Stream.of("x of the ", "y of the ", "z of the ", "radius of the ").map(row -> row + which + "gripper")))
        .toList();
  }

  @Override
  public Workers.Task observing(LaneSimulation simulation, Batch x, Batch last, Batch observation) {
    Batch observedPoints = observation.rows(0, 3 * points);
    Batch gripper = observation.rows(3 * points, 3);
    Batch[] constants = new Batch[1 + OTHER_GRIPPER.length];
    Arrays.setAll(constants, row -> observation.rows(3 * points + 3 + row, 1));
    return (first, end, workspace) -> {
      for (int block = first; block < end; block++) {
        observedPoints.copyBlock(x, 0, block);
        gripper.copyBlock(x, 6 * points, block);
        LaneRows.fill(constants[0], block, RADIUS);
        for (int row = 0; row < OTHER_GRIPPER.length; row++) {
          LaneRows.fill(constants[1 + row], block, OTHER_GRIPPER[row]);
        }
      }
    };
  }

  @Override
  public Workers.Task observingPullback(LaneSimulation simulation, Batch x, Batch last, Batch unit, Batch bar,
      Batch xBar, Batch lastBar) {
    return (first, end, workspace) -> {
      for (int block = first; block < end; block++) {
        xBar.clearBlock(block);
        lastBar.clearBlock(block);
        for (int k = 0; k < LaneRows.count(x, block); k++) {
          int lane = LaneRows.first(x, block) + k;
          for (int row = 0; row < 3 * points + 3; row++) {
            int to = row < 3 * points ? row : row + 3 * points;
            xBar.set(to, lane, unit.get(row, lane) * bar.get(row, lane));
          }
        }
      }
    };
  }
}
