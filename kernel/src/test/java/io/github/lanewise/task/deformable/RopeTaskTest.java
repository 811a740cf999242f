package io.github.lanewise.task.deformable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.deformable.EnvironmentStep;
import io.github.lanewise.deformable.HeldCommands;
import io.github.lanewise.deformable.RopeSimulation;
import io.github.lanewise.deformable.ToolProgram;
import io.github.lanewise.deformable.Whip;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.TaskRollout;
import io.github.lanewise.task.TaskRollout.End;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ropes under the roll-outs of tasks: steps, observations, rewards, ends and gradients. */
class RopeTaskTest {
  private static final int LANES = 9; // One block of doubles, and a part of another.

  private final Random random = new Random(3);

  private static LaneSimulation simulation(LaneTask task, int lanes, int threads) {
    return task.simulation(Lanes.widest(ElementType.DOUBLE).sharedBy(lanes, 2), lanes, threads);
  }

  private static RopeTask task(String name, int steps) {
    return (RopeTask) (name.equals("held") ? SmallRopes.held(steps, 0.001) : SmallRopes.pushed(steps).forLearning());
  }

  /** Swings, or pushes through a particle's place at the start. */
  private void act(RopeTask task, TaskRollout rollout) {
    Batch actions = rollout.rollout().actions();
    int steps = actions.rowCount() / 6;
    for (int lane = 0; lane < actions.robotCount(); lane++) {
      double[] x = rollout.rollout().initial().robot(lane);
      for (int row = 0; row < 6 * steps; row++) {
        int c = row % 6;
        double pushed = x[c % 3] + (c % 3 == 1 ? 0.02 : c < 3 ? -random.nextDouble(0.017, 0.022)
            : -random.nextDouble(0.002, 0.01));
        actions.set(row, lane, task.name().equals("held") ? random.nextDouble(-0.9, 0.9) : pushed);
      }
    }
  }

  /** Particles as of whole steps of the package below, and the box as of single substeps. */
  @ParameterizedTest
  @ValueSource(strings = {"held", "pushed"})
  void theBoxIsWhereItIsObserved(String name) {
    RopeTask task = task(name, 4);
    int particles = task.pointCount();
    ToolProgram program = task.program();
    try (LaneSimulation simulation = simulation(task, 1, 1);
        RopeSimulation whole = new RopeSimulation(task.rope(), program, ElementType.DOUBLE, 1, 1);
        RopeSimulation single = new RopeSimulation(task.rope(), new HeldCommands(ToolProgram.BOX, 1, 1),
            ElementType.DOUBLE, 1, 1)) {
      TaskRollout rollout = new TaskRollout(task, simulation, 3, 4);
      act(task, rollout);
      int rows = task.observationNames().size();
      assertThat(rows).isEqualTo(6 * particles + 3 * program.heldFor());
      double[] start = rollout.rollout().initial().robot(0);
      single.state().setRobot(0, Arrays.copyOf(start, 24 * particles + 3));
      whole.state().setRobot(0, Arrays.copyOf(start, 24 * particles + 3));
      rollout.run();
      double[] commands = new double[6 * program.commandCount()];
      for (int t = 0; t < 3; t++) {
        double[] action = Arrays.copyOfRange(rollout.rollout().actions().robot(0), 6 * t, 6 * t + 6);
        double[] tool = Arrays.copyOfRange(single.state().robot(0), 24 * particles, 24 * particles + 3);
        program.commands(action, tool, commands);
        whole.action().setRobot(0, action);
        whole.step();
        for (int row = 0; row < 6 * particles; row++) {
          assertThat(rollout.observations().get(t * rows + row, 0)).isEqualTo(whole.state().get(row, 0));
        }
        for (int k = 0; k < program.commandCount() * program.heldFor(); k++) {
          double[] command = Arrays.copyOfRange(commands, 6 * (k / program.heldFor()), 6 * (k / program.heldFor()) + 6);
          if (k % program.heldFor() > 0) {
            Arrays.fill(command, 0, 3, 0);
          }
          single.action().setRobot(0, command);
          single.step();
          int ago = program.commandCount() * program.heldFor() - 1 - k;
          for (int c = 0; c < 3 && ago < program.heldFor(); c++) {
            int row = 6 * particles + 3 * (program.heldFor() - 1 - ago) + c;
            assertThat(rollout.observations().get(t * rows + row, 0)).isEqualTo(
                single.state().get(24 * particles + c, 0), within(1e-13));
          }
        }
      }
    }
  }

