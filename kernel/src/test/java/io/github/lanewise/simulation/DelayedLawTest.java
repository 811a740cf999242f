package io.github.lanewise.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A law that acts late, against the same law that is in time under actions that are mixed beforehand. */
class DelayedLawTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final ControlLaw LAW =
      ControlLaw.hold(FINGER, new double[] {2, 3, 1}, new double[] {0.05, 0.05, 0.02});
  private static final double[] DELAYS = {0, 0.3, 0.85, 1};

  @ParameterizedTest
  @EnumSource(value = Integrator.class, names = {"EULER", "RK4", "EXPLICIT_EULER"})
  void aPartOfTheActionIsThatOfTheStepBefore(Integrator integrator) {
    Random random = new Random(2);
    try (Simulation late = Simulation.of(FINGER).control(LAW.delayed()).integrator(integrator).timeStep(2e-3)
            .laneParameters().robots(4).build();
        Simulation twin = Simulation.of(FINGER).control(LAW).integrator(integrator).timeStep(2e-3)
            .laneParameters().robots(4).build()) {
      assertThat(late.state().rowCount()).isEqualTo(9);
      double[] before = new double[3];
      for (int lane = 0; lane < 4; lane++) {
        late.parameters().set(late.parameters().rowCount() - 1, lane, DELAYS[lane]);
      }
      for (int t = 0; t < 40; t++) {
        double[] action = random.doubles(3, -1, 1).toArray();
        for (int lane = 0; lane < 4; lane++) {
          for (int i = 0; i < 3; i++) {
            late.action().set(i, lane, action[i]);
            twin.action().set(i, lane, (1 - DELAYS[lane]) * action[i] + DELAYS[lane] * before[i]);
          }
        }
        late.step();
        twin.step();
        for (int lane = 0; lane < 4; lane++) {
          for (int row = 0; row < 6; row++) {
            assertThat(late.state().get(row, lane)).as("row %d after %s of a step", row, DELAYS[lane])
                .isCloseTo(twin.state().get(row, lane), within(DELAYS[lane] == 0 ? 0.0 : 1e-11));
          }
          for (int i = 0; i < 3; i++) {
            assertThat(late.state().get(6 + i, lane)).isEqualTo(action[i]);
          }
        }
        before = action;
      }
      assertThat(Math.abs(late.state().get(0, 0) - late.state().get(0, 3))).as("delays matter").isGreaterThan(1e-4);
    }
  }

  @Test
  void whatHasAStateAlreadyIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> LAW.delayed().delayed())
        .withMessage("a law that has a state already, of 3 rows, cannot be late");
    assertThatIllegalArgumentException().isThrownBy(() -> LAW.delayed().law().torques(Scalar.zeros(3), Scalar.zeros(3),
        Scalar.zeros(3), Scalar.zeros(7))).withMessageContaining("from those before, too");
  }
}
