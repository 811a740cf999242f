package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Cloth;
import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.deformable.PickAndPlace;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.ActionRange;
import io.github.lanewise.task.LaneTask;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cloth is to be brought to a goal by picking it up at one place and letting it go at another, some steps long: the
 * cloth tasks of DaXBench (Chen and others, ICLR 2023), which {@link ClothTasks} has, or one with a reward of the
 * user's own.
 *
 * <p>Actions are those of {@link PickAndPlace}; policies act in the unit cube, but for the heights of pick and place,
 * which move nothing and are from -0.1 to 0.1 m. An observation has the positions of all points [m], then of two
 * grippers x, y, z and a radius; the second one, in a corner, never moves. No episode fails. Immutable.
 */
public final class ClothTask implements LaneTask {
  private static final double RADIUS = 0.01;
  private static final double[] OTHER_GRIPPER = {1, 1, 1, RADIUS};
  /** Of a policy's pick and place. */
  private static final double HIGHEST = 0.1;

  private final String name;
  private final Cloth cloth;
  private final boolean rescaled;
  private final double[] goal;
  private final double tolerance;
  private final int episodeLength;
  private final ClothStart start;
  private final PointReward reward;
  private final int points;
  private final double[] flat;

  /**
   * A task.
   *
   * @param goal three numbers a point [m]
   * @param tolerance chamfer distance within which it counts as reached
   */
  ClothTask(String name, Cloth cloth, boolean rescaled, double[] goal, double tolerance, int episodeLength,
      ClothStart start, PointReward reward) {
    this.name = name;
    this.cloth = cloth;
    this.rescaled = rescaled;
    this.goal = goal;
    this.tolerance = tolerance;
    this.episodeLength = episodeLength;
    this.start = start;
    this.reward = reward;
    points = cloth.pointCount();
    flat = ClothSimulation.flat(cloth);
  }

  /**
   * {@return the same with another name and another reward}
   *
   * @param newName for reports, and for policies that are learned
   * @param newReward in place of the task's own
   */
  public ClothTask withReward(String newName, PointReward newReward) {
    return new ClothTask(newName, cloth, rescaled, goal, tolerance, episodeLength, start, newReward);
  }

  /** {@return the same as it is learned: picking near the cloth is worth something, too, {@code exp(-d) 0.99^t}} */
  @Override
  public ClothTask forLearning() {
    return reward instanceof ChamferReward ? withReward(name, new ChamferReward(goal, true)) : this;
  }

  /** {@return what is moved} */
  public Cloth cloth() {
    return cloth;
  }

  /** {@return whether cotangents are rescaled, see {@link io.github.lanewise.deformable.BodyPullback#tame}} */
  public boolean rescaled() {
    return rescaled;
  }

  /** {@return where the points are to be [m], three numbers each; a new array} */
  public double[] goal() {
    return goal.clone();
  }

  /**
   * {@return the chamfer distance of a state to the goal, as in the reward}
   *
   * @param x state, or its points alone
   */
  public double distance(double[] x) {
    return ChamferReward.chamfer(Arrays.copyOf(x, 3 * points), goal);
  }

