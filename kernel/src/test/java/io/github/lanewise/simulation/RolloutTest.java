package io.github.lanewise.simulation;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.plus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.Numbers;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roll-outs against single steps composed by hand, difference quotients and each other. */
class RolloutTest {
  private static final ElementType DOUBLE = ElementType.DOUBLE;
  private static final int ROBOTS = 35;

  private static Simulation simulation(RobotModel model, Integrator integrator, int threads) {
    return Simulation.of(model).lanes(Lanes.scalar(DOUBLE)).robots(ROBOTS).threads(threads).timeStep(0.01)
        .laneParameters().integrator(integrator).build();
  }

  private static Batch row(Batch all, int t, int rows) {
    return all.rows(t * rows, rows);
  }

  /** Roll-out with random initial states, actions, seeds and lanes that differ in their parameters. */
  private static Rollout rollout(Simulation simulation, int steps) {
    Rollout rollout = new Rollout(simulation, steps);
    Batches.randomStates(simulation.model(), rollout.initial());
    Batches.randomise(rollout.actions(), 5);
    Batches.randomise(rollout.pullback().seeds(), 6);
    for (int robot = 0; robot < ROBOTS; robot++) {
      for (int row = 0; row < simulation.parameters().rowCount(); row++) {
        simulation.parameters().set(row, robot, simulation.parameters().get(row, robot) * (1 + 0.01 * robot));
      }
    }
    return rollout;
  }

  /** Steps T of 1, primes, squares and their neighbours: segments that fill and segments that do not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 9, 13, 100})
  void pullbackIsTheCompositionOfSingleSteps(int steps) {
    RobotModel model = TestRobots.get("double_pendulum");
    int nx = 2 * model.nv();
    int nu = model.nv();
    try (Simulation simulation = simulation(model, Integrator.EULER, 2)) {
      Rollout rollout = rollout(simulation, steps);
      rollout.pullback().run();

      Batch[] states = new Batch[steps + 1];
      simulation.state().copyFrom(rollout.initial());
      for (int t = 0; t <= steps; t++) {
        states[t] = new Batch(DOUBLE, nx, ROBOTS);
        states[t].copyFrom(simulation.state());
        if (t < steps) {
          simulation.action().copyFrom(row(rollout.actions(), t, nu));
          simulation.step();
        }
      }
      StepPullback step = simulation.pullback();
      Batch bar = step.nextBar();
      Batch seed = step.seed();
      Batch xBar = step.stateBar();
      Batch pBar = step.parameterBar();
      bar.copyFrom(row(rollout.pullback().seeds(), steps - 1, nx));
      for (int t = steps - 1; t >= 0; t--) {
        if (t > 0) {
          seed.copyFrom(row(rollout.pullback().seeds(), t - 1, nx));
        } else {
          seed.copyFrom(new Batch(DOUBLE, nx, ROBOTS));
        }
        simulation.state().copyFrom(states[t]);
        simulation.action().copyFrom(row(rollout.actions(), t, nu));
        step.run();
        Batch actionBar = row(rollout.pullback().actionBars(), t, nu);
        for (int robot = 0; robot < ROBOTS; robot++) {
          assertThat(actionBar.robot(robot)).as("action %d", t).isEqualTo(step.actionBar().robot(robot));
        }
        bar.copyFrom(xBar);
        step.parameterBarBefore().copyFrom(pBar);
      }
      for (int robot = 0; robot < ROBOTS; robot++) {
        assertThat(rollout.end().robot(robot)).isEqualTo(states[steps].robot(robot));
        assertThat(rollout.pullback().initialBar().robot(robot)).isEqualTo(xBar.robot(robot));
        assertThat(rollout.pullback().parameterBar().robot(robot)).isEqualTo(pBar.robot(robot));
      }
      assertThat(Numbers.largest(pBar.robot(0))).isGreaterThan(0);
    }
  }

  /** Time steps of a control step against as many control steps under the same action, to the bit. */
  @ParameterizedTest
  @CsvSource({"9, 3, 3", "7, 2, 7", "5, 4, 1"})
  void timeStepsArePulledBackAsControlStepsAre(int steps, int substeps, int segment) {
    RobotModel model = TestRobots.get("double_pendulum");
    int nx = 2 * model.nv();
    int nu = model.nv();
    try (Simulation simulation = simulation(model, Integrator.EULER, 2);
        Simulation coarse = Simulation.of(model).lanes(Lanes.scalar(DOUBLE)).robots(ROBOTS).timeStep(0.01)
            .integrator(Integrator.EULER).laneParameters().substeps(substeps).build()) {
      Rollout fine = rollout(simulation, steps * substeps);
      Rollout rollout = new Rollout(coarse, steps, null, segment);
      rollout.initial().copyFrom(fine.initial());
      coarse.parameters().copyFrom(simulation.parameters());
      Batch zeros = new Batch(DOUBLE, nx, ROBOTS);
      for (int t = 0; t < steps; t++) {
        Batch action = row(fine.actions(), t * substeps, nu);
        row(rollout.actions(), t, nu).copyFrom(action);
        for (int k = 0; k < substeps; k++) {
          row(fine.actions(), t * substeps + k, nu).copyFrom(action);
          boolean sampled = k == substeps - 1;
          Batch seed = row(fine.pullback().seeds(), t * substeps + k, nx);
          seed.copyFrom(sampled ? seed : zeros);
        }
        row(rollout.pullback().seeds(), t, nx).copyFrom(row(fine.pullback().seeds(), (t + 1) * substeps - 1, nx));
      }
      fine.pullback().run();
      rollout.pullback().run();
      for (int robot = 0; robot < ROBOTS; robot++) {
        assertThat(rollout.end().robot(robot)).isEqualTo(fine.end().robot(robot));
        assertThat(rollout.pullback().initialBar().robot(robot)).isEqualTo(fine.pullback().initialBar().robot(robot));
        assertThat(rollout.pullback().parameterBar().robot(robot))
            .isEqualTo(fine.pullback().parameterBar().robot(robot));
        for (int row = 0; row < steps * nu; row++) {
          double sum = 0;
          for (int k = substeps - 1; k >= 0; k--) {
            sum += fine.pullback().actionBars().get((row / nu * substeps + k) * nu + row % nu, robot);
          }
          assertThat(rollout.pullback().actionBars().get(row, robot)).isNotZero().isEqualTo(sum);
        }
      }
    }
  }

