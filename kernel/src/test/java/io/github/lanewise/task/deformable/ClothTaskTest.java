package io.github.lanewise.task.deformable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.deformable.ClothSimulation;
import io.github.lanewise.deformable.PickAndPlace;
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

/** Cloth under the roll-outs of tasks: steps, rewards, ends and gradients. */
class ClothTaskTest {
  private static final int LANES = 11; // One block of doubles, and a part of another.
  private static final int STEPS = 5;

  private final Random random = new Random(2);

  private static LaneSimulation simulation(LaneTask task, int lanes, int threads) {
    return task.simulation(Lanes.widest(ElementType.DOUBLE).sharedBy(lanes, 2), lanes, threads);
  }

  /** Picks at points, mostly, and places beside them. */
  private void act(TaskRollout rollout) {
    Batch actions = rollout.rollout().actions();
    for (int lane = 0; lane < actions.robotCount(); lane++) {
      for (int t = 0; t < actions.rowCount() / 6; t++) {
        int point = random.nextInt(12);
        double x = 0.4 + point % 4 / 60.0;
        double z = 0.6 - point / 4 / 60.0;
        double[] action = {x, random.nextDouble(-0.1, 0.1), z, x + 0.03 * random.nextGaussian(), 0,
          z + 0.03 * random.nextGaussian()};
        for (int row = 0; row < 6; row++) {
          actions.set(6 * t + row, lane, action[row]);
        }
      }
    }
  }

  /** Against a simulation of the package below, and rewards that are put together from its states. */
  @Test
  void itIsTheSimulationWithRewards() {
    ClothTask task = SmallCloths.cloth(3, 0);
    try (LaneSimulation simulation = simulation(task, LANES, 1);
        ClothSimulation cloths =
            new ClothSimulation(SmallCloths.CLOTH, new PickAndPlace(), ElementType.DOUBLE, LANES, 1)) {
      TaskRollout rollout = new TaskRollout(task, simulation, STEPS, 4);
      act(rollout);
      rollout.run();
      for (int t = 0; t < STEPS; t++) {
        if (t == 3) { // Episodes of three steps begin anew, flat.
          cloths.reset();
        }
        for (int lane = 0; lane < LANES; lane++) {
          for (int row = 0; row < 6; row++) {
            cloths.action().set(row, lane, rollout.rollout().actions().get(6 * t + row, lane));
          }
        }
        double[] reach = new double[LANES];
        for (int lane = 0; lane < LANES; lane++) {
          double[] x = cloths.state().robot(lane);
          reach[lane] = 9;
          for (int p = 0; p < 12; p++) {
            double squares = 0;
            for (int c = 0; c < 3; c++) {
              squares += Math.pow(x[3 * p + c] - cloths.action().get(c, lane), 2);
            }
            reach[lane] = Math.min(reach[lane], Math.sqrt(squares));
          }
        }
        cloths.step();
        for (int lane = 0; lane < LANES; lane++) {
          double[] x = cloths.state().robot(lane);
          double near = Math.exp(-10 * task.distance(x));
          assertThat(rollout.rewards().get(t, lane))
              .isEqualTo((near + Math.exp(-reach[lane])) * Math.pow(0.99, t % 3 + 1), within(1e-12));
          assertThat(rollout.end(t, lane)).isEqualTo(t == 2 ? End.TIME_LIMIT : End.NONE);
          for (int row = 0; row < 36; row++) {
            assertThat(rollout.observations().get(t * 44 + row, lane)).isEqualTo(x[row]);
          }
          for (int c = 0; c < 3; c++) {
            assertThat(rollout.observations().get(t * 44 + 36 + c, lane)).isEqualTo(x[72 + c]);
          }
          double[] rest = {0.01, 1, 1, 1, 0.01};
          for (int row = 0; row < rest.length; row++) {
            assertThat(rollout.observations().get(t * 44 + 39 + row, lane)).isEqualTo(rest[row]);
          }
        }
      }
    }
  }

