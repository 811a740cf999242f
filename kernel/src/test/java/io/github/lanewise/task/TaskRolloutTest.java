package io.github.lanewise.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.TaskRollout.End;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Episodes in lanes: starts, ends, restarts, and gradients that stop at them. */
class TaskRolloutTest {
  private static TaskRollout rollout(Task task, int lanes, int threads, int steps, long seed) {
    return new TaskRollout(task, task.simulation().robots(lanes).threads(threads).build(), steps, seed);
  }

  private static void act(TaskRollout rollout, long seed, double size) {
    Batch actions = rollout.rollout().actions();
    for (int lane = 0; lane < actions.robotCount(); lane++) {
      Random random = new Random(seed + lane);
      for (int row = 0; row < actions.rowCount(); row++) {
        actions.set(row, lane, size * (2 * random.nextDouble() - 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cartpole", "hopper", "cheetah", "ant", "humanoid"})
  void startsAreAsWideAsTheTaskSays(String name) {
    Task task = Tasks.named(name, TaskVariant.PUBLISHED);
    RandomStream random = RandomStream.of(3);
    double[] x = new double[task.stateNames().size()];
    double[] nominal = x.clone();
    task.start(null, nominal);
    nominal = task.reported(nominal);
    double[] widest = new double[x.length];
    for (int k = 0; k < 3000; k++) {
      task.start(random, x);
      double[] reported = task.reported(x);
      assertThat(task.state(reported)).containsExactly(x, within(1e-14));
      for (int row = 0; row < x.length; row++) {
        widest[row] = Math.max(widest[row], Math.abs(reported[row] - nominal[row]));
      }
    }
    int nq = task.robot().nq();
    for (int row = 0; row < x.length; row++) {
      boolean quaternion = nq > task.robot().nv() && row >= 3 && row < 7;
      double size = switch (name) {
        case "cartpole" -> row < nq ? Math.PI / 2 : 0.25;
        case "hopper" -> 0.05;
        case "cheetah" -> row < nq ? 0.1 : 0.25;
        default -> row < 3 ? 0.1 : row < nq ? 0.2 : 0.25;
      };
      if (quaternion) {
        assertThat(widest[row]).isLessThan(Math.sin(Math.PI / 48) + 1e-3);
      } else {
        assertThat(widest[row]).as("row %d", row).isBetween(0.98 * size, size);
      }
    }
  }

  /** Each lane alone gives the same bits as in company, on any number of threads, restarts included. */
  @ParameterizedTest
  @CsvSource({"hopper, 120, 12", "ant, 40, 6"})
  void lanesAreAlone(String name, int steps, int lanes) {
    Task task = Tasks.named(name, TaskVariant.PUBLISHED);
    TaskRollout many = rollout(task, lanes, 2, steps, 5);
    act(many, 11, 1);
    many.run();
    int ended = 0;
    for (int lane = 0; lane < lanes; lane++) {
      for (int t = 0; t < steps; t++) {
        ended += many.end(t, lane) == End.NONE ? 0 : 1;
      }
    }
    if (name.equals("hopper")) {
      assertThat(ended).as("episodes that ended").isGreaterThan(3);
    }
    TaskRollout few = rollout(task, lanes - 3, 1, steps, 5);
    act(few, 11, 1);
    few.run();
    for (int lane = 0; lane < lanes - 3; lane++) {
      assertThat(few.rewards().robot(lane)).isEqualTo(many.rewards().robot(lane));
      assertThat(few.observations().robot(lane)).isEqualTo(many.observations().robot(lane));
      assertThat(few.rollout().end().robot(lane)).isEqualTo(many.rollout().end().robot(lane));
    }
  }

  /** Of three lanes one starts where it must fail: all of its episodes are one step long, and the same. */
  @Test
  void startsOfOnesOwnAreThoseOfEveryEpisode() {
    Task task = Tasks.named("ant", TaskVariant.PUBLISHED);
    try (Simulation simulation = task.simulation().robots(3).build()) {
      TaskRollout rollout = new TaskRollout(task, simulation, 5, 1, (lane, random, x) -> {
        task.start(null, x);
        x[2] = lane == 1 ? 0.1 : 0.6;
      });
      rollout.run();
      for (int t = 0; t < 5; t++) {
        assertThat(rollout.end(t, 0)).isEqualTo(End.NONE);
        assertThat(rollout.end(t, 1)).as("step %d", t).isEqualTo(End.FAILED);
        assertThat(rollout.rewards().get(t, 1)).isEqualTo(rollout.rewards().get(0, 1));
        assertThat(rollout.rewards().get(t, 2)).isEqualTo(rollout.rewards().get(t, 0));
      }
    }
  }

  /** An episode that fails is worth its steps; what follows belongs to the next, from which nothing flows back. */
  @ParameterizedTest
  @ValueSource(strings = {"hopper", "ant"})
  void gradientsStopAtRestarts(String name) {
    Task task = Tasks.named(name, TaskVariant.PUBLISHED);
    TaskRollout rollout = rollout(task, 2, 1, 6, 1);
    act(rollout, 1, 1);
    double[] fallen = rollout.rollout().initial().robot(0);
    if (name.equals("hopper")) {
      fallen[1] = -0.9;
      fallen[2] = 1.4;
    } else {
      fallen[2] = 0.1;
    }
    rollout.rollout().initial().setRobot(0, fallen);
    RolloutPullback gradient = rollout.runWithGradient();
    assertThat(rollout.end(0, 0)).isEqualTo(End.FAILED);
    assertThat(rollout.end(0, 1)).isEqualTo(End.NONE);
    // Of the first step alone: the reward of that step.
    TaskRollout one = rollout(task, 2, 1, 1, 1);
    one.rollout().initial().setRobot(0, fallen);
    int m = task.robot().actuators().size();
    for (int row = 0; row < m; row++) {
      one.rollout().actions().set(row, 0, rollout.rollout().actions().get(row, 0));
    }
    RolloutPullback first = one.runWithGradient();
    assertThat(gradient.initialBar().robot(0)).isEqualTo(first.initialBar().robot(0));
    for (int row = 0; row < m; row++) {
      assertThat(gradient.actionBars().get(row, 0)).isEqualTo(first.actionBars().get(row, 0));
      assertThat(gradient.actionBars().get(5 * m + row, 0)).as("of the new episode").isNotZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hopper"})
  void aLaneThatBlowsUpStartsAnewAndDisturbsNobody(String name) {
    Task task = Tasks.named(name, TaskVariant.PUBLISHED);
    TaskRollout sane = rollout(task, 3, 1, 5, 2);
    act(sane, 3, 1);
    TaskRollout wild = rollout(task, 3, 1, 5, 2);
    act(wild, 3, 1);
    double[] x = wild.rollout().initial().robot(1);
    x[x.length - 1] = 1e9;
    wild.rollout().initial().setRobot(1, x);
    sane.runWithGradient();
    RolloutPullback gradient = wild.runWithGradient();
    assertThat(wild.blownUp()).isEqualTo(1);
    assertThat(wild.end(0, 1)).isEqualTo(End.BLOWN_UP);
    assertThat(wild.rewards().get(0, 1)).isZero();
    for (int lane : new int[] {0, 2}) {
      assertThat(wild.rewards().robot(lane)).isEqualTo(sane.rewards().robot(lane));
    }
    assertThat(gradient.actionBars().robot(2)).doesNotContain(Double.NaN);
    assertThat(gradient.actionBars().get(gradient.actionBars().rowCount() - 1, 1)).isFinite();
  }
}
