package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.compile.BatchedFunction;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import org.junit.jupiter.api.Test;

/** What a simulation says of batches that do not fit, and of itself. */
class MistakesTest {
  private static final RobotModel MODEL = TestRobots.get("double_pendulum");

  @Test
  void doubleBatchesDoNotFitAFloatSimulation() {
    try (Simulation simulation = Simulation.of(MODEL).precision(ElementType.FLOAT).robots(70).build()) {
      Kernel gravity = Kernel.compile(Algorithms.gravityForces(MODEL), simulation.lanes());
      Batch q = simulation.state().rows(0, 2);
      assertThatThrownBy(() -> simulation.bind(gravity, q, new Batch(ElementType.DOUBLE, 2, 70)))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("port 'g'",
              "is FLOAT but its batch is DOUBLE: make the batch with the kernel's lanes, or as rows of its simulation");
      BatchedFunction sum = BatchedFunction.traceScalar("sum", 4, x -> x[0].plus(x[3]));
      assertThatThrownBy(() -> sum.evaluate(simulation.state(), new Batch(ElementType.DOUBLE, 1, 70)))
          .hasMessageContainingAll("port 'x' of sum is DOUBLE but its batch is FLOAT");
    }
  }

  @Test
  void aBatchThatIsNullIsNamedByItsPort() {
    try (Simulation simulation = Simulation.of(MODEL).robots(70).build()) {
      Kernel bias = Kernel.compile(Algorithms.biasForces(MODEL), simulation.lanes());
      assertThatThrownBy(() -> simulation.bind(bias, simulation.rows(2), null, simulation.rows(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("port 'v' of bias forces of double_pendulum was given null in place of a batch");
      assertThatThrownBy(() -> simulation.bind(bias, simulation.rows(2), simulation.rows(2)))
          .hasMessageContaining("none for 'h'");
    }
  }

  @Test
  void theyTellADebuggerWhatTheyAre() {
    try (Simulation simulation = Simulation.of(MODEL).robots(70).timeStep(0.002).substeps(4).laneParameters().build()) {
      assertThat(simulation).hasToString("simulation of 'double_pendulum': 70 robots, 4 rows of state, 2 of action, 28"
          + " of parameters, 4 x 0.002 s a control step, " + simulation.lanes());
      simulation.state().setRobot(1, 0.5, -1, 2, 3);
      assertThat(simulation.state()).hasToString("batch of 4 rows x 70 robots, DOUBLE in blocks of 32: robot 0 [0.0,"
          + " 0.0, 0.0, 0.0], robot 1 [0.5, -1.0, 2.0, 3.0], robot 2 [0.0, 0.0, 0.0, 0.0], ...");
    }
    assertThat(new Batch(ElementType.FLOAT, 13, 1)).hasToString("batch of 13 rows x 1 robots, FLOAT in blocks of 64:"
        + " robot 0 [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ...]");
  }
}
