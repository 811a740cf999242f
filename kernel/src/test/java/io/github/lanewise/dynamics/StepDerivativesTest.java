package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.largest;
import static io.github.lanewise.dynamics.Numbers.moveState;
import static io.github.lanewise.dynamics.Numbers.plus;
import static io.github.lanewise.dynamics.Numbers.stateDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives of a step by state, actions and parameters, against difference quotients and each other. */
class StepDerivativesTest {
  private static final double H = 1e-6;
  private static final double TIME_STEP = 0.02;

  static Stream<Arguments> smallSteps() {
    return withIntegrators(TestRobots.small());
  }

  static Stream<Arguments> steps() {
    return withIntegrators(Stream.concat(TestRobots.small(), Stream.of("arm7", "quadruped+free")));
  }

  private static Stream<Arguments> withIntegrators(Stream<String> names) {
    return names.flatMap(name -> Stream.of(Integrator.values()).map(integrator -> Arguments.of(name, integrator)));
  }

  /** Everything at once: action and gains enter nonlinearly, the law reads positions and velocities. */
  private static Scalar[] law(RobotModel model, Scalar[] q, Scalar[] v, Scalar[] u, Scalar[] g) {
    Scalar[] tau = new Scalar[model.nv()];
    for (Joint joint : model.joints()) {
      for (int row = joint.idxV(); row < joint.idxV() + joint.kind().nv(); row++) {
        Scalar push = g[0].times(u[row % u.length].times(q[joint.idxQ()]).tanh());
        tau[row] = push.minus(g[1].times(v[row]).times(q[joint.idxQ() + joint.kind().nq() - 1])).negate();
      }
    }
    return tau;
  }

  /** A step, its derivatives, and a point at which to take them. */
  private static final class Case {
    final RobotModel model;
    final StepFunction function;
    final Evaluation step;
    final double[] x;
    final double[] u;
    final double[] p;
    final Random random = new Random(31);

    Case(String name, Integrator integrator, boolean laneParameters) {
      model = TestRobots.get(name);
      function = new StepFunction(model, integrator, TIME_STEP,
          new ControlLaw(3, List.of(1.5, 0.3), (q, v, u, g) -> law(model, q, v, u, g)), laneParameters);
      step = new Evaluation(function.step());
      TestRobots.State s = TestRobots.state(model, 30);
      // Some joints slow enough for dry friction to change with velocity.
      double[] v = IntStream.range(0, model.nv()).mapToDouble(i -> i % 3 == 0 ? 0.01 * s.v()[i] : s.v()[i]).toArray();
      x = Numbers.join(s.q(), v);
      u = TestRobots.normal(random, 3);
      p = function.parameterValues();
      // Friction and stiffness of joints without any would have their own derivative only.
      for (int row = 0; row < Parameters.count(model); row++) {
        p[row] += row % Parameters.ROWS_PER_JOINT > 9 ? 0.02 : 0;
      }
    }

    double[] next(double[] xDot, double[] uDot, double[] pDot, double h) {
      double[] moved = moveState(model, x, plus(new double[xDot.length], h, xDot));
      return step.of(moved, plus(u, h, uDot), plus(p, h, pDot));
    }

    /** Richardson's: exact to the third order, as friction bends the step within a few H. */
    double[] quotient(double[] xDot, double[] uDot, double[] pDot) {
      double[] whole = quotient(xDot, uDot, pDot, H);
      double[] half = quotient(xDot, uDot, pDot, H / 2);
      return plus(half, 1.0 / 3, plus(half, -1, whole));
    }

    private double[] quotient(double[] xDot, double[] uDot, double[] pDot, double h) {
      double[] here = step.of(x, u, p);
      double[] after = stateDifference(model, here, next(xDot, uDot, pDot, h));
      double[] before = stateDifference(model, here, next(xDot, uDot, pDot, -h));
      return plus(new double[after.length], 1 / (2 * h), plus(after, -1, before));
    }

