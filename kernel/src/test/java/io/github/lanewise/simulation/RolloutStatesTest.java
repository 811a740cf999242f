package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The states of a roll-out against steps made by hand, and pullbacks whose seeds depend on them. */
class RolloutStatesTest {
  private static final RobotModel MODEL = TestRobots.get("double_pendulum");
  private static final int N = 4;
  private static final int ROBOTS = 13;
  private static final int STEPS = 7;

  private static Simulation simulation(int substeps, int threads) {
    return Simulation.of(MODEL).robots(ROBOTS).threads(threads).timeStep(0.01).substeps(substeps).laneParameters()
        .build();
  }

  private static Rollout rollout(Simulation simulation, int segment) {
    Rollout rollout = new Rollout(simulation, STEPS, null, segment).keepStates();
    Batches.randomStates(MODEL, rollout.initial());
    Batches.randomise(rollout.actions(), 3);
    return rollout;
  }

  @ParameterizedTest
  @CsvSource({"1, 7, 1", "1, 3, 2", "3, 7, 2", "3, 2, 1", "2, 1, 2"})
  void statesAreThoseOfStepsToTheBit(int substeps, int segment, int threads) {
    try (Simulation simulation = simulation(substeps, threads)) {
      Rollout rollout = rollout(simulation, segment);
      double[][] byHand = new double[STEPS * N][ROBOTS];
      simulation.state().copyFrom(rollout.initial());
      for (int t = 0; t < STEPS; t++) {
        simulation.action().copyFrom(rollout.actions().rows(2 * t, 2));
        simulation.step();
        for (int robot = 0; robot < ROBOTS; robot++) {
          for (int row = 0; row < N; row++) {
            byHand[t * N + row][robot] = simulation.state().get(row, robot);
          }
        }
      }
      RolloutPullback pullback = rollout.pullback();
      for (Runnable run : List.<Runnable>of(rollout::run, pullback::run, pullback::backward)) {
        run.run();
        for (int robot = 0; robot < ROBOTS; robot++) {
          for (int row = 0; row < STEPS * N; row++) {
            assertThat(rollout.states().get(row, robot)).isEqualTo(byHand[row][robot]);
          }
        }
      }
    }
  }

  /** Of {@code sum_t |x_t|^2 / 2}: by seeds that are the states, by the same seeds in one go, and as a traced cost. */
  @ParameterizedTest
  @CsvSource({"1, 7, 1", "1, 3, 2", "3, 7, 2", "3, 2, 1", "2, 1, 2"})
  void seedsThatDependOnTheStatesTakeNoSecondRun(int substeps, int segment, int threads) {
    try (Simulation simulation = simulation(substeps, threads)) {
      Rollout rollout = rollout(simulation, segment);
      RolloutPullback bySeeds = rollout.pullback();
      rollout.run();
      bySeeds.seeds().copyFrom(rollout.states());
      bySeeds.backward();
      Rollout other = rollout(simulation, segment);
      other.pullback().seeds().copyFrom(rollout.states());
      other.pullback().run();
      RolloutPullback traced = rollout(simulation, segment).pullback(
          (x, u, time) -> Scalar.of(0.5).times(x[0].squared().plus(x[1].squared()).plus(x[2].squared())
              .plus(x[3].squared())));
      traced.run();
      for (int robot = 0; robot < ROBOTS; robot++) {
        for (Batch[] pair : new Batch[][] {{bySeeds.initialBar(), other.pullback().initialBar(), traced.initialBar()},
            {bySeeds.actionBars(), other.pullback().actionBars(), traced.actionBars()},
            {bySeeds.parameterBar(), other.pullback().parameterBar(), traced.parameterBar()}}) {
          assertThat(pair[0].robot(robot)).isEqualTo(pair[1].robot(robot));
          assertThat(pair[0].robot(robot)).containsExactly(pair[2].robot(robot), within(1e-9));
        }
        double cost = 0;
        for (double x : rollout.states().robot(robot)) {
          cost += 0.5 * x * x;
        }
        assertThat(traced.returns().get(0, robot)).isCloseTo(cost, within(1e-12 * cost)).isGreaterThan(1);
      }
      assertThatThrownBy(bySeeds::returns).isInstanceOf(IllegalStateException.class).hasMessageContaining("reward");
    }
  }

  @Test
  void nothingIsReadBeforeItIsThere() {
    try (Simulation simulation = simulation(1, 1)) {
      Rollout without = new Rollout(simulation, STEPS);
      assertThatThrownBy(without::states).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("call keepStates() before it runs");
      Rollout rollout = rollout(simulation, 3);
      rollout.run();
      RolloutPullback pullback = rollout.pullback();
      assertThatThrownBy(pullback::backward).as("it ran without what a pullback needs")
          .isInstanceOf(IllegalStateException.class).hasMessageContaining("run the roll-out");
      rollout.run();
      pullback.backward();
      rollout.setStepCount(4);
      assertThatThrownBy(pullback::backward).hasMessageContaining("number of steps");
      rollout.run();
      pullback.backward();
    }
  }
}
