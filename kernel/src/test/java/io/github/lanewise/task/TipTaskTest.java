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
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tip's task: gradients through robots that vary, speeds that no policy exceeds, and who varies when. */
final class TipTaskTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final int LANES = 5;

  private static TipTask task(double share) {
    return new TipTask(FINGER, null, 0.001, share);
  }

  /** Each lane's robot is another: central differences of each lane's return by its actions. */
  @Test
  void gradientsAreDifferencesOnRobotsThatVary() {
    int steps = 30;
    TipTask task = task(0.3);
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
  void whatItCannotDoIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> task(1))
        .withMessage("robots that are off by up to 1.0 of themselves: from 0 to below 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TipTask(RobotModel.builtIn("humanoid"), null, 0, 0))
        .withMessageContaining("a servo turns one axis");
    RobotModel fast = RobotModel.parse("""
        <robot name="fast"><link name="base"/><link name="arm"><inertial><mass value="0.1"/>
        <inertia ixx="0.01" ixy="0" ixz="0" iyy="0.01" iyz="0" izz="0.01"/></inertial></link>
        <joint name="axle" type="continuous"><parent link="base"/><child link="arm"/><axis xyz="0 0 1"/></joint>
        </robot>""");
    assertThatIllegalArgumentException().isThrownBy(() -> new TipTask(fast, null, 0, 0))
        .withMessageContaining("joint 'axle' of robot 'fast' has no limit of speed");
  }
}
