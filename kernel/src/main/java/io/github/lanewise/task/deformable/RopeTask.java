package io.github.lanewise.task.deformable;

import io.github.lanewise.deformable.Rope;
import io.github.lanewise.deformable.ToolProgram;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.ActionRange;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A rope is to be brought to a goal by a box that holds it or pushes it, some steps long: the rope tasks of DaXBench
 * (Chen and others, ICLR 2023), which {@link RopeTasks} has, or one with a reward of the user's own.
 *
 * <p>Actions are those of {@link io.github.lanewise.deformable.Whip} or {@link io.github.lanewise.deformable.Push}. An
 * observation has the positions [m] and velocities [m/s] of all particles, then the box's place [m] after every substep
 * of the last command of the step, {@code g - (h - k) d} for k = 1 to h, g where it is in the end and d of the last
 * action. Immutable.
 */
public final class RopeTask extends DeformableTask {
  private final Rope rope;
  private final List<ActionRange> actions;
  private final int points;
  private final int held;
  private final int size;

  /**
   * A task.
   *
   * @param program of commands whose d is a function of the action alone
   */
  RopeTask(String name, Rope rope, ToolProgram program, List<ActionRange> actions, boolean tamed, Goal goal,
      Episode episode, PointReward reward, PointReward learned) {
    super(name, Body.of(rope, program), tamed, goal, episode, reward, learned);
    this.rope = rope;
    this.actions = actions;
    points = rope.particleCount();
    held = program.heldFor();
    size = program.commandSize() * program.commandCount();
  }

  @Override
  public RopeTask withReward(String newName, PointReward newReward) {
    return new RopeTask(newName, rope, program(), actions, isTamed(), goalOfTask(), episode(), newReward, null);
  }

  /** {@return what is moved} */
  public Rope rope() {
    return rope;
  }

  @Override
  public List<ActionRange> actions() {
    return actions;
  }

  @Override
  public List<String> observationNames() {
    return Stream.concat(body().names().subList(0, 6 * points).stream(), IntStream.rangeClosed(1, held).boxed()
        .flatMap(k -> Stream.of("x", "y", "z").map(axis -> axis + " of the box after substep " + k))).toList();
  }

  /** Buffers of one thread. */
  private final class Scratch {
    final double[] action = new double[actions.size()];
    final double[] tool = new double[3];
    final double[] commands = new double[size];
    final double[] actionBar = new double[action.length];
    final double[] toolBar = new double[3];

    /** The action of a lane, and where its box is now. */
    void load(Batch x, Batch last, int lane) {
      for (int row = 0; row < action.length; row++) {
        action[row] = last.get(row, lane);
      }
      for (int c = 0; c < 3; c++) {
        tool[c] = x.get(body().tool() + c, lane);
      }
    }
  }

  /** Number of the last command's d along an axis. */
  private int move(int c) {
    return size - 3 + c;
  }

  @Override
  public Workers.Task observing(LaneSimulation simulation, Batch x, Batch last, Batch observation) {
    Batch observedPoints = observation.rows(0, 6 * points);
    ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
    return (first, end, workspace) -> {
      Scratch own = scratch.get();
      for (int block = first; block < end; block++) {
        observedPoints.copyBlock(x, 0, block);
        for (int j = 0; j < LaneRows.count(x, block); j++) {
          int lane = LaneRows.first(x, block) + j;
          own.load(x, last, lane);
          program().commands(own.action, own.tool, own.commands);
          for (int k = 1; k <= held; k++) {
            for (int c = 0; c < 3; c++) {
              observation.set(6 * points + 3 * (k - 1) + c, lane, own.tool[c] - (held - k) * own.commands[move(c)]);
            }
          }
        }
      }
    };
  }

  @Override
  public Workers.Task observingPullback(LaneSimulation simulation, Batch x, Batch last, Batch unit, Batch bar,
      Batch xBar, Batch lastBar) {
    ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
    return (first, end, workspace) -> {
      Scratch own = scratch.get();
      for (int block = first; block < end; block++) {
        xBar.clearBlock(block);
        for (int j = 0; j < LaneRows.count(x, block); j++) {
          int lane = LaneRows.first(x, block) + j;
          for (int row = 0; row < 6 * points; row++) {
            xBar.set(row, lane, unit.get(row, lane) * bar.get(row, lane));
          }
          own.load(x, last, lane);
          pullToolBack(own, unit, bar, xBar, lane);
          for (int row = 0; row < own.action.length; row++) {
            lastBar.set(row, lane, own.actionBar[row]);
          }
        }
      }
    };
  }

  /** From all places of the box to the last one, and by d to the action. */
  private void pullToolBack(Scratch own, Batch unit, Batch bar, Batch xBar, int lane) {
    Arrays.fill(own.commands, 0);
    for (int c = 0; c < 3; c++) {
      double placeBar = 0;
      for (int k = 1; k <= held; k++) {
        int row = 6 * points + 3 * (k - 1) + c;
        double share = unit.get(row, lane) * bar.get(row, lane);
        placeBar += share;
        own.commands[move(c)] -= (held - k) * share;
      }
      xBar.set(body().tool() + c, lane, placeBar);
    }
    program().pullBack(own.action, own.tool, own.commands, own.actionBar, own.toolBar);
  }
}