  /** By actions, and by the initial states, whose cotangents end at the end of an episode. */
  @Test
  void gradientIsThatOfDifferences() {
    ClothTask task = SmallCloths.cloth(3, 0.005);
    requireGradient(task);
  }

  /** A reward of one's own. */
  @Test
  void soItIsOfAnotherReward() {
    ClothTask task = SmallCloths.cloth(3, 0.005).withReward("high", new PointReward() {
      @Override
      public double at(double[] points, double reach, int step) {
        return Math.sin(20 * points[4]) * points[30] * step + reach * reach;
      }

      @Override
      public double pullBack(double[] points, double reach, int step, double bar, double[] pointsBar) {
        pointsBar[4] += bar * 20 * Math.cos(20 * points[4]) * points[30] * step;
        pointsBar[30] += bar * Math.sin(20 * points[4]) * step;
        return bar * 2 * reach;
      }
    });
    assertThat(task.name()).isEqualTo("high");
    requireGradient(task);
  }

  private void requireGradient(ClothTask task) {
    try (LaneSimulation simulation = simulation(task, LANES, 2)) {
      TaskRollout rollout = new TaskRollout(task, simulation, STEPS, 4);
      act(rollout);
      double[][] starts = new double[LANES][];
      Arrays.setAll(starts, rollout.rollout().initial()::robot);
      RolloutPullback pullback = rollout.runWithGradient();
      Comparison compared = new Comparison();
      for (int row = 0; row < 6 * STEPS; row += 1 + random.nextInt(3)) {
        double[] coarse = slopes(task, simulation, rollout.rollout().actions(), starts, row, -1, 1e-7);
        double[] fine = slopes(task, simulation, rollout.rollout().actions(), starts, row, -1, 4e-8);
        for (int lane = 0; lane < LANES; lane++) {
          compared.add(pullback.actionBars().get(row, lane), coarse[lane], fine[lane]);
        }
      }
      for (int row : new int[] {0, 17, 40, 72}) {
        double[] coarse = slopes(task, simulation, rollout.rollout().actions(), starts, -1, row, 1e-7);
        double[] fine = slopes(task, simulation, rollout.rollout().actions(), starts, -1, row, 4e-8);
        for (int lane = 0; lane < LANES; lane++) {
          compared.add(pullback.initialBar().get(row, lane), coarse[lane], fine[lane]);
        }
      }
      compared.require();
    }
  }

  /** Derivatives beside differences; where two of these differ, a switch lies between, and there is none. */
  private static final class Comparison {
    private int switches;
    private int large;
    private int all;

    void add(double actual, double coarse, double fine) {
      all++;
      if (Math.abs(coarse - fine) > 2e-4 * (1 + Math.abs(fine))) {
        switches++;
        return;
      }
      assertThat(actual).isEqualTo(fine, within(5e-4 * (1 + Math.abs(fine))));
      large += Math.abs(fine) > 1e-3 ? 1 : 0;
    }

    void require() {
      assertThat(switches).as("near a switch, of %d", all).isLessThan(all / 10);
      assertThat(large).as("derivatives that are not 0").isGreaterThan(40);
    }
  }

