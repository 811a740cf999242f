package io.github.lanewise.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Simplifications keep values; equal expressions are one node; misuse is refused. */
class ScalarTest {
  private static final double[] NUMBERS = {-3, -1, -0.5, 0, 0.25, 1, 2, 1e300, -1e-300};

  private record Case(String name, BinaryOperator<Scalar> traced, DoubleBinaryOperator plain) {}

  private static final List<Case> CASES = List.of(
      new Case("a + b", Scalar::plus, (a, b) -> a + b),
      new Case("a - b", Scalar::minus, (a, b) -> a - b),
      new Case("a b", Scalar::times, (a, b) -> a * b),
      new Case("-a + b", (a, b) -> a.negate().plus(b), (a, b) -> -a + b),
      new Case("a + -b", (a, b) -> a.plus(b.negate()), (a, b) -> a - b),
      new Case("-a - b", (a, b) -> a.negate().minus(b), (a, b) -> -a - b),
      new Case("a - -b", (a, b) -> a.minus(b.negate()), (a, b) -> a + b),
      new Case("-a b", (a, b) -> a.negate().times(b), (a, b) -> -a * b),
      new Case("a -b", (a, b) -> a.times(b.negate()), (a, b) -> a * -b),
      new Case("-a -b", (a, b) -> a.negate().times(b.negate()), (a, b) -> a * b),
      new Case("(a - b) (b - a)", (a, b) -> a.minus(b).times(b.minus(a)), (a, b) -> (a - b) * (b - a)),
      new Case("a / (b^2 + 1)", (a, b) -> a.over(b.squared().plus(1)), (a, b) -> a / (b * b + 1)),
      new Case("-a / -(b^2 + 1)", (a, b) -> a.negate().over(b.squared().plus(1).negate()), (a, b) -> a / (b * b + 1)),
      new Case("|-a| + |b|", (a, b) -> a.negate().abs().plus(b.abs().abs()), (a, b) -> Math.abs(a) + Math.abs(b)),
      new Case("cos -a, sin -b", (a, b) -> a.negate().cos().plus(b.negate().sin()),
          (a, b) -> Math.cos(a) - Math.sin(b)),
      new Case("tanh -a", (a, b) -> a.negate().tanh().times(b), (a, b) -> -Math.tanh(a) * b),
      new Case("min", Scalar::min, Math::min),
      new Case("max", Scalar::max, Math::max),
      new Case("atan2", Scalar::atan2, (a, b) -> Math.atan2(a + 0.0, b + 0.0)),
      new Case("a < b ? a : -b", (a, b) -> a.ifLess(b, a, b.negate()), (a, b) -> a < b ? a : -b),
      new Case("exp, log", (a, b) -> a.tanh().exp().plus(b.abs().plus(1).log()),
          (a, b) -> Math.exp(Math.tanh(a)) + Math.log(Math.abs(b) + 1)),
      new Case("a / 4 + a 0 + b 1", (a, b) -> a.over(4).plus(a.times(0)).plus(b.times(1)), (a, b) -> a / 4 + b));

  /** With both arguments traced, either of them a constant, or both: the same number. */
  @Test
  void identitiesKeepValues() {
    for (Case c : CASES) {
      for (double a : NUMBERS) {
        for (double b : NUMBERS) {
          for (int constants = 0; constants < 4; constants++) {
            Graph graph = new Graph("identity");
            Scalar[] x = graph.input("x", 2);
            graph.output("y", c.traced.apply(
                (constants & 1) == 0 ? x[0] : Scalar.of(a), (constants & 2) == 0 ? x[1] : Scalar.of(b)));
            double result = new Interpreter(graph).evaluate(new double[] {a, b})[0][0];
            double expected = c.plain.applyAsDouble(a, b);
            assertThat(result).as("%s at %s, %s, constants %d", c.name, a, b, constants)
                .isCloseTo(expected, within(Math.ulp(expected)));
          }
        }
      }
    }
  }

  @Test
  void sameArgumentTwice() {
    Graph graph = new Graph("twice");
    Scalar x = graph.input("x", 1)[0];
    graph.output("y", x.minus(x), x.plus(x), x.times(x), x.min(x), x.max(x), x.ifLess(x, Scalar.ONE, Scalar.of(2)),
        x.plus(x.negate()));
    assertThat(new Interpreter(graph).evaluate(new double[] {-3})[0]).containsExactly(0, -6, 9, -3, -3, 2, 0);
  }

  @Test
  void equalExpressionsAreOneNode() {
    Graph graph = new Graph("shared");
    Scalar[] x = graph.input("x", 2);
    assertThat(x[0].plus(x[1])).isSameAs(x[1].plus(x[0]));
    assertThat(x[0].times(x[1])).isSameAs(x[1].times(x[0]));
    assertThat(x[0].times(3)).isSameAs(Scalar.of(3).times(x[0]));
    assertThat(x[0].minus(x[1]).negate()).isSameAs(x[1].minus(x[0]));
    assertThat(x[0].minus(x[1])).isNotSameAs(x[1].minus(x[0]));
    assertThat(x[0].atan2(x[1])).isNotSameAs(x[1].atan2(x[0]));
    assertThat(x[0].sin()).isSameAs(x[0].sin()).isNotSameAs(x[0].cos());
    assertThat(x[0].negate().negate()).isSameAs(x[0]);
    int nodes = graph.nodes().size();
    x[0].minus(x[1]).sin().plus(x[0].sin());
    int more = graph.nodes().size();
    x[0].minus(x[1]).sin().plus(x[0].sin());
    assertThat(more).isGreaterThan(nodes);
    assertThat(graph.nodes()).hasSize(more);
  }