  /** {@return the {@link #distance} within which an episode that ends there has succeeded} */
  public double tolerance() {
    return tolerance;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public LaneSimulation simulation(Lanes lanes, int robots, int threads) {
    return new ClothLanes(this, lanes, robots, new Workers(lanes.type(), threads));
  }

  @Override
  public int episodeLength() {
    return episodeLength;
  }

  @Override
  public List<ActionRange> actions() {
    return new PickAndPlace().actionNames().stream().map(row -> row.endsWith("y")
        ? new ActionRange(row, -HIGHEST, HIGHEST) : new ActionRange(row, 0, 1)).toList();
  }

  private Stream<String> pointNames(String what) {
    return IntStream.range(0, 3 * points).mapToObj(row -> "xyz".charAt(row % 3) + what + " of point " + row / 3);
  }

  @Override
  public List<String> observationNames() {
    return Stream.concat(pointNames(""), Stream.of("", "other ").flatMap(which ->
        Stream.of("x of the ", "y of the ", "z of the ", "radius of the ").map(row -> row + which + "gripper")))
        .toList();
  }

  /** {@return positions of points and gripper, then velocities of points} */
  @Override
  public List<String> stateNames() {
    return Stream.of(pointNames(""), Stream.of("x of the gripper", "y of the gripper", "z of the gripper"),
        pointNames(" velocity")).flatMap(rows -> rows).toList();
  }

  @Override
  public int positionCount() {
    return 3 * points + 3;
  }

  @Override
  public double[] reported(double[] x) {
    double[] reported = new double[6 * points + 3];
    System.arraycopy(x, 0, reported, 0, 3 * points);
    System.arraycopy(x, 6 * points, reported, 3 * points, 3);
    System.arraycopy(x, 3 * points, reported, 3 * points + 3, 3 * points);
    return reported;
  }

  @Override
  public double[] state(double[] reported) {
    double[] x = new double[ClothLanes.stateCount(cloth)];
    System.arraycopy(reported, 0, x, 0, 3 * points);
    System.arraycopy(reported, 3 * points, x, 6 * points, 3);
    System.arraycopy(reported, 3 * points + 3, x, 3 * points, 3 * points);
    return x;
  }

  @Override
  public void start(RandomGenerator random, double[] x) {
    Arrays.fill(x, 0);
    System.arraycopy(flat, 0, x, 0, flat.length);
    start.set(random, x);
  }

  /** Buffers of one thread. */
  private static final class Scratch {
    final double[] points;
    final double[] bars;

    Scratch(int points) {
      this.points = new double[3 * points];
      bars = new double[3 * points];
    }

    void load(Batch x, int lane) {
      for (int row = 0; row < points.length; row++) {
        points[row] = x.get(row, lane);
      }
    }
  }

  private ThreadLocal<Scratch> scratch() {
    Supplier<Scratch> make = () -> new Scratch(points);
    return ThreadLocal.withInitial(make);
  }

  private int step(Batch x, int lane) {
    return (int) x.get(ClothSimulation.stateCount(cloth), lane);
  }

  private double reach(Batch x, int lane) {
    return x.get(ClothSimulation.stateCount(cloth) + 1, lane);
  }

  @Override
  public Workers.Task judging(LaneSimulation simulation, Batch x, Batch u, Batch rewards, Batch margin) {
    ThreadLocal<Scratch> scratch = scratch();
    return (first, end, workspace) -> {
      Scratch own = scratch.get();
      for (int block = first; block < end; block++) {
        for (int k = 0; k < LaneRows.count(x, block); k++) {
          int lane = LaneRows.first(x, block) + k;
          own.load(x, lane);
          rewards.set(0, lane, reward.at(own.points, reach(x, lane), step(x, lane)));
          margin.set(0, lane, LaneRows.isFinite(x, block, k) ? 1 : Double.NaN);
        }
      }
    };
  }

  @Override
  public Workers.Task judgingPullback(LaneSimulation simulation, Batch x, Batch u, Batch bar, Batch xBar, Batch uBar) {
    ThreadLocal<Scratch> scratch = scratch();
    int reachRow = ClothSimulation.stateCount(cloth) + 1;
    return (first, end, workspace) -> {
      Scratch own = scratch.get();
      for (int block = first; block < end; block++) {
        xBar.clearBlock(block);
        uBar.clearBlock(block);
        for (int k = 0; k < LaneRows.count(x, block); k++) {
          int lane = LaneRows.first(x, block) + k;
          own.load(x, lane);
          Arrays.fill(own.bars, 0);
          double reachBar =
              reward.pullBack(own.points, reach(x, lane), step(x, lane), bar.get(0, lane), own.bars);
          xBar.set(reachRow, lane, reachBar);
          for (int row = 0; row < own.bars.length; row++) {
            xBar.set(row, lane, own.bars[row]);
          }
        }
      }
    };
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
