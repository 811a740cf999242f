package io.github.lanewise.dynamics.lagrange;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.dynamics.Evaluation;
import io.github.lanewise.dynamics.Integrator;
import io.github.lanewise.dynamics.Numbers;
import io.github.lanewise.dynamics.Parameters;
import io.github.lanewise.dynamics.StepFunction;
import io.github.lanewise.dynamics.TestRobots;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Derivatives of a step by state, by forces and by every physical number of the robot, against differences of steps
 * that are made here. Slow states, in which dry friction is neither off nor full.
 */
class StepDifferencesTest {
  private static final double TOLERANCE = 1e-12;

  private Robot robot;
  private Integrator integrator;
  private Real[] q;
  private Real[] v;
  private Real[] tau;

  @ParameterizedTest
  @CsvSource({"hopper, EXPLICIT_EULER", "hopper, PLAIN_RK4", "marionette, PLAIN_RK4"})
  void agree(String name, Integrator rule) throws IOException {
    robot = Golden.robot(name);
    integrator = rule;
    Map<String, Real[]> state = Golden.state(robot, 3);
    q = state.get("q");
    v = Matrices.times(state.get("v"), Real.ONE.half(6));
    tau = state.get("tau");
    int nv = robot.nv();
    int rows = Parameters.ROWS_PER_JOINT;
    double[][] byState = columns(nv, d -> next(robot, Configuration.move(robot, q, d), v, tau));
    double[][] byVelocity = columns(nv, d -> next(robot, q, Matrices.plus(v, d), tau));
    double[][] byForce = columns(nv, d -> next(robot, q, v, Matrices.plus(tau, d)));
    double[][] byParameter = columns(rows * robot.joints.size(), d -> {
      int changed = IntStream.range(0, d.length).filter(i -> !d[i].isZero()).findFirst().orElseThrow();
      return next(robot.changed(changed / rows, changed % rows, d[changed]), q, v, tau);
    });

    StepFunction step = new StepFunction(
        TestRobots.get(name), rule, Golden.TIME_STEP, ControlLaw.torque(TestRobots.get(name)), true);
    Evaluation pullback = new Evaluation(step.vjp());
    double[] x = Numbers.join(Real.values(q), Real.values(v));
    double[] p = step.parameterValues();
    for (int i = 0; i < 2 * nv; i++) {
      double[] unit = new double[2 * nv];
      unit[i] = 1;
      double[][] in = {x, Real.values(tau), p, unit, new double[unit.length], new double[nv], new double[p.length]};
      close("x_bar", i, pullback.get("x_bar", in), Numbers.join(row(byState, i), row(byVelocity, i)));
      close("u_bar", i, pullback.get("u_bar", in), row(byForce, i));
      close("p_bar", i, pullback.get("p_bar", in), row(byParameter, i));
    }
  }

  private Real[] next(Robot changed, Real[] q, Real[] v, Real[] tau) {
    TimeStep step = new TimeStep(changed, true, Real.of(Golden.TIME_STEP));
    return integrator == Integrator.PLAIN_RK4 ? step.rungeKutta(q, v, tau) : step.euler(q, v, tau);
  }

  /** Derivatives of the next state, as tangents, by n numbers: one column after the other. */
  private double[][] columns(int n, UnaryOperator<Real[]> step) {
    Real[] x = next(robot, q, v, tau);
    Real d = Difference.STEP;
    return IntStream.range(0, n).mapToObj(j -> Real.values(Configuration.stateTangent(robot, x,
        step.apply(Matrices.unit(n, j, d.negate())), step.apply(Matrices.unit(n, j, d)), d.plus(d))))
        .toArray(double[][]::new);
  }

  /** A row of the Jacobian: the pullback of that unit vector. */
  private static double[] row(double[][] columns, int i) {
    return Arrays.stream(columns).mapToDouble(column -> column[i]).toArray();
  }

  private static void close(String what, int row, double[] actual, double[] expected) {
    assertThat(Numbers.error(actual, expected, 1e-9)).as("row %d of %s", row, what).isLessThan(TOLERANCE);
    assertThat(Numbers.largest(expected)).as("row %d of %s", row, what).isGreaterThan(0);
  }
}