  /** Rewards of the states, with the start's distance to the points in them, and no discount. */
  @Test
  void rewardsAreThoseOfTheStates() {
    RopeTask task = task("pushed", 2);
    try (LaneSimulation simulation = simulation(task, 3, 1)) {
      TaskRollout rollout = new TaskRollout(task, simulation, 3, 4);
      act(task, rollout);
      rollout.run();
      int n = task.pointCount();
      for (int lane = 0; lane < 3; lane++) {
        double[] x = rollout.rollout().initial().robot(lane);
        double reach = 9;
        for (int p = 0; p < n; p++) {
          double squares = 0;
          for (int c = 0; c < 3; c++) {
            squares += Math.pow(x[3 * p + c] - rollout.rollout().actions().get(c, lane), 2);
          }
          reach = Math.min(reach, Math.sqrt(squares));
        }
        double[] end = Arrays.copyOf(rollout.rollout().states().robot(lane), x.length);
        double mean = 0;
        for (int p = 0; p < n; p++) {
          double squares = 0;
          for (int c = 0; c < 3; c++) {
            squares += Math.pow(end[3 * p + c] - task.goal()[3 * p + c], 2) / 3;
          }
          mean += Math.sqrt(squares) / n;
        }
        assertThat(task.distance(end)).isEqualTo(mean, within(1e-15));
        assertThat(rollout.rewards().get(0, lane)).isEqualTo(Math.exp(-10 * mean) + Math.exp(-reach), within(1e-12));
        assertThat(rollout.end(0, lane)).isEqualTo(End.NONE);
        assertThat(rollout.end(1, lane)).isEqualTo(End.TIME_LIMIT);
      }
    }
  }

  /** Of whole episodes with another one behind, by actions and by initial states. */
  @ParameterizedTest
  @ValueSource(strings = {"held", "pushed"})
  void gradientIsThatOfDifferences(String name) {
    RopeTask task = task(name, 3);
    try (LaneSimulation simulation = simulation(task, LANES, 2)) {
      TaskRollout rollout = new TaskRollout(task, simulation, 4, 4);
      act(task, rollout);
      double[][] starts = new double[LANES][];
      Arrays.setAll(starts, rollout.rollout().initial()::robot);
      RolloutPullback pullback = rollout.runWithGradient();
      assertThat(rollout.blownUp()).isZero();
      int switches = 0;
      int large = 0;
      int all = 0;
      int states = 24 * task.pointCount() + 3;
      int[] rows = {0, 1, 7, 3 * task.pointCount() + 4, 15 * task.pointCount() + 4, states - 1};
      for (int k = 0; k < 24 + rows.length; k++) {
        int action = k < 24 ? k : -1;
        int state = k < 24 ? -1 : rows[k - 24];
        double h = name.equals("held") && k < 24 ? 1e-5 : 1e-8;
        double[] coarse = slopes(task, simulation, rollout.rollout().actions(), starts, action, state, h);
        double[] fine = slopes(task, simulation, rollout.rollout().actions(), starts, action, state, 0.4 * h);
        for (int lane = 0; lane < LANES; lane++) {
          double actual = action >= 0 ? pullback.actionBars().get(action, lane)
              : pullback.initialBar().get(state, lane);
          all++;
          if (Math.abs(coarse[lane] - fine[lane]) > 1e-4 * (0.01 + Math.abs(fine[lane]))) {
            switches++; // One lies between: there is no derivative.
          } else {
            assertThat(actual).as("action %d, state %d, lane %d", action, state, lane)
                .isEqualTo(fine[lane], within(3e-4 * (0.01 + Math.abs(fine[lane]))));
            large += Math.abs(fine[lane]) > 1e-3 ? 1 : 0;
          }
        }
      }
      assertThat(switches).as("near a switch, of %d", all).isLessThan(all / 5);
      assertThat(large).as("derivatives that are not 0").isGreaterThan(60);
    }
  }

