package io.github.lanewise.simulation;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.plus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.Numbers;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Control steps of several time steps against single time steps, difference quotients and each other. */
class ControlPeriodTest {
  private static final int ROBOTS = 19;

  private static SimulationBuilder of(RobotModel model) {
    return Simulation.of(model).lanes(Lanes.scalar(ElementType.DOUBLE)).robots(ROBOTS).timeStep(1e-3);
  }

  private static void randomise(Simulation simulation) {
    Batches.randomStates(simulation.model(), simulation.state());
    Batches.randomise(simulation.action(), 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aControlStepIsItsTimeStepsToTheBit(int substeps) {
    RobotModel model = TestRobots.get("finger+free");
    try (Simulation control = of(model).substeps(substeps).threads(2).build(); Simulation time = of(model).build()) {
      randomise(control);
      randomise(time);
      StepPullback pullback = control.pullback();
      pullback.run();
      StepPushforward pushforward = control.pushforward();
      pushforward.run();
      StepJacobian jacobian = control.jacobian();
      jacobian.run();
      control.step(2);
      time.step(substeps);
      for (int robot = 0; robot < ROBOTS; robot++) {
        double[] expected = time.state().robot(robot);
        assertThat(error(pullback.next().robot(robot), expected)).isLessThan(1e-12);
        assertThat(pushforward.next().robot(robot)).isEqualTo(expected);
        assertThat(error(jacobian.next().robot(robot), expected)).isLessThan(1e-12);
      }
      time.step(substeps);
      for (int robot = 0; robot < ROBOTS; robot++) {
        assertThat(control.state().robot(robot)).isEqualTo(time.state().robot(robot));
      }
      assertThat(control.controlPeriod()).isEqualTo(1e-3 * substeps);
    }
  }

  /** Along random directions of state, actions and lane parameters. */
  @ParameterizedTest
  @CsvSource({"finger+free, 2, EULER", "tree0, 3, EULER", "finger+free, 4, RK4"})
  void derivativesAreDifferenceQuotients(String name, int substeps, Integrator integrator) {
    RobotModel model = TestRobots.get(name);
    int nx = 2 * model.nv();
    int robot = 11;
    try (Simulation simulation = of(model).substeps(substeps).integrator(integrator).laneParameters().build()) {
      randomise(simulation);
      StepPullback pullback = simulation.pullback();
      StepPushforward pushforward = simulation.pushforward();
      StepJacobian jacobian = simulation.jacobian();
      Batches.randomise(pullback.nextBar(), 2);
      Batches.randomise(pullback.seed(), 3);
      Batches.randomise(pullback.parameterBarBefore(), 4);
      Batches.randomise(pushforward.stateDot(), 5);
      Batches.randomise(pushforward.actionDot(), 6);
      double[] p = simulation.parameters().robot(robot);
      double[] pDot = Batches.numbers(7, robot, p.length);
      for (int row = 0; row < p.length; row++) {
        pDot[row] *= 0.1 * p[row];
      }
      pushforward.parameterDot().setRobot(robot, pDot);
      pullback.run();
      pushforward.run();
      jacobian.run();
      double[] xDot = pushforward.stateDot().robot(robot);
      double[] uDot = pushforward.actionDot().robot(robot);
      double[] nextDot = pushforward.nextDot().robot(robot);

      double paired = dot(plus(pullback.stateBar().robot(robot), -1, pullback.seed().robot(robot)), xDot)
          + dot(pullback.actionBar().robot(robot), uDot)
          + dot(plus(pullback.parameterBar().robot(robot), -1, pullback.parameterBarBefore().robot(robot)), pDot);
      double expected = dot(pullback.nextBar().robot(robot), nextDot);
      assertThat(paired).isCloseTo(expected, within(1e-8 * (1 + Numbers.largest(nextDot))));

      double h = 1e-6;
      double[] x = simulation.state().robot(robot);
      double[] u = simulation.action().robot(robot);
      double[] here = pushforward.next().robot(robot);
      double[][] ends = new double[2][];
      for (int side = 0; side < 2; side++) {
        double d = side == 0 ? h : -h;
        simulation.state().setRobot(robot, Numbers.moveState(model, x, plus(new double[nx], d, xDot)));
        simulation.action().setRobot(robot, plus(u, d, uDot));
        simulation.parameters().setRobot(robot, plus(p, d, pDot));
        simulation.step();
        ends[side] = Numbers.stateDifference(model, here, simulation.state().robot(robot));
      }
      double[] quotient = plus(new double[nx], 1 / (2 * h), plus(ends[0], -1, ends[1]));
      assertThat(error(nextDot, quotient)).isLessThan(5e-6);
      assertThat(Numbers.largest(quotient)).isGreaterThan(0.1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void jacobiansHaveThePushforwardsAsColumns(int substeps) {
    RobotModel model = TestRobots.get("finger+free");
    int nx = 2 * model.nv();
    try (Simulation simulation = of(model).substeps(substeps).build()) {
      randomise(simulation);
      StepJacobian jacobian = simulation.jacobian();
      jacobian.run();
      StepPushforward pushforward = simulation.pushforward();
      for (int j = 0; j < nx + model.nv(); j++) {
        clear(pushforward.stateDot());
        clear(pushforward.actionDot());
        (j < nx ? pushforward.stateDot() : pushforward.actionDot()).fill(j < nx ? j : j - nx, 1);
        pushforward.run();
        for (int i = 0; i < nx; i++) {
          double column = j < nx ? jacobian.byState().get(i * nx + j, 7)
              : jacobian.byAction().get(i * model.nv() + j - nx, 7);
          assertThat(column).isCloseTo(pushforward.nextDot().get(i, 7), within(1e-9 * (1 + Math.abs(column))));
        }
      }
    }
  }

  private static void clear(Batch batch) {
    for (int row = 0; row < batch.rowCount(); row++) {
      batch.fill(row, 0);
    }
  }

  /** The rows of unit quaternions are moved, normalised, and their differences divided. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void rowJacobiansAreDifferenceQuotientsOfRows(int substeps) {
    RobotModel model = TestRobots.get("finger+free");
    int n = model.nq() + model.nv();
    int quaternion = model.joints().getFirst().idxQ() + 3;
    double h = 1e-6;
    int robot = 5;
    try (Simulation simulation = of(model).substeps(substeps).build()) {
      randomise(simulation);
      double[] x = simulation.state().robot(robot);
      StepJacobian jacobian = simulation.rowJacobian();
      jacobian.run();
      for (int j = 0; j < n; j++) {
        double[][] ends = new double[2][];
        for (int side = 0; side < 2; side++) {
          double[] moved = x.clone();
          moved[j] += side == 0 ? h : -h;
          double norm = Math.sqrt(Arrays.stream(moved, quaternion, quaternion + 4).map(q -> q * q).sum());
          for (int k = quaternion; k < quaternion + 4; k++) {
            moved[k] /= norm;
          }
          simulation.state().setRobot(robot, moved);
          simulation.step();
          ends[side] = simulation.state().robot(robot);
        }
        for (int i = 0; i < n; i++) {
          double slope = jacobian.byState().get(i * n + j, robot);
          assertThat((ends[0][i] - ends[1][i]) / (2 * h)).as("row %d by row %d", i, j)
              .isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
        }
      }
    }
  }

  @Test
  void floatsFollowDoubles() {
    RobotModel model = TestRobots.get("finger+free");
    try (Simulation doubles = of(model).substeps(3).build();
        Simulation floats = of(model).lanes(Lanes.scalar(ElementType.FLOAT)).substeps(3).build()) {
      randomise(doubles);
      floats.state().copyFrom(doubles.state());
      floats.action().copyFrom(doubles.action());
      StepJacobian exact = doubles.jacobian();
      StepJacobian rounded = floats.jacobian();
      exact.run();
      rounded.run();
      for (int robot = 0; robot < ROBOTS; robot++) {
        assertThat(error(rounded.byState().robot(robot), exact.byState().robot(robot))).isLessThan(2e-3).isPositive();
      }
    }
  }

  @Test
  void otherNumbersOfRobotsShareTheKernels() {
    RobotModel model = TestRobots.get("finger");
    try (Simulation many = of(model).threads(2).build()) {
      randomise(many);
      Simulation one = many.withRobots(1);
      one.state().setRobot(0, many.state().robot(3));
      one.action().setRobot(0, many.action().robot(3));
      one.step(5);
      many.step(5);
      assertThat(one.state().robot(0)).isEqualTo(many.state().robot(3));
      assertThat(one.stepKernel()).isSameAs(many.stepKernel());
    }
  }

  @Test
  void impossibleControlStepsAreRefused() {
    RobotModel model = TestRobots.get("finger");
    assertThatThrownBy(() -> of(model).substeps(0)).hasMessage("0 time steps in a control step: at least 1");
    try (Simulation simulation = of(model).substeps(100).build()) {
      assertThatThrownBy(() -> simulation.step(Integer.MAX_VALUE / 50)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("control steps of 100 time steps");
    }
  }
}
