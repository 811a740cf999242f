package io.github.lanewise.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.RolloutPullback;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.TaskRollout.End;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tip's task: gradients through robots that vary, speeds that no policy exceeds, and who varies when. */
final class TipTaskTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final int LANES = 5;

  private static TipTask task(double share) {
    return task(share, 0, 0, 0);
  }

  private static TipTask task(double share, double delay, double positionError, double velocityError) {
    return new TipTask(FINGER, null, 0.001, new TipVariation(share, delay, positionError, velocityError));
  }

  /** Each lane's robot is another: central differences of each lane's return by its actions. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void gradientsAreDifferencesOnRobotsThatVary(double delay) {
    int steps = 30;
    TipTask task = task(0.3, delay, 0, 0);
    try (Simulation simulation = task.simulation().robots(LANES).build()) {
      double[][] ends = new double[2][];
      double[] slopes = new double[LANES];
      for (int side = 0; side < 3; side++) {
        TaskRollout rollout = new TaskRollout(task, simulation, steps, 4);
        Batch actions = rollout.rollout().actions();
        for (int lane = 0; lane < LANES; lane++) {
          Random random = new Random(lane);
          for (int row = 0; row < actions.rowCount(); row++) {
            double move = side == 2 ? 0 : (2 * side - 1) * 1e-6;
            actions.set(row, lane, random.nextDouble(-0.1, 0.1) + move * random.nextGaussian());
          }
        }
        RolloutPullback gradient = rollout.runWithGradient();
        if (side < 2) {
          ends[side] = sums(rollout);
        } else {
          for (int lane = 0; lane < LANES; lane++) {
            Random random = new Random(lane);
            for (int row = 0; row < actions.rowCount(); row++) {
              random.nextDouble();
              slopes[lane] += gradient.actionBars().get(row, lane) * random.nextGaussian();
            }
          }
        }
      }
      for (int lane = 0; lane < LANES; lane++) {
        double difference = (ends[1][lane] - ends[0][lane]) / 2e-6;
        assertThat(slopes[lane]).isCloseTo(difference, within(1e-6 * Math.abs(difference) + 1e-9));
      }
    }
  }

  private static double[] sums(TaskRollout rollout) {
    double[] sums = new double[LANES];
    Arrays.setAll(sums, lane -> Arrays.stream(rollout.rewards().robot(lane)).sum());
    return sums;
  }

  /** One joint of each lane has offsets of a random sign at the end of their range, for 60 ms each. */
  @Test
  void aJointByItselfKeepsHalfItsLimitOfSpeed() {
    TipTask task = task(0);
    double limit = FINGER.joints().getFirst().velocityLimit();
    int robots = 40;
    try (Simulation simulation = task.simulation().robots(robots).build()) {
      Random random = new Random(1);
      double[] x = new double[6];
      for (int lane = 0; lane < robots; lane++) {
        task.start(random, x);
        simulation.state().setRobot(lane, x);
      }
      double fastest = 0;
      for (int t = 0; t < 1000; t++) {
        for (int lane = 0; t % 30 == 0 && lane < robots; lane++) {
          int i = lane % 3;
          simulation.action().set(i, lane, (random.nextBoolean() ? 1 : -1) * task.robot().actuators().get(i).upper());
        }
        simulation.step();
        for (int lane = 0; lane < robots; lane++) {
          fastest = Math.max(fastest, Math.abs(simulation.state().get(3 + lane % 3, lane)));
        }
      }
      assertThat(fastest).isBetween(0.3 * limit, 0.75 * limit);
    }
  }

  @Test
  void robotsVaryWithinTheirShareFromEpisodeToEpisode() {
    TipTask task = task(0.2);
    int episode = task.episodeLength();
    try (Simulation simulation = task.simulation().robots(2).build()) {
      double[] nominal = simulation.nominalParameters();
      TaskRollout rollout = new TaskRollout(task, simulation, episode - 1, 5);
      double[] first = simulation.parameters().robot(0);
      double[] other = simulation.parameters().robot(1);
      for (int row = 0; row < nominal.length; row++) {
        boolean placed = row < Parameters.count(FINGER) && row % Parameters.ROWS_PER_JOINT >= 1
            && row % Parameters.ROWS_PER_JOINT <= 3;
        int joint = row / Parameters.ROWS_PER_JOINT;
        if (row < Parameters.count(FINGER) && row % Parameters.ROWS_PER_JOINT == 12) {
          assertThat(first[row]).isBetween(0.0, 0.2 * task.servos().stiffness(joint) * task.servos().most(joint))
              .isNotEqualTo(0.0);
        } else if (placed || nominal[row] == 0) {
          assertThat(first[row]).isEqualTo(nominal[row]);
        } else {
          assertThat(first[row] / nominal[row]).isBetween(0.8, 1.2).isNotEqualTo(1).isNotEqualTo(other[row]
              / nominal[row]);
        }
      }
      assertThat(first[4] / nominal[4]).as("inertia goes with mass").isCloseTo(first[0] / nominal[0], within(1e-12));
      rollout.run();
      rollout.continueFromEnd();
      assertThat(simulation.parameters().robot(0)).as("within its episode").isEqualTo(first);
      Snapshot kept = new Snapshot();
      rollout.save(kept);
      rollout.run();
      assertThat(rollout.end(0, 0)).isEqualTo(End.TIME_LIMIT);
      rollout.continueFromEnd();
      double[] second = simulation.parameters().robot(0);
      assertThat(second[0]).isNotEqualTo(first[0]);
      rollout.resume(kept);
      assertThat(simulation.parameters().robot(0)).isEqualTo(first);
      rollout.run();
      rollout.continueFromEnd();
      assertThat(simulation.parameters().robot(0)).as("goes on to the same robots").isEqualTo(second);
    }
  }

  @Test
  void delaysVaryFromRobotToRobotAndMove() {
    TipTask task = task(0, 0.6, 0, 0);
    try (Simulation simulation = task.simulation().robots(50).build()) {
      TaskRollout rollout = new TaskRollout(task, simulation, 2, 3, (lane, random, x) -> task.start(null, x));
      int row = simulation.parameters().rowCount() - 1;
      double[] delays = IntStream.range(0, 50).mapToDouble(lane -> simulation.parameters().get(row, lane)).toArray();
      assertThat(delays).doesNotHaveDuplicates();
      assertThat(Arrays.stream(delays).max().getAsDouble()).isBetween(0.5, 0.6);
      assertThat(Arrays.stream(delays).min().getAsDouble()).isBetween(0.0, 0.1);
      rollout.rollout().actions().fill(0, 0.05);
      rollout.run();
      // One joint is pushed for a step: the later the push, the less it has moved after that step.
      int[] byDelay = IntStream.range(0, 50).boxed().sorted(Comparator.comparingDouble(lane -> delays[lane]))
          .mapToInt(lane -> lane).toArray();
      double[] moved = Arrays.stream(byDelay).mapToDouble(lane -> -rollout.rollout().states().get(3, lane)).toArray();
      assertThat(moved).isSorted();
    }
  }

  /** What is observed is off by the deviations, in each step and robot by another draw, and follows from the errors. */
  @Test
  void sensorsAreOffByTheirDeviations() {
    TipTask task = task(0, 0, 0.01, 0.2);
    int robots = 200;
    int steps = 20;
    try (Simulation simulation = task.simulation().robots(robots).build()) {
      assertThat(simulation.hasLaneParameters()).isFalse();
      TaskRollout rollout = new TaskRollout(task, simulation, steps, 3);
      rollout.run();
      Snapshot half = new Snapshot();
      rollout.continueFromEnd();
      rollout.save(half);
      rollout.run();
      double[] sums = new double[2];
      double together = 0;
      for (int lane = 0; lane < robots; lane++) {
        for (int t = 0; t < steps; t++) {
          for (int row = 0; row < 6; row++) {
            double error = rollout.observations().get(9 * t + row, lane)
                - rollout.rollout().states().get(6 * t + row, lane);
            assertThat(error).isCloseTo(rollout.sensorErrors(t + 1).get(row, lane), within(1e-13));
            sums[row / 3] += error * error / (3.0 * robots * steps);
            together += row < 3 ? error * rollout.sensorErrors(t).get(row, lane) / (3.0 * robots * steps) : 0;
          }
        }
      }
      assertThat(Math.sqrt(sums[0])).isCloseTo(0.01, within(0.0005));
      assertThat(Math.sqrt(sums[1])).isCloseTo(0.2, within(0.01));
      assertThat(together / sums[0]).as("correlation from step to step").isCloseTo(0, within(0.05));
      double[] first = rollout.observations().robot(7);
      rollout.resume(half);
      rollout.run();
      assertThat(rollout.observations().robot(7)).as("goes on to the same errors").isEqualTo(first);
    }
  }

  @Test
  void whatItCannotDoIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> task(1))
        .withMessage("robots that are off by up to 1.0 of themselves: from 0 to below 1");
    assertThatIllegalArgumentException().isThrownBy(() -> task(0, 1.5, 0, 0))
        .withMessage("actions that are late by up to 1.5 control steps: from 0 to 1");
    assertThatIllegalArgumentException().isThrownBy(() -> task(0, 0, 0, -1))
        .withMessage("sensors with errors of -1.0: finite and from 0 on");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TipTask(RobotModel.builtIn("humanoid"), null, 0))
        .withMessageContaining("a servo turns one axis");
    RobotModel fast = RobotModel.parse("""
        <robot name="fast"><link name="base"/><link name="arm"><inertial><mass value="0.1"/>
        <inertia ixx="0.01" ixy="0" ixz="0" iyy="0.01" iyz="0" izz="0.01"/></inertial></link>
        <joint name="axle" type="continuous"><parent link="base"/><child link="arm"/><axis xyz="0 0 1"/></joint>
        </robot>""");
    assertThatIllegalArgumentException().isThrownBy(() -> new TipTask(fast, null, 0))
        .withMessageContaining("joint 'axle' of robot 'fast' has no limit of speed");
  }
}
