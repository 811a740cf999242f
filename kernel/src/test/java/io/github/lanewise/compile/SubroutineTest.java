package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.RandomFormula;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import io.github.lanewise.trace.Subroutine;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A function that is called computes what it computes written out, with its derivatives. */
class SubroutineTest {
  private static final int INPUTS = 4;
  private static final int VALUES = 3;
  private static final int ROBOTS = 37;

  static Stream<Arguments> dialects() {
    return RandomKernelsTest.dialects();
  }

  private interface Caller {
    Scalar[] call(Scalar[] x, double... c);
  }

  /** Calls whose arguments are inputs, constants, values of other calls, the same twice; of one call only one value. */
  private static Scalar[] chain(Caller f, Scalar[] x) {
    Scalar[] first = f.call(x, 0.3, -0.7);
    Scalar[] second = f.call(new Scalar[] {first[0], first[0], Scalar.of(0.25), first[2].times(x[1])}, -0.2, 0.9);
    Scalar[] third = f.call(new Scalar[] {x[3], first[1], second[2], x[0].sin()}, 0.3, 0.4);
    return Scalar.concat(first, new Scalar[] {second[1], third[0].plus(x[2])}, third);
  }

  private static Graph graph(long seed, boolean called) {
    Graph graph = new Graph(called ? "called" : "written out");
    Scalar[] x = graph.input("x", INPUTS);
    Scalar[] direction = graph.input("direction", INPUTS);
    Subroutine.Body body = (z, c) -> RandomFormula.tame(seed, Scalar.concat(z, c), 20, VALUES);
    Subroutine f = new Subroutine("f", INPUTS, 2, body);
    Scalar[] y = chain(called ? f::call : (z, c) -> body.trace(z, Scalar.of(c)), x);
    graph.output("y", y);
    graph.output("yDot", Forward.jvp(y, x, direction));
    graph.output("yDot2", Forward.jvp(y, x, new Scalar[] {direction[0], Scalar.ZERO, direction[1], Scalar.ONE}));
    Scalar[] bars = Scalar.of(IntStream.range(0, y.length).mapToDouble(i -> 1.5 - 0.25 * i).toArray());
    Scalar[] xBar = Reverse.vjp(y, bars, x);
    graph.output("xBar", xBar);
    graph.output("xBarDot", Forward.jvp(xBar, x, direction));
    return graph;
  }

  @Test
  void interpretedAsWrittenOut() {
    for (long seed = 1; seed <= 4; seed++) {
      Interpreter called = new Interpreter(graph(seed, true));
      Interpreter written = new Interpreter(graph(seed, false));
      Random random = new Random(seed);
      for (int k = 0; k < 10; k++) {
        double[] x = random.doubles(INPUTS, -1, 1).toArray();
        double[] direction = random.doubles(INPUTS, -1, 1).toArray();
        requireClose(flat(called.evaluate(x, direction)), flat(written.evaluate(x, direction)), 1e-11);
      }
    }
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static void requireClose(double[] actual, double[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("output %d", i).isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void compiledAsWrittenOut(Lanes lanes, Dialect dialect) {
    double tolerance = lanes.type() == ElementType.DOUBLE ? 1e-9 : 1e-2;
    Graph called = graph(2, true);
    double[][] vectors = run(called, lanes, dialect);
    double[][] scalars = run(called, Lanes.scalar(lanes.type()), new ScalarDialect(lanes.type()));
    double[][] written = run(graph(2, false), lanes, dialect);
    for (int robot = 0; robot < ROBOTS; robot++) {
      assertThat(vectors[robot]).as("robot %d, to the bit", robot).containsExactly(scalars[robot]);
      requireClose(vectors[robot], written[robot], tolerance);
    }
  }

  private static double[][] run(Graph graph, Lanes lanes, Dialect dialect) {
    Random random = new Random(1);
    UnaryOperator<Batch> filled = batch -> {
      for (int robot = 0; robot < ROBOTS; robot++) {
        for (int row = 0; row < INPUTS; row++) {
          batch.set(row, robot, random.nextDouble() * 2 - 1);
        }
      }
      return batch;
    };
    Batch[] ports = Stream.concat(graph.inputs().stream().map(port -> filled.apply(batch(lanes, port))),
        graph.outputs().stream().map(port -> batch(lanes, port))).toArray(Batch[]::new);
    Workspace workspace = new Workspace(lanes.type());
    Binding binding = Kernel.compile(graph, lanes, dialect).bind(ports);
    binding.prepare(workspace);
    binding.run(workspace);
    return IntStream.range(0, ROBOTS).mapToObj(robot -> Arrays.stream(ports).skip(graph.inputs().size())
        .flatMapToDouble(batch -> Arrays.stream(batch.robot(robot))).toArray()).toArray(double[][]::new);
  }

  private static Batch batch(Lanes lanes, Graph.Port port) {
    return new Batch(lanes.type(), port.size(), ROBOTS);
  }

  /** Each call adds its parameters to a kernel, and none of its operations. */
  @Test
  void isCompiledOnce() {
    Kernel.Shape few = Kernel.compile(calls(10), Lanes.widest(ElementType.DOUBLE)).shape();
    Kernel.Shape many = Kernel.compile(calls(100), Lanes.widest(ElementType.DOUBLE)).shape();
    assertThat(many.chunks()).isEqualTo(few.chunks());
    assertThat(Kernel.compile(calls(100), Lanes.widest(ElementType.DOUBLE)).flops())
        .isGreaterThan(9 * Kernel.compile(calls(10), Lanes.widest(ElementType.DOUBLE)).flops());
  }

  private static Graph calls(int count) {
    Graph graph = new Graph(count + " calls");
    Scalar[] x = graph.input("x", VALUES);
    Subroutine f = new Subroutine("f", VALUES, 1, (z, c) -> RandomFormula.tame(5, Scalar.concat(z, c), 80, VALUES));
    Scalar[] y = x;
    for (int k = 0; k < count; k++) {
      y = f.call(y, 0.01 * k);
    }
    graph.output("y", y);
    return graph;
  }

  @Test
  void countsAreChecked() {
    Graph graph = new Graph("bad");
    Subroutine f = new Subroutine("f", 2, 1, (z, c) -> new Scalar[] {z[0].times(z[1]).plus(c[0])});
    assertThatThrownBy(() -> f.call(graph.input("x", 3), 1))
        .hasMessage("a call of f with 3 arguments and 1 numbers, which takes 2 and 1");
  }
}
