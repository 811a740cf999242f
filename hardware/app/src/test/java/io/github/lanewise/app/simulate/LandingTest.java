package io.github.lanewise.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The robots of the library under {@code --ground}, held in their joints or limp: they land, come to rest and stay. */
final class LandingTest {
  private static final int ROBOTS = 2;
  private static final double STEP = 2e-3;
  /** How far a joint may be beyond its range [rad]: about a degree. */
  private static final double BEYOND = 0.02;

  /**
   * After 10 s, as limp joints sag slowly against their damping, all speeds have died out, the root is no lower than
   * its own shape and no higher than the robot sits, no point is deeper than the whole weight on it would press it, and
   * it stays so.
   */
  @ParameterizedTest
  @CsvSource({"humanoid, , 0.098, 0.3", "humanoid, 0, 0.098, 0.3", "quadruped, 0, 0.04, 0.4"})
  void landsAndStays(String name, Double gain, double lowest, double highest) {
    RobotModel read = RobotModel.builtIn(name);
    RobotModel model = name.equals("quadruped") ? read.withFreeBase() : read;
    Ground ground = Ground.of(model, STEP, Integrator.EULER, false);
    try (Simulation simulation = ground.addTo(Simulation.of(model)).integrator(Integrator.EULER).timeStep(STEP)
        .robots(ROBOTS).control(HoldGains.law(model, gain, gain)).build()) {
      for (int k = 0; k < ROBOTS; k++) {
        double[] x = InitialStates.of(model, 7, k);
        ground.lift(model, x);
        simulation.state().setRobot(k, x);
      }
      HoldGains.hold(simulation, model.neutral());
      simulation.step(5000);
      double[][] landed = new double[ROBOTS][];
      for (int k = 0; k < ROBOTS; k++) {
        landed[k] = simulation.state().robot(k);
        for (int row = model.nq(); row < landed[k].length; row++) {
          assertThat(landed[k][row]).as("row %d", row).isBetween(-0.1, 0.1);
        }
        assertThat(landed[k][2]).as("height").isBetween(lowest, highest);
        double[] q = Arrays.copyOf(landed[k], model.nq());
        assertThat(-ground.contact().lowest(model, q)).as("depth").isBetween(1e-6, Ground.SINK);
        for (Joint joint : model.joints()) {
          if (joint.kind().nv() == 1) {
            assertThat(q[joint.idxQ()]).as(joint.name()).isBetween(joint.lower() - BEYOND, joint.upper() + BEYOND);
          }
        }
      }
      simulation.step(500);
      for (int k = 0; k < ROBOTS; k++) {
        assertThat(Arrays.copyOf(simulation.state().robot(k), 3))
            .containsExactly(Arrays.copyOf(landed[k], 3), within(2e-2));
      }
    }
  }
}
