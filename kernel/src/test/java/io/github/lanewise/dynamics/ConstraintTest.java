package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.moveState;
import static io.github.lanewise.dynamics.Numbers.plus;
import static io.github.lanewise.dynamics.Numbers.stateDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Constraints against the equations of motion that they must satisfy, and the derivatives of what they make. */
class ConstraintTest {
  private static final RobotModel ROBOT = TestRobots.get("arm7");
  private static final int NV = ROBOT.nv();

  /** c1 = q1 - sin(q3), c2 = q0 + 0.5 q1 q5. */
  private static final ForceTerm CURVED = (forces, state) -> {
    Scalar[] q = state.q();
    Scalar[] v = state.v();
    Scalar[] first = Scalar.zeros(NV);
    first[1] = Scalar.ONE;
    first[3] = q[3].cos().negate();
    forces.addConstraint(first, q[1].minus(q[3].sin()), q[3].sin().times(v[3].squared()));
    Scalar[] second = Scalar.zeros(NV);
    second[0] = Scalar.ONE;
    second[1] = q[5].times(0.5);
    second[5] = q[1].times(0.5);
    forces.addConstraint(second, q[0].plus(q[1].times(q[5]).times(0.5)), v[1].times(v[5]));
  };

  private static double[][] rows(double[] q) {
    double[][] g = new double[2][NV];
    g[0][1] = 1;
    g[0][3] = -Math.cos(q[3]);
    g[1][0] = 1;
    g[1][1] = 0.5 * q[5];
    g[1][5] = 0.5 * q[1];
    return g;
  }

  /** Where both are zero, and a velocity along which they stay so. */
  private static TestRobots.State onTheConstraint(int seed) {
    TestRobots.State s = TestRobots.state(ROBOT, seed);
    double[] q = s.q();
    double[] v = s.v();
    q[1] = Math.sin(q[3]);
    q[0] = -0.5 * q[1] * q[5];
    v[1] = Math.cos(q[3]) * v[3];
    v[0] = -0.5 * (v[1] * q[5] + q[1] * v[5]);
    return s;
  }

  private static Step step(Graph g, Scalar[] tau) {
    return new Step(g, Mechanism.of(ROBOT), new Scalar[0], List.of(ForceTerm.held(tau), CURVED));
  }

  /** M a = tau - h + G' f with G a = -G' v: what is left of the forces lies along the rows of G. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theForceActsAlongTheRows(int seed) {
    Graph graph = new Graph("constrained");
    Scalar[] q = graph.input("q", NV);
    Scalar[] v = graph.input("v", NV);
    graph.output("a", step(graph, graph.input("tau", NV)).acceleration(q, v));
    TestRobots.State s = onTheConstraint(seed);
    double[] a = new Evaluation(graph).of(s.q(), s.v(), s.tau());
    double[] needed = new Evaluation(Algorithms.inverseDynamics(ROBOT)).of(s.q(), s.v(), a);
    double[] force = plus(needed, -1, s.tau());
    double[][] g = rows(s.q());
    // Of the rows 0, 1, 3 and 5 that G touches, two say how large each multiplier is.
    double second = force[0];
    double first = force[1] - second * g[1][1];
    double[] expected = plus(plus(new double[NV], first, g[0]), second, g[1]);
    assertThat(Math.abs(first) + Math.abs(second)).isGreaterThan(0.1);
    assertThat(error(force, expected)).isLessThan(1e-10);
    double[] bend = {Math.sin(s.q()[3]) * s.v()[3] * s.v()[3], s.v()[1] * s.v()[5]};
    assertThat(dot(g[0], a)).isCloseTo(-bend[0], within(1e-9 * (1 + Math.abs(bend[0]))));
    assertThat(dot(g[1], a)).isCloseTo(-bend[1], within(1e-9 * (1 + Math.abs(bend[1]))));
  }

  @ParameterizedTest
  @EnumSource(Integrator.class)
  void violationsDieAway(Integrator integrator) {
    Graph graph = new Graph("constrained step");
    Scalar[][] next = step(graph, Scalar.zeros(NV))
        .next(integrator, graph.input("q", NV), graph.input("v", NV), 1e-3);
    graph.output("q", next[0]);
    graph.output("v", next[1]);
    Evaluation evaluation = new Evaluation(graph);
    TestRobots.State s = onTheConstraint(4);
    double[] q = s.q();
    double[] v = s.v();
    q[1] += 0.1;
    for (int k = 0; k < 300; k++) {
      double[] after = evaluation.get("q", q, v);
      v = evaluation.get("v", q, v);
      q = after;
    }
    // What curved constraints leave is of the order of the rule.
    double left = integrator.name().endsWith("RK4") ? 1e-6 : 1e-3;
    assertThat(q[1] - Math.sin(q[3])).isCloseTo(0, within(left));
    assertThat(q[0] + 0.5 * q[1] * q[5]).isCloseTo(0, within(left));
  }

  @ParameterizedTest
  @EnumSource(Integrator.class)
  void derivativesAreExact(Integrator integrator) {
    Graph graph = new Graph("constrained step");
    Scalar[] q = graph.input("q", NV);
    Scalar[] v = graph.input("v", NV);
    Scalar[] tau = graph.input("tau", NV);
    Scalar[][] state = step(graph, tau).next(integrator, q, v, 0.01);
    Scalar[] next = Stream.of(state).flatMap(Stream::of).toArray(Scalar[]::new);
    Scalar[] x = Stream.of(q, v, tau).flatMap(Stream::of).toArray(Scalar[]::new);
    Scalar[] direction = graph.input("direction", x.length);
    Scalar[] bar = graph.input("bar", next.length);
    graph.output("next", next);
    graph.output("forward", Forward.jvp(next, x, direction));
    graph.output("reverse", Reverse.vjp(next, bar, x));
    Evaluation evaluation = new Evaluation(graph);
    TestRobots.State s = TestRobots.state(ROBOT, 5);
    Random random = new Random(6);
    double[] d = TestRobots.normal(random, x.length);
    double[] w = TestRobots.normal(random, next.length);
    double[] at = Numbers.join(s.q(), s.v());
    double h = 1e-6;
    double[] along = Arrays.copyOf(d, 2 * NV);
    double[] push = Arrays.copyOfRange(d, 2 * NV, d.length);
    double[][] moved = new double[2][];
    for (int k = 0; k < 2; k++) {
      double signed = k == 0 ? h : -h;
      double[] to = moveState(ROBOT, at, plus(new double[along.length], signed, along));
      moved[k] = evaluation.get("next", Arrays.copyOf(to, NV), Arrays.copyOfRange(to, NV, 2 * NV),
          plus(s.tau(), signed, push), d, w);
    }
    double[] quotient = stateDifference(ROBOT, moved[1], moved[0]);
    double[] forward = evaluation.get("forward", s.q(), s.v(), s.tau(), d, w);
    assertThat(error(forward, plus(new double[quotient.length], 1 / (2 * h), quotient))).isLessThan(1e-6);
    double[] reverse = evaluation.get("reverse", s.q(), s.v(), s.tau(), d, w);
    assertThat(dot(reverse, d)).isCloseTo(dot(w, forward), within(1e-11 * Math.abs(dot(w, forward))));
  }
}
