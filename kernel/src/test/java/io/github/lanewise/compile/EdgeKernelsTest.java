package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Graphs at the edges: outputs that nothing computes, outputs twice, inputs unused, functions of numbers that turn out
 * constant.
 */
class EdgeKernelsTest {
  private static final int ROBOTS = 70;

  /** Runs with {@code value(row, robot) = 100 row + robot} in the first input port and 0.5 in the others. */
  private static List<Batch> run(Graph graph, Lanes lanes) {
    List<Batch> batches = new ArrayList<>();
    graph.inputs().forEach(port -> batches.add(new Batch(lanes.type(), port.size(), ROBOTS)));
    graph.outputs().forEach(port -> batches.add(new Batch(lanes.type(), port.size(), ROBOTS)));
    for (int p = 0; p < graph.inputs().size(); p++) {
      for (int row = 0; row < batches.get(p).rowCount(); row++) {
        for (int robot = 0; robot < ROBOTS; robot++) {
          batches.get(p).set(row, robot, p == 0 ? 100 * row + robot : 0.5);
        }
      }
    }
    Workspace workspace = new Workspace(lanes.type());
    Binding binding = Kernel.compile(graph, lanes).bind(batches.toArray(Batch[]::new));
    binding.prepare(workspace);
    binding.run(workspace);
    return batches.subList(graph.inputs().size(), batches.size());
  }

