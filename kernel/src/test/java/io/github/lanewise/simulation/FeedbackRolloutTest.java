package io.github.lanewise.simulation;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.plus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Numbers;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roll-outs under a policy, on a robot with a free joint, against differences and steps made by hand. */
class FeedbackRolloutTest {
  private static final RobotModel MODEL = TestRobots.get("finger+free");
  private static final int ROBOTS = 13;
  private static final int STEPS = 7;
  private static final int PARAMETERS = 3;

  /** Forces that depend on every part of the state, on the time and on the parameters. */
  private static Scalar[] law(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
    Scalar[] u = new Scalar[v.length];
    for (int i = 0; i < u.length; i++) {
      u[i] = w[i % PARAMETERS].times(q[i % q.length].plus(time)).plus(w[2].times(q[3])).times(0.01)
          .minus(w[(i + 1) % PARAMETERS].times(v[i]).times(1e-4));
    }
    return u;
  }

  private static Scalar reward(Scalar[] x, Scalar[] u, Scalar time) {
    Scalar r = Scalar.ZERO;
    for (int i = 0; i < x.length; i++) {
      r = r.plus(x[i].times(Math.sin(i + 1.0))).plus(x[i].squared().times(0.3));
    }
    for (Scalar force : u) {
      r = r.minus(force.squared().times(0.01));
    }
    return r.plus(time.times(x[0]));
  }

  private static Simulation simulation(int substeps, int threads) {
    return Simulation.of(MODEL).robots(ROBOTS).threads(threads).timeStep(1e-3).substeps(substeps).laneParameters()
        .build();
  }

  private static Rollout rollout(Simulation simulation, int segment) {
    Feedback feedback = new Feedback(simulation, PARAMETERS, FeedbackRolloutTest::law);
    Rollout rollout = new Rollout(simulation, STEPS, feedback, segment);
    Batches.randomStates(MODEL, rollout.initial());
    Batches.randomise(rollout.policyParameters(), 3);
    return rollout;
  }