  /** A window of more time steps than a thread keeps the states of: the first ones are computed again. */
  @Test
  void windowsMayBeLongerThanWhatThreadsKeep() {
    RobotModel model = TestRobots.get("double_pendulum");
    int steps = 20;
    try (Simulation simulation = Simulation.of(model).robots(1).timeStep(1e-5).substeps(4000).build()) {
      assertThat(History.mostControlSteps(simulation)).isBetween(2, steps - 1);
      Rollout whole = new Rollout(simulation, steps, null, steps);
      Rollout parts = new Rollout(simulation, steps, null, 3);
      for (Rollout rollout : List.of(whole, parts)) {
        Batches.randomStates(model, rollout.initial());
        Batches.randomise(rollout.actions(), 5);
        Batches.randomise(rollout.pullback().seeds(), 6);
        rollout.pullback().run();
      }
      assertThat(whole.pullback().initialBar().robot(0)).isEqualTo(parts.pullback().initialBar().robot(0));
      assertThat(whole.pullback().actionBars().robot(0)).isEqualTo(parts.pullback().actionBars().robot(0))
          .doesNotContain(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 6", "7, 9", "100, 23", "1000, 67"})
  void memoryGrowsWithTheRootOfTheSteps(int steps, int states) {
    try (Simulation simulation = simulation(TestRobots.get("double_pendulum"), Integrator.EULER, 1)) {
      Rollout rollout = new Rollout(simulation, steps);
      assertThat(rollout.storedStates()).isEqualTo(states).isLessThanOrEqualTo((int) (2 * Math.sqrt(steps)) + 4);
      assertThat(rollout.stepCount()).isEqualTo(steps);
    }
  }

  /** Of the sum over t of seed_t . x_t, along a random direction of initial state, actions and parameters. */
  @ParameterizedTest
  @CsvSource({"tree0, EULER, 6", "finger+free, RK4, 5"})
  void pullbackAndPushforwardAreDifferenceQuotients(String name, Integrator integrator, int steps) {
    RobotModel model = TestRobots.get(name);
    int nx = 2 * model.nv();
    try (Simulation simulation = simulation(model, integrator, 1)) {
      Rollout rollout = rollout(simulation, steps);
      double[] seeds = new double[steps * nx];
      System.arraycopy(Batches.numbers(8, 1, nx), 0, seeds, (steps - 1) * nx, nx);
      rollout.pullback().seeds().setRobot(3, seeds);
      rollout.pullback().run();
      double[] endBar = Arrays.copyOfRange(seeds, (steps - 1) * nx, steps * nx);

      RolloutPushforward forward = rollout.pushforward();
      double[] xDot = Batches.numbers(9, 1, nx);
      double[] uDot = Batches.numbers(10, 1, rollout.actions().rowCount());
      double[] p = simulation.parameters().robot(3);
      double[] pDot = Batches.numbers(11, 1, p.length);
      for (int row = 0; row < p.length; row++) {
        pDot[row] *= 0.1 * p[row];
      }
      forward.initialDot().setRobot(3, xDot);
      forward.actionDots().setRobot(3, uDot);
      forward.parameterDot().setRobot(3, pDot);
      forward.run();
      double[] endDot = forward.endDot().robot(3);
      double[] here = rollout.end().robot(3);
      double paired = dot(rollout.pullback().initialBar().robot(3), xDot)
          + dot(rollout.pullback().actionBars().robot(3), uDot)
          + dot(rollout.pullback().parameterBar().robot(3), pDot);
      assertThat(paired).isCloseTo(dot(endBar, endDot), within(1e-9 * (1 + Numbers.largest(endDot))));

      double h = 1e-6;
      double[] x = rollout.initial().robot(3);
      double[] u = rollout.actions().robot(3);
      double[][] ends = new double[2][];
      for (int side = 0; side < 2; side++) {
        double d = side == 0 ? h : -h;
        rollout.initial().setRobot(3, Numbers.moveState(model, x, plus(new double[nx], d, xDot)));
        rollout.actions().setRobot(3, plus(u, d, uDot));
        simulation.parameters().setRobot(3, plus(p, d, pDot));
        rollout.run();
        ends[side] = Numbers.stateDifference(model, here, rollout.end().robot(3));
      }
      double[] quotient = plus(new double[nx], 1 / (2 * h), plus(ends[0], -1, ends[1]));
      assertThat(error(endDot, quotient)).isLessThan(5e-6);
      assertThat(Numbers.largest(quotient)).isGreaterThan(0.1);
    }
  }

  /** A seed at an early state reaches what came before, and nothing that came after. */
  @Test
  void everyStateHasASeedOfItsOwn() {
    RobotModel model = TestRobots.get("double_pendulum");
    try (Simulation simulation = simulation(model, Integrator.EULER, 1)) {
      Rollout rollout = rollout(simulation, 10);
      Batch seeds = rollout.pullback().seeds();
      for (int row = 0; row < seeds.rowCount(); row++) {
        seeds.fill(row, row / 4 == 3 ? 1 : 0);
      }
      rollout.pullback().run();
      double[] actionBars = rollout.pullback().actionBars().robot(2);
      assertThat(Arrays.copyOf(actionBars, 8)).doesNotContain(0.0);
      assertThat(Arrays.copyOfRange(actionBars, 8, 20)).containsOnly(0.0);
    }
  }

  /** Vectors, threads and repetition change no bit, and a robot that is lost takes no other with it. */
  @Test
  void resultsAreTheSameToTheBit() {
    RobotModel model = TestRobots.get("double_pendulum");
    double[][] expected = new double[ROBOTS][];
    for (boolean lost : new boolean[] {false, true}) {
      for (int threads : List.of(1, 2, 3)) {
        try (Simulation simulation = Simulation.of(model).robots(ROBOTS).threads(threads).timeStep(0.01)
            .laneParameters().build()) {
          Rollout rollout = rollout(simulation, 7);
          if (lost) {
            rollout.initial().set(0, 4, Double.NaN);
          }
          for (int repetition = 0; repetition < 2; repetition++) {
            rollout.pullback().run();
            for (int robot = 0; robot < ROBOTS; robot++) {
              double[] result = Numbers.join(rollout.end().robot(robot), rollout.pullback().initialBar().robot(robot),
                  rollout.pullback().actionBars().robot(robot), rollout.pullback().parameterBar().robot(robot));
              expected[robot] = expected[robot] == null ? result : expected[robot];
              if (!lost || robot != 4) {
                assertThat(result).isEqualTo(expected[robot]);
              }
            }
          }
          assertThat(rollout.end().nonFinite()).isEqualTo(lost ? 1 : 0);
        }
      }
    }
  }

  @Test
  void withoutActionsAndParametersThereIsOnlyTheState() {
    RobotModel model = TestRobots.get("double_pendulum");
    ControlLaw nothing = new ControlLaw(0, List.of(), (q, v, u, g) -> Scalar.zeros(model.nv()));
    try (Simulation simulation = Simulation.of(model).lanes(Lanes.scalar(DOUBLE)).robots(ROBOTS).control(nothing)
        .build()) {
      Rollout rollout = new Rollout(simulation, 6);
      Batches.randomStates(model, rollout.initial());
      Batches.randomise(rollout.pullback().seeds(), 6);
      Batches.randomise(rollout.pushforward().initialDot(), 7);
      rollout.pullback().seeds().rows(0, 20).copyFrom(new Batch(DOUBLE, 20, ROBOTS));
      rollout.pullback().run();
      rollout.pushforward().run();
      double paired = dot(rollout.pullback().initialBar().robot(9), rollout.pushforward().initialDot().robot(9));
      double[] endBar = rollout.pullback().seeds().rows(20, 4).robot(9);
      assertThat(paired).isCloseTo(dot(endBar, rollout.pushforward().endDot().robot(9)), within(1e-12)).isNotZero();
      assertThat(rollout.pullback().actionBars()).isNull();
      assertThat(rollout.pullback().parameterBar()).isNull();
      assertThatThrownBy(rollout::actions).isInstanceOf(IllegalStateException.class).hasMessageContaining("no actions");
    }
  }

  /** A roll-out that is shortened does as one that was made so short, and later goes the whole way again. */
  @Test
  void fewerStepsThanThereIsRoomFor() {
    RobotModel model = TestRobots.get("double_pendulum");
    try (Simulation simulation = simulation(model, Integrator.EULER, 2)) {
      Rollout whole = rollout(simulation, 13);
      whole.pullback().run();
      double[] end = whole.end().robot(3);
      for (int steps : new int[] {1, 4, 6, 13}) {
        Rollout made = new Rollout(simulation, steps);
        made.initial().copyFrom(whole.initial());
        made.actions().copyFrom(whole.actions().rows(0, made.actions().rowCount()));
        made.pullback().seeds().copyFrom(whole.pullback().seeds().rows(0, made.pullback().seeds().rowCount()));
        made.pullback().run();
        whole.setStepCount(steps);
        whole.pullback().run();
        assertThat(whole.end().robot(3)).isEqualTo(made.end().robot(3));
        assertThat(whole.pullback().initialBar().robot(3)).isEqualTo(made.pullback().initialBar().robot(3));
        assertThat(whole.pullback().actionBars().rows(0, made.actions().rowCount()).robot(3))
            .isEqualTo(made.pullback().actionBars().robot(3));
      }
      assertThat(whole.end().robot(3)).isEqualTo(end);
      assertThatThrownBy(() -> whole.setStepCount(14)).hasMessageContaining("14").hasMessageContaining("13");
    }
  }

  @Test
  void noStepsAreRefused() {
    try (Simulation simulation = simulation(TestRobots.get("double_pendulum"), Integrator.EULER, 1)) {
      assertThatThrownBy(() -> new Rollout(simulation, 0)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0 steps");
    }
  }
}