    double[] normal(int n) {
      return TestRobots.normal(random, n);
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void pushforwardIsTheDifferenceQuotient(String name, Integrator integrator) {
    Case c = new Case(name, integrator, true);
    Evaluation jvp = new Evaluation(c.function.jvp());
    int nx = 2 * c.model.nv();
    double[][] none = {new double[nx], new double[3], new double[c.p.length]};
    for (int part = 0; part < 3; part++) {
      double[][] d = none.clone();
      d[part] = c.normal(none[part].length);
      double[] quotient = c.quotient(d[0], d[1], d[2]);
      double[] pushed = jvp.of(c.x, c.u, c.p, d[0], d[1], d[2]);
      assertThat(largest(quotient)).isGreaterThan(1e-4);
      assertThat(error(pushed, quotient)).as("part %d of x, u, p", part).isLessThan(2e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void pullbackIsTheTransposeOfThePushforward(String name, Integrator integrator) {
    Case c = new Case(name, integrator, true);
    Evaluation jvp = new Evaluation(c.function.jvp());
    Evaluation vjp = new Evaluation(c.function.vjp());
    int nx = 2 * c.model.nv();
    double[] bar = c.normal(nx);
    double[] seed = c.normal(nx);
    double[] before = c.normal(c.p.length);
    double[] actionBefore = c.normal(3);
    double[][] d = {c.normal(nx), c.normal(3), c.normal(c.p.length)};
    double[][] in = {c.x, c.u, c.p, bar, seed, actionBefore, before};
    double[] xBar = plus(vjp.get("x_bar", in), -1, seed);
    double[] uBar = plus(vjp.get("u_bar", in), -1, actionBefore);
    double[] pBar = plus(vjp.get("p_bar", in), -1, before);
    double[] pushed = jvp.of(c.x, c.u, c.p, d[0], d[1], d[2]);
    double paired = dot(xBar, d[0]) + dot(uBar, d[1]) + dot(pBar, d[2]);
    assertThat(paired).isCloseTo(dot(bar, pushed), within(1e-9 * (1 + largest(pushed) + largest(pBar))));
    assertThat(Math.min(largest(xBar), largest(uBar))).isGreaterThan(1e-3);
  }

  /** Row by row, so that a small derivative cannot hide behind a large one. */
  @ParameterizedTest
  @MethodSource("steps")
  void pullbackByEveryParameterIsItsDifferenceQuotient(String name, Integrator integrator) {
    Case c = new Case(name, integrator, true);
    int nx = 2 * c.model.nv();
    double[] bar = c.normal(nx);
    double[] pBar = new Evaluation(c.function.vjp())
        .get("p_bar", c.x, c.u, c.p, bar, new double[nx], new double[3], new double[c.p.length]);
    int[] kinds = new int[Parameters.ROWS_PER_JOINT + 1];
    for (int row = 0; row < c.p.length; row++) {
      double[] unit = new double[c.p.length];
      unit[row] = 1;
      double quotient = dot(bar, c.quotient(new double[nx], new double[3], unit));
      assertThat(pBar[row]).as("row %d", row).isCloseTo(quotient, within(2e-6 * (0.05 + Math.abs(quotient))));
      boolean gain = row >= Parameters.count(c.model);
      kinds[gain ? Parameters.ROWS_PER_JOINT : row % Parameters.ROWS_PER_JOINT] += Math.abs(quotient) > 1e-5 ? 1 : 0;
    }
    if (c.model.nv() > 2) {
      assertThat(kinds).as("rows of each kind that matter").doesNotContain(0);
    }
  }

  @ParameterizedTest
  @MethodSource("smallSteps")
  void columnsOfTheJacobiansArePushforwards(String name, Integrator integrator) {
    Case c = new Case(name, integrator, false);
    double[] own = c.function.parameterValues();
    Evaluation jvp = new Evaluation(c.function.jvp());
    Evaluation jacobian = new Evaluation(c.function.jacobian());
    int nx = 2 * c.model.nv();
    double[] xDot = c.normal(nx);
    double[] uDot = c.normal(3);
    double[] a = jacobian.get("A", c.x, c.u);
    double[] b = jacobian.get("B", c.x, c.u);
    assertThat(error(Numbers.times(a, xDot), jvp.of(c.x, c.u, xDot, new double[3]))).isLessThan(1e-11);
    assertThat(error(Numbers.times(b, uDot), jvp.of(c.x, c.u, new double[nx], uDot))).isLessThan(1e-11);
    Case byPort = new Case(name, integrator, true);
    double[] next = byPort.step.of(c.x, c.u, own);
    assertThat(error(jacobian.get("x_next", c.x, c.u), next)).as("constants or port").isLessThan(1e-11);
    double[] pulled = new Evaluation(byPort.function.vjp())
        .get("x_bar", c.x, c.u, own, xDot, new double[nx], new double[3], new double[own.length]);
    assertThat(error(Numbers.transposeTimes(a, xDot), pulled)).as("pullback by the port").isLessThan(1e-9);
  }

  @ParameterizedTest
  @EnumSource(Integrator.class)
  void aStepWithoutActionsOrParametersHasNoPortsForThem(Integrator integrator) {
    RobotModel model = TestRobots.get("double_pendulum");
    StepFunction passive = new StepFunction(
        model, integrator, TIME_STEP, new ControlLaw(0, List.of(), (q, v, u, g) -> Scalar.zeros(model.nv())), false);
    assertThat(passive.vjp().inputs()).extracting(port -> port.name()).containsExactly("x", "x_next_bar", "seed");
    assertThat(passive.vjp().outputs()).extracting(port -> port.name()).containsExactly("x_next", "x_bar");
    assertThat(passive.jvp().inputs()).extracting(port -> port.name()).containsExactly("x", "x_dot");
    assertThat(passive.jacobian().outputs()).extracting(port -> port.name()).containsExactly("x_next", "A");
    double[] x = Arrays.copyOf(TestRobots.state(model, 1).q(), 4);
    assertThat(new Evaluation(passive.jvp()).of(x, new double[] {1, 0, 0, 0})[0]).isNotZero();
  }
}