  /** J of one robot, added up by whoever looks on. */
  private static double[] returns(Simulation simulation, Rollout rollout) {
    double[] sum = new double[ROBOTS];
    rollout.run(new RolloutVisitor() {
      @Override
      public void moved(int t, int block, Workspace workspace) {
        int first = LaneRows.first(rollout.state(), block);
        for (int robot = first; robot < first + LaneRows.count(rollout.state(), block); robot++) {
          Scalar[] x = Scalar.of(rollout.state().robot(robot));
          Scalar[] u = Scalar.of(rollout.action().robot(robot));
          sum[robot] += reward(x, u, Scalar.of((t + 1) * simulation.controlPeriod())).value();
        }
      }
    });
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void memoryChangesNoBit(int segment) {
    try (Simulation simulation = simulation(2, 2)) {
      RolloutPullback all = rollout(simulation, STEPS).pullback(FeedbackRolloutTest::reward);
      RolloutPullback some = rollout(simulation, segment).pullback(FeedbackRolloutTest::reward);
      for (int repetition = 0; repetition < 2; repetition++) {
        all.run();
        some.run();
        for (int robot = 0; robot < ROBOTS; robot++) {
          assertThat(some.initialBar().robot(robot)).isEqualTo(all.initialBar().robot(robot));
          assertThat(some.policyParameterBar().robot(robot)).isEqualTo(all.policyParameterBar().robot(robot));
          assertThat(some.parameterBar().robot(robot)).isEqualTo(all.parameterBar().robot(robot));
        }
      }
    }
  }

  /** Of the return, along random directions of the initial state, W and the robot's parameters. */
  @ParameterizedTest
  @CsvSource({"1, 3", "2, 7", "3, 1"})
  void thePullbackOfARewardIsADifferenceQuotient(int substeps, int segment) {
    int robot = 9;
    double h = 1e-6;
    try (Simulation simulation = simulation(substeps, 1)) {
      Rollout rollout = rollout(simulation, segment);
      RolloutPullback pullback = rollout.pullback(FeedbackRolloutTest::reward);
      pullback.run();
      double[] x = rollout.initial().robot(robot);
      double[] w = rollout.policyParameters().robot(robot);
      double[] p = simulation.parameters().robot(robot);
      double[] xDot = Batches.numbers(5, robot, 2 * MODEL.nv());
      double[] wDot = Batches.numbers(6, robot, PARAMETERS);
      double[] pDot = Batches.numbers(7, robot, p.length);
      for (int row = 0; row < p.length; row++) {
        pDot[row] *= 0.1 * p[row];
      }
      double exact = dot(pullback.initialBar().robot(robot), xDot)
          + dot(pullback.policyParameterBar().robot(robot), wDot) + dot(pullback.parameterBar().robot(robot), pDot);
      double[] ends = new double[2];
      for (int side = 0; side < 2; side++) {
        double d = side == 0 ? h : -h;
        rollout.initial().setRobot(robot, Numbers.moveState(MODEL, x, plus(new double[xDot.length], d, xDot)));
        rollout.policyParameters().setRobot(robot, plus(w, d, wDot));
        simulation.parameters().setRobot(robot, plus(p, d, pDot));
        ends[side] = returns(simulation, rollout)[robot];
      }
      assertThat((ends[0] - ends[1]) / (2 * h)).isCloseTo(exact, within(1e-6 * (1 + Math.abs(exact)))).isNotZero();
    }
  }

  /** Seeds at the end alone, so that both pair the same two vectors; and the rates of rows against differences. */
  @Test
  void pushforwardAndPullbackAreAdjoint() {
    int nx = 2 * MODEL.nv();
    int robot = 4;
    double h = 1e-6;
    try (Simulation simulation = simulation(2, 1)) {
      Rollout rollout = rollout(simulation, 3);
      RolloutPullback pullback = rollout.pullback();
      RolloutPushforward pushforward = rollout.pushforward();
      double[] endBar = Batches.numbers(8, robot, nx);
      double[] seeds = new double[STEPS * nx];
      System.arraycopy(endBar, 0, seeds, (STEPS - 1) * nx, nx);
      pullback.seeds().setRobot(robot, seeds);
      double[] wDot = Batches.numbers(9, robot, PARAMETERS);
      double[] xDot = Batches.numbers(10, robot, nx);
      pushforward.policyParameterDot().setRobot(robot, wDot);
      pushforward.initialDot().setRobot(robot, xDot);
      pullback.run();
      double[] rowDot = new double[MODEL.nq() + MODEL.nv()];
      pushforward.run((t, block, workspace) -> {
        if (t == STEPS - 1 && block == 0) {
          System.arraycopy(pushforward.rowDot().robot(robot), 0, rowDot, 0, rowDot.length);
        }
      });
      double paired = dot(pullback.initialBar().robot(robot), xDot)
          + dot(pullback.policyParameterBar().robot(robot), wDot);
      assertThat(paired).isCloseTo(dot(endBar, pushforward.endDot().robot(robot)), within(1e-8 * Math.abs(paired)));

      double[] x = rollout.initial().robot(robot);
      double[] w = rollout.policyParameters().robot(robot);
      double[][] ends = new double[2][];
      for (int side = 0; side < 2; side++) {
        double d = side == 0 ? h : -h;
        rollout.initial().setRobot(robot, Numbers.moveState(MODEL, x, plus(new double[nx], d, xDot)));
        rollout.policyParameters().setRobot(robot, plus(w, d, wDot));
        rollout.run();
        ends[side] = rollout.end().robot(robot);
      }
      for (int row = 0; row < rowDot.length; row++) {
        assertThat((ends[0][row] - ends[1][row]) / (2 * h))
            .isCloseTo(rowDot[row], within(1e-6 * (1 + Numbers.largest(rowDot))));
      }
    }
  }

  /** The actions that were seen, given to another roll-out, move the robots alike to the bit. */
  @Test
  void aPolicysActionsCanBeGiven() {
    try (Simulation simulation = simulation(2, 2)) {
      Rollout closed = rollout(simulation, 3);
      Rollout open = new Rollout(simulation, STEPS);
      open.initial().copyFrom(closed.initial());
      int m = simulation.actionCount();
      Batch[] rows = new Batch[STEPS];
      for (int t = 0; t < STEPS; t++) {
        rows[t] = open.actions().rows(t * m, m);
      }
      closed.run(new RolloutVisitor() {
        @Override
        public void acted(int t, int block, Workspace workspace) {
          rows[t].copyBlock(closed.action(), 0, block);
        }

        @Override
        public void moved(int t, int block, Workspace workspace) {}
      });
      open.run();
      for (int robot = 0; robot < ROBOTS; robot++) {
        assertThat(open.end().robot(robot)).isEqualTo(closed.end().robot(robot));
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    try (Simulation simulation = simulation(1, 1)) {
      assertThatThrownBy(() -> new Feedback(simulation, 1, (q, v, time, w) -> w))
          .hasMessage("the policy gives 1 actions for robot '" + MODEL.name() + "', which takes " + MODEL.nv());
      assertThatThrownBy(() -> new Rollout(simulation, 5, null, 6))
          .hasMessage("segments of 6 steps in a roll-out of 5");
      Rollout closed = rollout(simulation, 1);
      assertThatThrownBy(closed::actions).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> closed.pullback(FeedbackRolloutTest::reward).seeds())
          .isInstanceOf(IllegalStateException.class);
      Rollout open = new Rollout(simulation, 2);
      assertThatThrownBy(open::policyParameters).isInstanceOf(IllegalStateException.class);
    }
  }
}
