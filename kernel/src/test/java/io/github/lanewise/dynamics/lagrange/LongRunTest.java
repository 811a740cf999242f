package io.github.lanewise.dynamics.lagrange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Evaluation;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.Numbers;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.util.Arrays;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An eighth of a second in many steps against Hipparchus' integrator of high order on Lagrange's equations. */
class LongRunTest {
  private static final double SECONDS = 0.125;

  /** q' = v, v' = a(q, v), under constant forces; joints with one axis. */
  private record Motion(Robot robot, Real[] tau) implements OrdinaryDifferentialEquation {
    @Override
    public int getDimension() {
      return 2 * robot.nv();
    }

    @Override
    public double[] computeDerivatives(double t, double[] x) {
      int n = robot.nv();
      double[] v = Arrays.copyOfRange(x, n, 2 * n);
      TimeStep dynamics = new TimeStep(robot, true, Real.ONE);
      return Numbers.join(v, Real.values(dynamics.accelerations(Real.of(Arrays.copyOf(x, n)), Real.of(v), tau)));
    }
  }

  @ParameterizedTest
  @CsvSource({"double_pendulum, PLAIN_RK4, 1e-9", "crane, PLAIN_RK4, 1e-5", "hopper, PLAIN_RK4, 1e-9",
    "double_pendulum, RK4, 1e-9", "hopper, RK4, 1e-9"})
  void errorsFallWithTheOrderOfTheRule(String name, Integrator fourth, double accuracy) throws IOException {
    Robot robot = Golden.robot(name);
    var state = Golden.state(robot, 0);
    double[] x = Numbers.join(Real.values(state.get("q")), Real.values(state.get("v")));
    double[] exact = new DormandPrince853Integrator(1e-9, SECONDS, 1e-13, 1e-13)
        .integrate(new Motion(robot, state.get("tau")), new ODEState(0, x), SECONDS).getPrimaryState();
    double[] tau = Real.values(state.get("tau"));
    RobotModel model = TestRobots.get(name);
    double coarse = Numbers.error(run(model, fourth, 32, x, tau), exact);
    double fine = Numbers.error(run(model, fourth, 64, x, tau), exact);
    assertThat(order(coarse, fine)).isCloseTo(4, within(0.2));
    assertThat(fine).isLessThan(accuracy);
    Integrator first = fourth == Integrator.RK4 ? Integrator.EULER : Integrator.EXPLICIT_EULER;
    double euler = Numbers.error(run(model, first, 256, x, tau), exact);
    double finer = Numbers.error(run(model, first, 512, x, tau), exact);
    assertThat(order(euler, finer)).isCloseTo(1, within(0.1));
  }

  private static double order(double coarse, double fine) {
    return Math.log(coarse / fine) / Math.log(2);
  }

  private static double[] run(RobotModel model, Integrator integrator, int steps, double[] x, double[] tau) {
    Evaluation step = new Evaluation(new StepFunction(
        model, integrator, SECONDS / steps, ControlLaw.torque(model), false).step());
    double[] state = x;
    for (int k = 0; k < steps; k++) {
      state = step.of(state, tau).clone();
    }
    return state;
  }
}