  private static double[] slopes(RopeTask task, LaneSimulation simulation, Batch actions, double[][] starts, int action,
      int state, double h) {
    double[] slopes = new double[LANES];
    for (int side = -1; side <= 1; side += 2) {
      TaskRollout other = new TaskRollout(task, simulation, 4, 4);
      other.rollout().actions().copyFrom(actions);
      for (int lane = 0; lane < LANES; lane++) {
        other.rollout().initial().setRobot(lane, starts[lane]);
        if (action >= 0) {
          other.rollout().actions().set(action, lane, actions.get(action, lane) + side * h);
        } else {
          other.rollout().initial().set(state, lane, starts[lane][state] + side * h);
        }
      }
      other.run();
      for (int lane = 0; lane < LANES; lane++) {
        for (int t = 0; t < 4; t++) {
          slopes[lane] += side * other.rewards().get(t, lane) / (2 * h);
        }
      }
    }
    return slopes;
  }

  /** The places of the box in it are a function of the action, too. */
  @ParameterizedTest
  @ValueSource(strings = {"held", "pushed"})
  void observationsArePulledBack(String name) {
    RopeTask task = task(name, 3);
    int rows = task.observationNames().size();
    try (LaneSimulation simulation = simulation(task, LANES, 1)) {
      int n = simulation.stateCount();
      Batch x = filled(simulation, n);
      Batch last = filled(simulation, 6);
      Batch unit = filled(simulation, rows);
      Batch bar = filled(simulation, rows);
      Batch xBar = filled(simulation, n);
      Batch lastBar = filled(simulation, 6);
      Workspace workspace = new Workspace(ElementType.DOUBLE);
      task.observingPullback(simulation, x, last, unit, bar, xBar, lastBar).run(0, x.blockCount(), workspace);
      Batch xDot = filled(simulation, n);
      Batch lastDot = filled(simulation, 6);
      double h = 1e-6;
      Batch above = observed(task, simulation, along(simulation, x, xDot, h), along(simulation, last, lastDot, h));
      Batch below = observed(task, simulation, along(simulation, x, xDot, -h), along(simulation, last, lastDot, -h));
      for (int lane = 0; lane < LANES; lane++) {
        double slope = 0;
        for (int row = 0; row < rows; row++) {
          slope += unit.get(row, lane) * bar.get(row, lane) * (above.get(row, lane) - below.get(row, lane)) / (2 * h);
        }
        double product = dot(xBar, xDot, lane) + dot(lastBar, lastDot, lane);
        assertThat(product).isEqualTo(slope, within(1e-7));
        assertThat(dot(lastBar, lastDot, lane)).isNotZero();
      }
    }
  }

  private static Batch observed(RopeTask task, LaneSimulation simulation, Batch x, Batch last) {
    Batch observation = simulation.rows(task.observationNames().size());
    task.observing(simulation, x, last, observation).run(0, x.blockCount(), new Workspace(ElementType.DOUBLE));
    return observation;
  }

  private static Batch along(LaneSimulation simulation, Batch x, Batch direction, double h) {
    Batch moved = simulation.rows(x.rowCount());
    for (int lane = 0; lane < LANES; lane++) {
      for (int row = 0; row < x.rowCount(); row++) {
        moved.set(row, lane, x.get(row, lane) + h * direction.get(row, lane));
      }
    }
    return moved;
  }

  private static double dot(Batch a, Batch b, int lane) {
    double sum = 0;
    for (int row = 0; row < a.rowCount(); row++) {
      sum += a.get(row, lane) * b.get(row, lane);
    }
    return sum;
  }

