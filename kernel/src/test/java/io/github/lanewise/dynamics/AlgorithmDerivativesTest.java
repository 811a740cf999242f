package io.github.lanewise.dynamics;

import static io.github.lanewise.dynamics.Numbers.dot;
import static io.github.lanewise.dynamics.Numbers.error;
import static io.github.lanewise.dynamics.Numbers.largest;
import static io.github.lanewise.dynamics.Numbers.move;
import static io.github.lanewise.dynamics.Numbers.plus;
import static io.github.lanewise.dynamics.Numbers.symmetric;
import static io.github.lanewise.dynamics.Numbers.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.spatial.Force;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jacobians of dynamics against difference quotients on the space of configurations, of another algorithm where there
 * is one.
 */
class AlgorithmDerivativesTest {
  private static final double H = 1e-6;
  private static final double TOLERANCE = 2e-6;

  static Stream<String> robots() {
    return TestRobots.all();
  }

  static Stream<String> small() {
    return TestRobots.small();
  }

  /** Columns of central differences of a function of a tangent, row by row. */
  private static double[] quotients(int nv, Function<double[], double[]> f) {
    double[][] columns = new double[nv][];
    for (int j = 0; j < nv; j++) {
      double[] d = new double[nv];
      d[j] = H;
      double[] after = f.apply(d);
      d[j] = -H;
      columns[j] = plus(new double[after.length], 1 / (2 * H), plus(after, -1, f.apply(d)));
    }
    double[] rows = new double[columns[0].length * nv];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = columns[i % nv][i / nv];
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("robots")
  void ofForwardDynamics(String name) {
    RobotModel model = TestRobots.get(name);
    int nv = model.nv();
    Evaluation derivatives = new Evaluation(Algorithms.forwardDynamicsDerivatives(model));
    Evaluation aba = new Evaluation(Algorithms.articulatedBody(model));
    TestRobots.State s = TestRobots.state(model, 21);
    double[] a = aba.of(s.q(), s.v(), s.tau());
    assertThat(error(derivatives.get("a", s.q(), s.v(), s.tau()), a)).isLessThan(1e-9);
    double[] byQ = quotients(nv, d -> aba.of(move(model, s.q(), d), s.v(), s.tau()));
    double[] byV = quotients(nv, d -> aba.of(s.q(), plus(s.v(), 1, d), s.tau()));
    double[] byTau = quotients(nv, d -> aba.of(s.q(), s.v(), plus(s.tau(), 1, d)));
    assertThat(Math.min(largest(byQ), Math.min(largest(byV), largest(byTau)))).isGreaterThan(1e-3);
    assertThat(error(derivatives.get("da_dq", s.q(), s.v(), s.tau()), byQ)).isLessThan(TOLERANCE);
    assertThat(error(derivatives.get("da_dv", s.q(), s.v(), s.tau()), byV)).isLessThan(TOLERANCE);
    assertThat(error(derivatives.get("da_dtau", s.q(), s.v(), s.tau()), byTau)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("robots")
  void ofInverseDynamics(String name) {
    RobotModel model = TestRobots.get(name);
    int nv = model.nv();
    Evaluation derivatives = new Evaluation(Algorithms.inverseDynamicsDerivatives(model));
    Evaluation id = new Evaluation(Algorithms.inverseDynamics(model));
    TestRobots.State s = TestRobots.state(model, 22);
    double[] byQ = quotients(nv, d -> id.of(move(model, s.q(), d), s.v(), s.a()));
    double[] byV = quotients(nv, d -> id.of(s.q(), plus(s.v(), 1, d), s.a()));
    assertThat(Math.min(largest(byQ), largest(byV))).isGreaterThan(1e-3);
    assertThat(error(derivatives.get("dtau_dq", s.q(), s.v(), s.a()), byQ)).isLessThan(TOLERANCE);
    assertThat(error(derivatives.get("dtau_dv", s.q(), s.v(), s.a()), byV)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("robots")
  void columnByColumnTheyAreTheSame(String name) {
    RobotModel model = TestRobots.get(name);
    int nv = model.nv();
    Evaluation all = new Evaluation(Algorithms.inverseDynamicsDerivatives(model));
    Evaluation mass = new Evaluation(Algorithms.massMatrix(model));
    Evaluation column = new Evaluation(Algorithms.inverseDynamicsPushforward(model));
    Evaluation solve = new Evaluation(Algorithms.inverseMassTimes(model));
    TestRobots.State s = TestRobots.state(model, 25);
    Random random = new Random(26);
    double[] q = TestRobots.normal(random, nv);
    double[] v = TestRobots.normal(random, nv);
    double[] a = TestRobots.normal(random, nv);
    double[] byA = times(symmetric(mass.of(s.q()), nv), a);
    double[] expected = plus(times(all.get("dtau_dq", s.q(), s.v(), s.a()), q), 1,
        plus(times(all.get("dtau_dv", s.q(), s.v(), s.a()), v), 1, byA));
    assertThat(error(column.of(s.q(), s.v(), s.a(), q, v, a), expected)).isLessThan(1e-11);
    assertThat(error(solve.of(s.q(), byA), a)).isLessThan(1e-9);
  }

  @Test
  void columnByColumnTheirGraphsGrowWithTheLengthOfAChain() {
    for (Function<RobotModel, Graph> algorithm : List.<Function<RobotModel, Graph>>of(
        Algorithms::inverseDynamicsPushforward, Algorithms::inverseMassTimes, Algorithms::articulatedBody,
        model -> Algorithms.articulatedBodyStep(model, Integrator.EXPLICIT_EULER, 1e-3))) {
      Graph ten = algorithm.apply(TestRobots.chain(10));
      Graph hundred = algorithm.apply(TestRobots.chain(100));
      assertThat(hundred.nodes().size()).as(hundred.name()).isLessThan(13 * ten.nodes().size())
          .isLessThan(50_000);
    }
  }

  /** Forward dynamics under forces that depend on the configuration and are negations and sums, not bare inputs. */
  private static final class Pushed {
    final Graph graph = new Graph("pushed");
    final Scalar[] q;
    final Scalar[] v;
    final Scalar[] tau;
    final Scalar[] f;
    final Scalar[] a;

    Pushed(RobotModel model) {
      Mechanism robot = Mechanism.of(model);
      q = graph.input("q", model.nq());
      v = graph.input("v", model.nv());
      tau = graph.input("tau", model.nv());
      f = graph.input("f", 6);
      ForceTerm push = (forces, state) -> {
        for (int i = 0; i < model.joints().size(); i++) {
          Force turned = Force.of(f, 0).times(state.q()[0].sin());
          forces.addOnBody(
              i, i % 3 == 0 ? Force.of(f, 0).negate() : i % 3 == 1 ? turned.negate() : turned.plus(Force.of(f, 0)));
        }
      };
      a = new Step(graph, robot, new Scalar[0], List.of(ForceTerm.held(tau), push)).acceleration(q, v);
    }
  }

  @ParameterizedTest
  @MethodSource("small")
  void ofForwardDynamicsUnderForcesThatDependOnTheState(String name) {
    RobotModel model = TestRobots.get(name);
    int nv = model.nv();
    Pushed plain = new Pushed(model);
    plain.graph.output("a", plain.a);
    Evaluation a = new Evaluation(plain.graph);
    Pushed traced = new Pushed(model);
    Scalar[] dot = traced.graph.input("dot", 3 * nv + 6);
    Scalar[] bar = traced.graph.input("bar", nv);
    Scalar[] x = Stream.of(traced.q, traced.v, traced.tau, traced.f).flatMap(Stream::of).toArray(Scalar[]::new);
    Scalar[] rates = Configuration.toRates(model, traced.q, java.util.Arrays.copyOf(dot, nv));
    Scalar[] direction = Stream.concat(Stream.of(rates), Stream.of(dot).skip(nv)).toArray(Scalar[]::new);
    traced.graph.output("jvp", Forward.jvp(traced.a, x, direction));
    Scalar[] back = Reverse.vjp(traced.a, bar, x);
    Scalar paired = Scalar.ZERO;
    for (int i = 0; i < x.length; i++) {
      paired = paired.plus(back[i].times(direction[i]));
    }
    traced.graph.output("paired", paired);
    Evaluation derivatives = new Evaluation(traced.graph);

    TestRobots.State s = TestRobots.state(model, 23);
    Random random = new Random(24);
    double[] f = TestRobots.normal(random, 6);
    double[] d = TestRobots.normal(random, 3 * nv + 6);
    double[] w = TestRobots.normal(random, nv);
    double[] quotient =
        plus(new double[nv], 1 / (2 * H), plus(at(model, a, s, f, d, H), -1, at(model, a, s, f, d, -H)));
    double[] jvp = derivatives.get("jvp", s.q(), s.v(), s.tau(), f, d, w);
    assertThat(error(jvp, quotient)).isLessThan(TOLERANCE);
    assertThat(derivatives.get("paired", s.q(), s.v(), s.tau(), f, d, w)[0])
        .isCloseTo(dot(w, jvp), within(1e-9 * (1 + largest(jvp))));
  }

  private static double[] at(RobotModel model, Evaluation a, TestRobots.State s, double[] f, double[] d, double h) {
    int nv = model.nv();
    double[] moved = plus(new double[d.length], h, d);
    return a.of(
        move(model, s.q(), java.util.Arrays.copyOf(moved, nv)),
        plus(s.v(), 1, java.util.Arrays.copyOfRange(moved, nv, 2 * nv)),
        plus(s.tau(), 1, java.util.Arrays.copyOfRange(moved, 2 * nv, 3 * nv)),
        plus(f, 1, java.util.Arrays.copyOfRange(moved, 3 * nv, 3 * nv + 6)));
  }
}
