package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.EnvironmentStep;
import io.github.lanewise.deformable.ToolProgram;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The points of a cloth or a rope are to be brought to a goal by a tool, some steps long. What {@link ClothTask} and
 * {@link RopeTask} say of their own is what actions may be and what is observed. No episode fails. Immutable.
 */
public abstract sealed class DeformableTask implements LaneTask permits ClothTask, RopeTask {
  /**
   * Where points are to be.
   *
   * @param points three numbers each [m]; not copied
   * @param measure of the distance to them
   * @param tolerance distance within which an episode that ends there has succeeded
   */
  record Goal(double[] points, GoalDistance measure, double tolerance) {}

  /**
   * What an episode is.
   *
   * @param length control steps
   * @param start where it begins
   */
  record Episode(int length, DeformableStart start) {}

  private final String name;
  private final Body body;
  private final boolean tamed;
  private final Goal goal;
  private final Episode episode;
  private final PointReward reward;
  /** The reward while a policy learns; null for the same. */
  private final PointReward learned;
  private final int points;

  DeformableTask(String name, Body body, boolean tamed, Goal goal, Episode episode, PointReward reward,
      PointReward learned) {
    this.name = name;
    this.body = body;
    this.tamed = tamed;
    this.goal = goal;
    this.episode = episode;
    this.reward = reward;
    this.learned = learned;
    points = body.points();
  }

  /**
   * {@return the same with another name and another reward}
   *
   * @param newName for reports, and for policies that are learned
   * @param newReward in place of the task's own
   */
  public abstract DeformableTask withReward(String newName, PointReward newReward);

  /** {@return the same as it is learned: where the published tasks say so, beginning near the points is worth more} */
  @Override
  public DeformableTask forLearning() {
    return learned == null ? this : withReward(name, learned);
  }

  Body body() {
    return body;
  }

  Goal goalOfTask() {
    return goal;
  }

  Episode episode() {
    return episode;
  }

  /** {@return number of points} */
  public int pointCount() {
    return points;
  }

  /** {@return what an action makes of the tool} */
  public ToolProgram program() {
    return body.program();
  }

  /** {@return dt, length of a substep [s]} */
  public double timeStep() {
    return body.timeStep();
  }

  /**
   * {@return a control step of one lane, whose state has more rows behind, left as they are}
   *
   * @param type of numbers
   */
  public EnvironmentStep environmentStep(ElementType type) {
    return body.steps().apply(type);
  }

  /** {@return parameters of a lane, as that step takes them; a new array} */
  public double[] parameters() {
    return body.parameters().clone();
  }

  /** {@return whether cotangents are made smaller, see {@link io.github.lanewise.deformable.BodyPullback#tame}} */
  public boolean isTamed() {
    return tamed;
  }

  /** {@return where the points are to be [m], three numbers each; a new array} */
  public double[] goal() {
    return goal.points.clone();
  }

  /**
   * {@return the distance of a state to the goal, as in the reward [m]}
   *
   * @param x state, or its points alone
   */
  public double distance(double[] x) {
    return goal.measure.between(Arrays.copyOf(x, 3 * points), goal.points);
  }

  /** {@return what kind of distance that is, in words} */
  public String distanceWords() {
    return goal.measure.words();
  }

  /** {@return the {@link #distance} within which an episode that ends there has succeeded [m]} */
  public double tolerance() {
    return goal.tolerance;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public LaneSimulation simulation(Lanes lanes, int robots, int threads) {
    return new DeformableLanes(body, tamed, lanes, robots, new Workers(lanes.type(), threads));
  }

  @Override
  public int episodeLength() {
    return episode.length;
  }

  /** {@return positions of points and tool, deformations where points have one, then velocities} */
  @Override
  public List<String> stateNames() {
    return Arrays.stream(body.reported()).mapToObj(body.names()::get).toList();
  }

  @Override
  public int positionCount() {
    return body.positionCount();
  }

  @Override
  public double[] reported(double[] x) {
    return Arrays.stream(body.reported()).mapToDouble(row -> x[row]).toArray();
  }

  @Override
  public double[] state(double[] reported) {
    double[] x = new double[DeformableLanes.stateCount(body)];
    int[] rows = body.reported();
    IntStream.range(0, rows.length).forEach(k -> x[rows[k]] = reported[k]);
    return x;
  }

  @Override
  public void start(RandomGenerator random, double[] x) {
    Arrays.fill(x, 0);
    System.arraycopy(body.start(), 0, x, 0, body.stateCount());
    episode.start.set(random, x);
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
    return (int) x.get(DeformableLanes.clock(body), lane);
  }

  private double reach(Batch x, int lane) {
    return x.get(DeformableLanes.reach(body), lane);
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
    int reachRow = DeformableLanes.reach(body);
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
}