  private static double[] slopes(ClothTask task, LaneSimulation simulation, Batch actions, double[][] starts,
      int action, int state, double h) {
    double[] slopes = new double[LANES];
    for (int side = -1; side <= 1; side += 2) {
      TaskRollout other = new TaskRollout(task, simulation, STEPS, 4);
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
        for (int t = 0; t < STEPS; t++) {
          slopes[lane] += side * other.rewards().get(t, lane) / (2 * h);
        }
      }
    }
    return slopes;
  }

  /** It is linear, so one product says it all. */
  @Test
  void observationsArePulledBack() {
    ClothTask task = SmallCloths.cloth(3, 0);
    try (LaneSimulation simulation = simulation(task, LANES, 1)) {
      Batch x = filled(simulation, simulation.stateCount());
      Batch moved = filled(simulation, simulation.stateCount());
      Batch last = filled(simulation, 6);
      Batch unit = filled(simulation, 44);
      Batch bar = filled(simulation, 44);
      Batch xBar = filled(simulation, simulation.stateCount());
      Batch lastBar = filled(simulation, 6);
      Batch before = simulation.rows(44);
      Batch after = simulation.rows(44);
      Workspace workspace = new Workspace(ElementType.DOUBLE);
      task.observing(simulation, x, last, before).run(0, x.blockCount(), workspace);
      task.observing(simulation, moved, last, after).run(0, x.blockCount(), workspace);
      task.observingPullback(simulation, x, last, unit, bar, xBar, lastBar).run(0, x.blockCount(), workspace);
      for (int lane = 0; lane < LANES; lane++) {
        double above = 0;
        double below = 0;
        for (int row = 0; row < 44; row++) {
          above += unit.get(row, lane) * bar.get(row, lane) * (after.get(row, lane) - before.get(row, lane));
        }
        for (int row = 0; row < simulation.stateCount(); row++) {
          below += xBar.get(row, lane) * (moved.get(row, lane) - x.get(row, lane));
        }
        assertThat(below).isEqualTo(above, within(1e-13));
        assertThat(lastBar.robot(lane)).containsOnly(0);
      }
    }
  }

  private Batch filled(LaneSimulation simulation, int rows) {
    Batch batch = simulation.rows(rows);
    for (int lane = 0; lane < LANES; lane++) {
      batch.setRobot(lane, random.doubles(rows, -1, 1).toArray());
    }
    return batch;
  }

  @Test
  void whatBlowsUpBeginsAnewAndIsCounted() {
    ClothTask task = SmallCloths.cloth(3, 0);
    try (LaneSimulation simulation = simulation(task, LANES, 1)) {
      TaskRollout rollout = new TaskRollout(task, simulation, 2, 4);
      act(rollout);
      rollout.run();
      double[] whole = rollout.rollout().states().robot(4);
      rollout = new TaskRollout(task, simulation, 2, 4);
      random.setSeed(2);
      act(rollout);
      rollout.rollout().initial().set(40, 5, Double.NaN);
      rollout.run();
      assertThat(rollout.end(0, 5)).isEqualTo(End.BLOWN_UP);
      assertThat(rollout.rewards().get(0, 5)).isZero();
      assertThat(rollout.end(1, 5)).isEqualTo(End.NONE);
      assertThat(rollout.rewards().get(1, 5)).isPositive();
      assertThat(rollout.blownUp()).isEqualTo(1);
      assertThat(rollout.rollout().states().robot(4)).as("its neighbour").hasSameSizeAs(whole);
      assertThat(rollout.end(0, 4)).isEqualTo(End.NONE);
    }
  }

  @Test
  void pointsOutsideTheCubeAreRefused() {
    ClothTask task = SmallCloths.cloth(3, 0);
    try (LaneSimulation simulation = simulation(task, LANES, 1)) {
      TaskRollout rollout = new TaskRollout(task, simulation, 2, 4);
      rollout.rollout().initial().set(1, 3, -0.004000000189989805); // Float's rounding of a fastest fall.
      rollout.run();
      rollout.rollout().initial().set(5, 7, 1.5);
      assertThatThrownBy(rollout::run).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cloth 7: z of point 1 is 1.5 m, outside the unit cube");
      assertThatThrownBy(() -> simulation.rollout(2).pushforward()).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("of robots");
    }
  }

  @Test
  void statesAreReportedAndReadBack() {
    ClothTask task = SmallCloths.cloth(3, 0);
    double[] x = random.doubles(77).toArray();
    x[75] = 0;
    x[76] = 0;
    assertThat(task.state(task.reported(x))).isEqualTo(x);
    assertThat(task.stateNames()).hasSize(75).hasSameSizeAs(task.reported(x));
    assertThat(task.stateNames().get(task.positionCount() - 1)).isEqualTo("z of the gripper");
    assertThat(task.stateNames().get(task.positionCount())).isEqualTo("x velocity of point 0");
  }
}