  @Test
  void zerosAndOnesFold() {
    Graph graph = new Graph("fold");
    Scalar x = graph.input("x", 1)[0];
    assertThat(x.plus(0)).isSameAs(x);
    assertThat(Scalar.ZERO.plus(x)).isSameAs(x);
    assertThat(x.times(1)).isSameAs(x);
    assertThat(x.over(1)).isSameAs(x);
    assertThat(x.times(0)).isSameAs(Scalar.ZERO);
    assertThat(Scalar.ZERO.over(x)).isSameAs(Scalar.ZERO);
    assertThat(x.times(-1)).isSameAs(x.negate());
    assertThat(Scalar.ZERO.minus(x)).isSameAs(x.negate());
    assertThat(Scalar.of(-0.0)).isSameAs(Scalar.ZERO);
    assertThat(x.times(Scalar.ONE.over(Scalar.ZERO)).isConstant()).isFalse();
    assertThat(graph.nodes()).filteredOn(s -> s.op() == Op.ADD || s.op() == Op.SUB || s.op() == Op.DIV).isEmpty();
  }

  /** 1e-310 has no reciprocal, but quotients by it are numbers. */
  @Test
  void dividesByTinyConstants() {
    Graph graph = new Graph("tiny");
    graph.output("y", graph.input("x", 1)[0].over(1e-310));
    assertThat(new Interpreter(graph).evaluate(new double[] {3e-310})[0][0]).isCloseTo(3, within(1e-12));
  }

  @Test
  void twoGraphsDoNotMix() {
    Scalar a = new Graph("one").input("x", 1)[0];
    Graph two = new Graph("two");
    Scalar b = two.input("x", 1)[0];
    List<ThrowingCallable> mixes = List.of(
        () -> a.plus(b), () -> a.minus(b), () -> a.times(b), () -> a.over(b), () -> a.atan2(b), () -> a.min(b),
        () -> a.max(b),
        () -> a.ifLess(0, a, b), () -> a.ifLess(b, Scalar.ONE, Scalar.ZERO), () -> two.output("y", a),
        () -> Reverse.vjp(new Scalar[] {a}, new Scalar[] {Scalar.ONE}, new Scalar[] {b}),
        () -> Forward.jvp(new Scalar[] {a}, new Scalar[] {b}, new Scalar[] {Scalar.ONE}),
        () -> Reverse.vjp(new Scalar[] {a, b}, Scalar.of(1.0, 1.0), new Scalar[] {b}));
    for (int i = 0; i < mixes.size(); i++) {
      assertThatThrownBy(mixes.get(i)).as("mix %d", i).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one").hasMessageContaining("two");
    }
  }

  @Test
  void lengthsThatDoNotFitAreNamed() {
    Graph graph = new Graph("lengths");
    Scalar[] x = graph.input("x", 3);
    graph.output("y", x[0]);
    assertThatThrownBy(() -> Reverse.vjp(x, Scalar.of(1, 2), x))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 values")
        .hasMessageContaining("2 cotangents");
    assertThatThrownBy(() -> Forward.jvp(x, x, Scalar.of(1, 2, 3, 4)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 inputs")
        .hasMessageContaining("4 tangents");
    Interpreter interpreter = new Interpreter(graph);
    assertThatThrownBy(() -> interpreter.evaluate(new double[2]))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 rows").hasMessageContaining("2");
    assertThatThrownBy(() -> interpreter.evaluate(new double[3], new double[3]))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 input ports but 2");
    graph.output("later", x[1].sin());
    assertThatThrownBy(() -> interpreter.evaluate(new double[3]))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("has grown from 3 to 4 nodes");
  }

  @Test
  void onlyConstantsHaveAValue() {
    Scalar x = new Graph("value").input("angle", 2)[1];
    assertThat(Scalar.of(2.5).value()).isEqualTo(2.5);
    assertThatThrownBy(x::value).isInstanceOf(IllegalStateException.class).hasMessageContaining("angle[1]");
  }

  @Test
  void theInterpreterShowsInnerValues() {
    Graph graph = new Graph("inside");
    Scalar x = graph.input("x", 1)[0];
    Scalar inner = x.squared();
    graph.output("y", inner.plus(1));
    Interpreter interpreter = new Interpreter(graph);
    assertThat(interpreter.evaluate(new double[] {3})[0]).containsExactly(10);
    assertThat(interpreter.valueOf(inner)).isEqualTo(9);
    assertThat(interpreter.valueOf(Scalar.of(4))).isEqualTo(4);
  }

  @Test
  void tellsADebuggerWhatItIs() {
    Graph graph = new Graph("small");
    Scalar[] q = graph.input("q", 2);
    Scalar sine = q[1].sin();
    assertThat(q[1]).hasToString("q[1]");
    assertThat(Scalar.of(0.5)).hasToString("0.5");
    assertThat(sine).hasToString("sin#" + sine.id() + "(q[1])");
    assertThat(q[0].times(sine)).hasToString("mul#" + q[0].times(sine).id() + "(q[0], sin#" + sine.id() + ")");
  }
}
