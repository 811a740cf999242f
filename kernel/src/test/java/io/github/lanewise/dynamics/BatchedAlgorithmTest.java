package io.github.lanewise.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.model.RobotModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Algorithms on batches of their own: forward dynamics undone by inverse dynamics, and mistakes named. */
class BatchedAlgorithmTest {
  private static final RobotModel MODEL = TestRobots.get("finger+free");
  private static final int ROBOTS = 70;

  private static void fill(BatchedAlgorithm algorithm, String... ports) {
    for (int robot = 0; robot < ROBOTS; robot++) {
      TestRobots.State state = TestRobots.state(MODEL, 100 + robot);
      for (String port : ports) {
        algorithm.batch(port).setRobot(robot, port.equals("q") ? state.q() : state.v());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void inverseDynamicsUndoesForwardDynamics(ElementType type) {
    BatchedAlgorithm forward = BatchedAlgorithm.of(MODEL, Algorithms::articulatedBody, Lanes.widest(type), ROBOTS);
    BatchedAlgorithm inverse = BatchedAlgorithm.of(MODEL, Algorithms::inverseDynamics, Lanes.widest(type), ROBOTS);
    fill(forward, "q", "v");
    fill(inverse, "q", "v");
    for (int row = 0; row < MODEL.nv(); row++) {
      forward.batch("tau").fill(row, 0.01 * (row + 1));
    }
    forward.run();
    inverse.batch("a").copyFrom(forward.batch("a"));
    try (Workers workers = new Workers(type, 2)) {
      inverse.run(workers);
    }
    double exact = type == ElementType.DOUBLE ? 1e-11 : 1e-2;
    for (int robot = 0; robot < ROBOTS; robot++) {
      for (int row = 0; row < MODEL.nv(); row++) {
        assertThat(inverse.batch("tau").get(row, robot)).isCloseTo(0.01 * (row + 1), within(exact));
      }
    }
  }

  /** What was never set is a robot at rest in its neutral configuration, which falls freely. */
  @Test
  void inputsBeginNeutral() {
    BatchedAlgorithm forward = BatchedAlgorithm.of(MODEL, Algorithms::articulatedBody, 3);
    assertThat(forward.batch("q").robot(2)).isEqualTo(MODEL.neutral()).contains(1.0);
    forward.run();
    double[] falling = new double[MODEL.nv()];
    falling[2] = -9.81;
    assertThat(forward.batch("a").robot(2)).containsExactly(falling, within(1e-12));
  }

  @Test
  void aQuaternionOfZerosIsRefused() {
    BatchedAlgorithm forward = BatchedAlgorithm.of(MODEL, Algorithms::articulatedBody, 3);
    forward.batch("q").setRobot(1, new double[MODEL.nq()]);
    assertThatThrownBy(forward::run).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("robot 1 of '" + MODEL.name() + "'", "a quaternion of length 0.0, where 1 is needed");
    forward.batch("q").setRobot(1, MODEL.neutral());
    forward.run();
  }

  @Test
  void portsHaveNames() {
    BatchedAlgorithm energy = BatchedAlgorithm.of(MODEL, Algorithms::energy, 2);
    assertThatThrownBy(() -> energy.batch("tau")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no port 'tau' of energy of " + MODEL.name() + ": it has q, v, kinetic, potential, com");
    assertThat(energy.kernel().inputs()).hasSize(2);
    assertThat(energy).hasToString(energy.kernel() + " on 2 robots");
    Batch height = energy.batch("com");
    energy.batch("q").set(2, 1, 5);
    energy.run();
    assertThat(height.get(2, 1) - height.get(2, 0)).isCloseTo(5, within(1e-12));
  }
}
