package io.github.lanewise.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.simulation.Simulation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gradients of the published tasks' returns by all actions, over windows of 8 and 32 control steps in which robots
 * stand on the ground, fall and start anew, against differences of fourth order in a random direction.
 *
 * <p>A lane is a point of the stencil about one of the states. The actions' moves are small, because a window of the
 * humanoid has 1,536 time steps, and its points touch and leave the ground in many of them: where a switch, or the end
 * of an episode, falls within the stencil, its differences of first or second order do not fit each other, and the
 * state is left out. Most are in.
 */
class TaskGradientTest {
  private static final int[] STENCIL = {0, -2, -1, 1, 2};
  private static final double MOVE = 2e-6;
  private static final int STATES = 16;
  private static final int LANES = STATES * STENCIL.length;

  @ParameterizedTest
  @ValueSource(strings = {"cartpole", "hopper", "cheetah", "ant", "humanoid"})
  void areDifferences(String name) {
    Task task = Tasks.named(name, TaskVariant.PUBLISHED);
    try (Simulation simulation = task.simulation().robots(LANES).build()) {
      double[][] states = settled(task, simulation);
      for (int steps : new int[] {8, 32}) {
        TaskRollout rollout = rollout(task, simulation, steps);
        Batch actions = rollout.rollout().actions();
        double[][] direction = new double[STATES][actions.rowCount()];
        for (int lane = 0; lane < LANES; lane++) {
          int state = lane % STATES;
          rollout.rollout().initial().setRobot(lane, states[state]);
          Random random = new Random(100 + state);
          for (int row = 0; row < actions.rowCount(); row++) {
            direction[state][row] = random.nextGaussian();
            double move = STENCIL[lane / STATES] * MOVE * direction[state][row];
            actions.set(row, lane, random.nextDouble(-0.8, 0.8) + move);
          }
        }
        RolloutPullback gradient = rollout.runWithGradient();
        int smooth = 0;
        for (int state = 0; state < STATES; state++) {
          double slope = 0;
          for (int row = 0; row < actions.rowCount(); row++) {
            slope += direction[state][row] * gradient.actionBars().get(row, state);
          }
          double near = (sum(rollout, 3, state) - sum(rollout, 2, state)) / (2 * MOVE);
          double far = (sum(rollout, 4, state) - sum(rollout, 1, state)) / (4 * MOVE);
          double within = 1e-6 * (1e-2 + Math.abs(slope));
          if (Math.abs(near - far) < within && Math.abs(kink(rollout, state)) < within) {
            smooth++;
            assertThat(slope).as("state %d, %d steps", state, steps).isCloseTo((4 * near - far) / 3, within(within));
          }
        }
        assertThat(smooth).as("states without a switch in between, %d steps", steps).isGreaterThan(STATES / 2);
      }
    }
  }

  /** States after a while, in which most robots stand on the ground. */
  private static double[][] settled(Task task, Simulation simulation) {
    TaskRollout rollout = rollout(task, simulation, 40);
    Batch actions = rollout.rollout().actions();
    for (int lane = 0; lane < LANES; lane++) {
      Random random = new Random(lane);
      for (int row = 0; row < actions.rowCount(); row++) {
        actions.set(row, lane, random.nextDouble(-0.4, 0.4));
      }
    }
    rollout.run();
    double[][] states = new double[STATES][];
    Arrays.setAll(states, rollout.rollout().end()::robot);
    return states;
  }

  /** All points of a stencil start their new episodes alike. */
  private static TaskRollout rollout(Task task, Simulation simulation, int steps) {
    return new TaskRollout(task, simulation, steps, 1,
        (lane, random, x) -> task.start(RandomStream.of(7).stream(lane % STATES), x));
  }

  /** Jump of the slope in the middle: twice the second difference of one move, less that of two, over the move. */
  private static double kink(TaskRollout rollout, int state) {
    double middle = 2 * sum(rollout, 0, state);
    return (2 * (sum(rollout, 2, state) + sum(rollout, 3, state) - middle)
        - (sum(rollout, 1, state) + sum(rollout, 4, state) - middle) / 2) / MOVE;
  }

  private static double sum(TaskRollout rollout, int point, int state) {
    return Arrays.stream(rollout.rewards().robot(point * STATES + state)).sum();
  }
}
