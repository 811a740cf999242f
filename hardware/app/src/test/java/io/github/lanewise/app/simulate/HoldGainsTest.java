package io.github.lanewise.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.SimulationBuilder;
import io.github.lanewise.trace.Interpreter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The default gains against the closed form for two joints, and by what they are for: robots that stay where they are
 * held.
 */
final class HoldGainsTest {
  @Test
  void areMultiplesOfTheInertiaThatAJointFeels() {
    RobotModel model = RobotModel.builtIn("double_pendulum");
    double[] m = new Interpreter(Algorithms.massMatrix(model)).evaluate(model.neutral())[0];
    double determinant = m[0] * m[2] - m[1] * m[1];
    double first = determinant / m[2];
    double second = determinant / m[0];
    double[] expected = {400 * first, 400 * second, 40 * first, 40 * second};
    ControlLaw law = HoldGains.law(model, null, null);
    for (int k = 0; k < 4; k++) {
      assertThat(law.gains().get(k)).isCloseTo(expected[k], within(1e-9 * expected[k]));
    }
    assertThat(HoldGains.law(model, 3.0, null).gains()).startsWith(3.0, 3.0).endsWith(law.gains().get(3));
    assertThat(HoldGains.law(model, null, 0.0).gains()).startsWith(law.gains().get(0)).endsWith(0.0, 0.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"double_pendulum", "finger", "arm7", "quadruped", "humanoid"})
  void holdEveryRobotOfTheLibrary(String name) {
    RobotModel model = RobotModel.builtIn(name);
    SimulationBuilder builder = Simulation.of(model).lanes(Lanes.scalar(ElementType.DOUBLE)).robots(2);
    try (Simulation simulation = builder.control(HoldGains.law(model, null, null)).build()) {
      Batch start = new Batch(ElementType.DOUBLE, model.nq() + model.nv(), 2);
      InitialStates.fill(model, 3, start);
      simulation.state().copyFrom(start);
      for (int j = 0; j < HoldGains.heldJoints(model).size(); j++) {
        simulation.action().fill(j, model.neutral()[HoldGains.heldJoints(model).get(j).idxQ()]);
      }
      simulation.step(1000);
      for (Joint joint : HoldGains.heldJoints(model)) {
        double q = simulation.state().get(joint.idxQ(), 0);
        assertThat(q).as(joint.name()).isCloseTo(model.neutral()[joint.idxQ()], within(0.6));
        assertThat(simulation.state().get(model.nq() + joint.idxV(), 0)).as(joint.name()).isCloseTo(0, within(0.1));
      }
    }
  }
}