  private Batch filled(LaneSimulation simulation, int rows) {
    Batch batch = simulation.rows(rows);
    for (int lane = 0; lane < LANES; lane++) {
      batch.setRobot(lane, random.doubles(rows, -1, 1).toArray());
    }
    return batch;
  }

  /** One that is thrown up leaves the nodes around it; its cotangents are none, and its neighbours' are. */
  @Test
  void whatIsLostBeginsAnewAndIsCounted() {
    RopeTask task = task("pushed", 4);
    int particles = task.pointCount();
    try (LaneSimulation simulation = simulation(task, LANES, 1)) {
      TaskRollout rollout = new TaskRollout(task, simulation, 2, 4);
      act(task, rollout);
      for (int p = 0; p < particles; p++) {
        rollout.rollout().initial().set(3 * particles + 3 * p + 1, 5, 9); // m/s, up
      }
      RolloutPullback pullback = rollout.runWithGradient();
      assertThat(rollout.end(0, 5)).isEqualTo(End.BLOWN_UP);
      assertThat(rollout.rewards().get(0, 5)).isZero();
      assertThat(rollout.end(1, 5)).isEqualTo(End.NONE);
      assertThat(rollout.rewards().get(1, 5)).isPositive();
      assertThat(rollout.blownUp()).isEqualTo(1);
      assertThat(rollout.end(0, 4)).isEqualTo(End.NONE);
      assertThat(pullback.actionBars().get(3, 4)).isFinite().isNotZero();
      Batch next = simulation.rows(simulation.stateCount());
      Batch stateBar = simulation.rows(simulation.stateCount());
      Batch actionBar = simulation.rows(6);
      for (int lane = 0; lane < LANES; lane++) {
        next.set(1, lane, lane == 5 ? 0 : 1);
      }
      Batch first = simulation.rows(6);
      first.copyFrom(rollout.rollout().actions().rows(0, 6));
      ((DeformableLanes) simulation).pullBack(rollout.rollout().initial(), first, next, stateBar, actionBar, 0,
          new Workspace(ElementType.DOUBLE));
      assertThat(stateBar.robot(5)).as("of what does not count").containsOnly(0);
      assertThat(actionBar.robot(5)).containsOnly(0);
      assertThat(stateBar.get(1, 4)).isFinite().isNotZero();
    }
  }

  @Test
  void particlesOutsideTheWindowAreRefused() {
    RopeTask task = task("held", 3);
    try (LaneSimulation simulation = simulation(task, LANES, 1)) {
      TaskRollout rollout = new TaskRollout(task, simulation, 2, 4);
      rollout.rollout().initial().set(3 * 4 + 1, 7, 0.7);
      assertThatThrownBy(rollout::run).isInstanceOf(IllegalArgumentException.class).hasMessage("rope 7: y of particle 4"
          + " is 0.7 m, outside of the window of nodes around the rope, from 0.00781250 to 0.476563 m");
    }
  }

  @Test
  void statesAreReportedAndReadBack() {
    RopeTask task = task("held", 3);
    double[] x = random.doubles(245).toArray();
    x[243] = 0;
    x[244] = 0;
    assertThat(task.state(task.reported(x))).isEqualTo(x);
    assertThat(task.stateNames()).hasSize(243).hasSameSizeAs(task.reported(x)).doesNotHaveDuplicates();
    assertThat(task.stateNames().subList(0, task.positionCount())).contains("z of the box", "F(2, 1) of particle 9")
        .noneMatch(name -> name.contains("velocity") || name.contains("C("));
    assertThat(task.stateNames().get(task.positionCount())).isEqualTo("x velocity of particle 0");
  }

  @Test
  void programsAreOfTheirTools() {
    assertThatThrownBy(() -> new EnvironmentStep(SmallCloths.CLOTH, new Whip(), ElementType.DOUBLE))
        .hasMessage("a program of 6 numbers a command for the gripper of a cloth, which takes 4");
  }
}
