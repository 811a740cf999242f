package io.github.lanewise.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Values that bring their own derivative: the linear solve {@code M u = r} with
 * {@code M = [2 + sin p, 0.3; 0.1, 3 + q^2]}, whose adjoint is one more solve. The same values differentiated operation
 * by operation are the independent result.
 */
class OwnDerivativeTest {
  private static final double[] AT = {0.4, -0.7, 0.9, 1.3};
  private static final Scalar[] ONE = {Scalar.ONE};
  private Graph graph;
  private Scalar[] x;

  @BeforeEach
  void inputs() {
    graph = new Graph("solve");
    x = graph.input("x", 4);
  }

  private static Scalar[][] matrix(Scalar p, Scalar q) {
    return new Scalar[][] {{p.sin().plus(2), Scalar.of(0.3)}, {Scalar.of(0.1), q.squared().plus(3)}};
  }

  private static Scalar[] solve(Scalar[][] m, Scalar[] r) {
    Scalar determinant = m[0][0].times(m[1][1]).minus(m[0][1].times(m[1][0]));
    return new Scalar[] {
      m[1][1].times(r[0]).minus(m[0][1].times(r[1])).over(determinant),
      m[0][0].times(r[1]).minus(m[1][0].times(r[0])).over(determinant)
    };
  }

  private static Scalar[][] transpose(Scalar[][] m) {
    return new Scalar[][] {{m[0][0], m[1][0]}, {m[0][1], m[1][1]}};
  }

  /** {@code u = M(p, q)^-1 r} for arguments p, q, r0, r1: {@code u_dot = M^-1 (r_dot - M_dot u)}. */
  private Scalar[] implicit(Scalar[] a) {
    Scalar[][] m = matrix(a[0], a[1]);
    Scalar[] u = solve(m, new Scalar[] {a[2], a[3]});
    DerivativeRule pullback = uBar -> {
      Scalar[] lambda = solve(transpose(m), uBar);
      return new Scalar[] {
        lambda[0].times(u[0]).times(a[0].cos()).negate(), lambda[1].times(u[1]).times(a[1]).times(-2), lambda[0],
        lambda[1]
      };
    };
    DerivativeRule pushforward = dot -> solve(m, new Scalar[] {
      dot[2].minus(dot[0].times(a[0].cos()).times(u[0])), dot[3].minus(dot[1].times(a[1]).times(u[1]).times(2))
    });
    return graph.withDerivative(a, u, pullback, pushforward);
  }

  private Scalar[] plain(Scalar[] a) {
    return solve(matrix(a[0], a[1]), new Scalar[] {a[2], a[3]});
  }

  /** A formula around the solve: its arguments and its results are used elsewhere as well. */
  private static Scalar[] around(Scalar[] x, UnaryOperator<Scalar[]> block) {
    Scalar[] u = block.apply(new Scalar[] {x[0].times(x[1]), x[1], x[2].sin(), x[3].plus(x[0])});
    return new Scalar[] {u[0].times(u[1]).plus(x[0].times(u[0])), u[1].exp().minus(u[0].cos())};
  }

  @Test
  void gradientsEqualThoseOfThePlainFormula() {
    Scalar[] with = around(x, this::implicit);
    Scalar[] without = around(x, this::plain);
    Scalar[] yBar = Scalar.of(0.7, -1.1);
    Scalar[] xDot = Scalar.of(0.3, -0.2, 0.9, 0.5);
    graph.output("y", with);
    graph.output("plain y", without);
    graph.output("xBar", Reverse.vjp(with, yBar, x));
    graph.output("plain xBar", Reverse.vjp(without, yBar, x));
    graph.output("yDot", Forward.jvp(with, x, xDot));
    graph.output("plain yDot", Forward.jvp(without, x, xDot));
    double[][] result = new Interpreter(graph).evaluate(AT);
    for (int pair = 0; pair < 6; pair += 2) {
      assertThat(result[pair]).containsExactly(result[pair + 1], within(1e-13));
      for (double v : result[pair]) {
        assertThat(Math.abs(v)).isGreaterThan(1e-3);
      }
    }
  }