  @ParameterizedTest
  @MethodSource("io.github.lanewise.compile.RandomKernelsTest#widths")
  void noOperationsAtAll(Lanes lanes) {
    Graph graph = new Graph("through");
    Scalar[] x = graph.input("x", 3);
    graph.input("unused", 2);
    graph.output("y", x[2], Scalar.of(7), x[0], x[2]);
    graph.output("one", Scalar.ONE);
    List<Batch> y = run(graph, lanes);
    for (int robot = 0; robot < ROBOTS; robot++) {
      assertThat(y.get(0).robot(robot)).containsExactly(200 + robot, 7, robot, 200 + robot);
      assertThat(y.get(1).robot(robot)).containsExactly(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.lanewise.compile.RandomKernelsTest#widths")
  void outputsTwiceAndUsedAgain(Lanes lanes) {
    Graph graph = new Graph("twice");
    Scalar[] x = graph.input("x", 2);
    Scalar sum = x[0].plus(x[1]);
    graph.output("y", sum, x[1], sum);
    graph.output("z", sum);
    graph.output("w", sum.times(2), Scalar.of(-3));
    List<Batch> out = run(graph, lanes);
    for (int robot = 0; robot < ROBOTS; robot++) {
      double s = 100 + 2 * robot;
      assertThat(out.get(0).robot(robot)).containsExactly(s, 100 + robot, s);
      assertThat(out.get(1).robot(robot)).containsExactly(s);
      assertThat(out.get(2).robot(robot)).containsExactly(2 * s, -3);
    }
  }

  @Test
  void manyConstantsAndCopiesSpanChunks() {
    Graph graph = new Graph("table");
    Scalar x = graph.input("x", 1)[0];
    Scalar[] table = new Scalar[1000];
    Arrays.setAll(table, i -> i % 10 == 0 ? x : Scalar.of(i));
    graph.output("y", table);
    Batch y = run(graph, Lanes.widest(ElementType.DOUBLE)).getFirst();
    for (int row = 0; row < 1000; row++) {
      assertThat(y.get(row, 69)).isEqualTo(row % 10 == 0 ? 69 : row);
    }
  }

  @Test
  void onlyConstants() {
    Graph graph = new Graph("constants");
    graph.output("y", Scalar.of(2.5), Scalar.ZERO);
    assertThat(run(graph, Lanes.widest(ElementType.FLOAT)).getFirst().robot(69)).containsExactly(2.5, 0);
  }

  /** A value tied to a derivative of its own may be a constant; so may its difference from itself. */
  @ParameterizedTest
  @MethodSource("io.github.lanewise.compile.RandomKernelsTest#widths")
  void functionsOfWhatTurnsOutConstant(Lanes lanes) {
    Graph graph = new Graph("tied");
    Scalar[] x = graph.input("x", 1);
    Scalar one = graph.withDerivative(x, new Scalar[] {Scalar.ONE}, bar -> bar, dot -> dot)[0];
    Scalar zero = x[0].minus(graph.withDerivative(x, x, bar -> bar, dot -> dot)[0]);
    graph.output("y", one.sin(), one.cos(), one.exp(), one.plus(1).log(), one.tanh(), one.atan2(one), zero.cos(),
        zero.exp().over(one));
    double[] y = run(graph, lanes).getFirst().robot(3);
    double[] expected = {Math.sin(1), Math.cos(1), Math.E, Math.log(2), Math.tanh(1), Math.PI / 4, 1, 1};
    for (int i = 0; i < expected.length; i++) {
      assertThat(y[i]).isEqualTo(lanes.type() == ElementType.DOUBLE ? expected[i] : (float) expected[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.lanewise.compile.RandomKernelsTest#widths")
  void aDryRunTouchesNothing(Lanes lanes) {
    Graph graph = new Graph("dry");
    Scalar[] x = graph.input("x", 1);
    graph.output("y", x[0].sin(), x[0].plus(1));
    Kernel kernel = Kernel.compile(graph, lanes);
    Batch in = new Batch(lanes.type(), 1, ROBOTS);
    Batch out = new Batch(lanes.type(), 2, ROBOTS);
    out.fill(0, 7);
    out.fill(1, 8);
    Workspace workspace = new Workspace(lanes.type());
    kernel.bind(in, out).prepare(workspace);
    kernel.runner().run(workspace.array(), new Object[] {in.array(), out.array()}, new int[] {in.start(), out.start()},
        new int[] {in.blockStride(), out.blockStride()}, 0, in.blockCount(), true);
    for (int robot = 0; robot < ROBOTS; robot++) {
      assertThat(out.robot(robot)).containsExactly(7, 8);
    }
  }

  @Test
  void aKernelKeepsThePortsItWasCompiledWith() {
    Graph graph = new Graph("growing");
    Scalar[] x = graph.input("x", 1);
    graph.output("y", x[0].plus(1));
    Kernel kernel = Kernel.compile(graph, Lanes.widest(ElementType.DOUBLE));
    graph.output("later", x[0].plus(2));
    assertThat(kernel.outputs()).extracting(Graph.Port::name).containsExactly("y");
  }

  @Test
  void bindingsThatDoNotFitAreRefused() {
    Graph empty = new Graph("empty");
    empty.input("x", 1);
    assertThatThrownBy(() -> Kernel.compile(empty, Lanes.widest(ElementType.DOUBLE)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("empty has no outputs");
    Graph graph = new Graph("two");
    Scalar[] x = graph.input("x", 2);
    graph.output("y", x[0].plus(x[1]));
    graph.output("z", x[0].minus(x[1]));
    Kernel kernel = Kernel.compile(graph, Lanes.widest(ElementType.DOUBLE));
    Batch in = new Batch(ElementType.DOUBLE, 2, 5);
    Batch whole = new Batch(ElementType.DOUBLE, 2, 5);
    assertThatThrownBy(() -> kernel.bind(in, whole.rows(0, 1)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 ports but 2 batches");
    assertThatThrownBy(() -> kernel.bind(in, whole.rows(0, 1), whole.rows(0, 1)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'y'").hasMessageContaining("'z'");
    assertThatThrownBy(() -> kernel.bind(in, in.rows(1, 1), whole.rows(0, 1)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'y'").hasMessageContaining("'x'");
    Batch fine = new Batch(Lanes.widest(ElementType.DOUBLE).sharedBy(5, 2), 2, 5);
    assertThatThrownBy(() -> kernel.bind(fine, whole.rows(0, 1), whole.rows(1, 1)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("of 8").hasMessageContaining("of 32");
    assertThat(kernel.bind(in, whole.rows(0, 1), whole.rows(1, 1)).blockCount()).isEqualTo(1);
  }
}
