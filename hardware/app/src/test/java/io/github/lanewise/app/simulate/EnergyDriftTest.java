package io.github.lanewise.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.model.RobotModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The energy check measures the integrator and nothing else: its orders come out, though the robots' files have damping
 * and armature.
 */
final class EnergyDriftTest {
  private static final double TIME = 0.1;

  @ParameterizedTest
  @ValueSource(strings = {"arm7", "finger", "hopper", "humanoid"})
  void shrinksWithTheStepAsTheOrderOfTheRuleSays(String name) {
    RobotModel model = RobotModel.builtIn(name);
    assertThat(model.joints()).anyMatch(joint -> joint.damping() > 0);
    Integrator euler = Integrator.EULER;
    assertThat(drift(model, euler, 2e-3) / drift(model, euler, 1e-3)).isBetween(1.7, 2.4);
    assertThat(drift(model, Integrator.RK4, 1e-3)).isBetween(1e-17, 1e-6);
  }

  private static double drift(RobotModel model, Integrator integrator, double timeStep) {
    Batch start = new Batch(ElementType.DOUBLE, model.nq() + model.nv(), 4);
    InitialStates.fill(model, 7, start);
    for (int row = model.nq(); row < start.rowCount(); row++) {
      start.fill(row, 0.3);
    }
    return EnergyDrift.measure(model, integrator, timeStep, (int) Math.round(TIME / timeStep), start).relative();
  }
}