  @Test
  void onlyTheGivenRuleIsUsed() {
    Scalar[] tied = graph.withDerivative(
        new Scalar[] {x[0]}, new Scalar[] {x[0].exp()}, bar -> new Scalar[] {Scalar.of(5)},
        dot -> new Scalar[] {Scalar.of(7)});
    graph.output("xBar", Reverse.vjp(tied, ONE, x));
    graph.output("yDot", Forward.jvp(tied, x, Scalar.of(1, 1, 1, 1)));
    double[][] result = new Interpreter(graph).evaluate(AT);
    assertThat(result[0]).containsExactly(5, 0, 0, 0);
    assertThat(result[1]).containsExactly(7);
  }

  @Test
  void constantsStopTheDerivative() {
    Scalar[] tied = graph.withDerivative(
        new Scalar[] {Scalar.of(3)}, new Scalar[] {x[0]}, bar -> bar, dot -> dot);
    assertThat(Reverse.vjp(tied, ONE, x)).containsOnly(Scalar.ZERO);
    assertThat(Forward.jvp(tied, x, Scalar.of(1, 1, 1, 1))).containsOnly(Scalar.ZERO);
  }

  @Test
  void onlyOneOfTheValuesMayBeUsed() {
    Scalar[] u = implicit(x);
    Scalar[] v = plain(x);
    for (int i = 0; i < 2; i++) {
      graph.output("own " + i, Reverse.vjp(new Scalar[] {u[i]}, ONE, x));
      graph.output("plain " + i, Reverse.vjp(new Scalar[] {v[i]}, ONE, x));
    }
    double[][] result = new Interpreter(graph).evaluate(AT);
    assertThat(result[0]).containsExactly(result[1], within(1e-14));
    assertThat(result[2]).containsExactly(result[3], within(1e-14));
  }

  /** By u0 alone, as if it were an input: y = u0 u1^2 has the derivative u1^2, and by u1 and x the rest. */
  @Test
  void differentiatesByAValueOfTheBlock() {
    Scalar[] u = implicit(x);
    Scalar[] y = {u[0].times(u[1].squared())};
    graph.output("by u0", Reverse.vjp(y, ONE, new Scalar[] {u[0]}));
    graph.output("forward", Forward.jvp(y, new Scalar[] {u[0]}, ONE));
    graph.output("expected", u[1].squared());
    graph.output("by u0 and x", Reverse.vjp(y, ONE, new Scalar[] {u[0], x[2]}));
    graph.output("through u1 alone",
        Reverse.vjp(new Scalar[] {u[1]}, new Scalar[] {u[0].times(u[1]).times(2)}, new Scalar[] {x[2]}));
    double[][] result = new Interpreter(graph).evaluate(AT);
    assertThat(result[0][0]).isCloseTo(result[2][0], within(1e-15)).isGreaterThan(1e-3);
    assertThat(result[1][0]).isCloseTo(result[2][0], within(1e-15));
    assertThat(result[3][0]).isCloseTo(result[2][0], within(1e-15));
    assertThat(result[3][1]).isCloseTo(result[4][0], within(1e-15)).isNotZero();
  }

  @Test
  void secondDerivativesGoThroughTheRule() {
    Scalar[] with = around(x, this::implicit);
    Scalar[] without = around(x, this::plain);
    Scalar[] yBar = Scalar.of(0.7, -1.1);
    Scalar[] xDot = Scalar.of(0.3, -0.2, 0.9, 0.5);
    graph.output("Hessian product", Forward.jvp(Reverse.vjp(with, yBar, x), x, xDot));
    graph.output("plain", Forward.jvp(Reverse.vjp(without, yBar, x), x, xDot));
    double[][] result = new Interpreter(graph).evaluate(AT);
    assertThat(result[0]).containsExactly(result[1], within(1e-12));
  }

  @Test
  void rulesOfTheWrongLengthAreRefused() {
    Scalar[] tied = graph.withDerivative(
        new Scalar[] {x[0], x[1]}, new Scalar[] {x[0].times(x[1])}, bar -> bar, dot -> dot);
    assertThatThrownBy(() -> Reverse.vjp(tied, ONE, x))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("1 cotangents for 2 arguments");
    assertThatThrownBy(() -> Forward.jvp(tied, x, Scalar.of(1, 1, 1, 1)))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("2 tangents for 1 values");
  }
}
