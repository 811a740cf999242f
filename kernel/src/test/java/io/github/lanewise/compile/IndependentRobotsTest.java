package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.RandomFormula;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A robot's result is its own: not the neighbours', not the place's, not the threads'. */
class IndependentRobotsTest {
  private static final int ROWS = 6;
  private static final int ROBOTS = 700;

  private static Graph graph() {
    Graph graph = new Graph("independent");
    Scalar[] x = graph.input("x", ROWS);
    Scalar[] y = RandomFormula.tame(5, x, 120, 10);
    graph.output("y", y);
    graph.output("xBar", Reverse.vjp(y, Scalar.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), x));
    return graph;
  }

  private static double[][] inputs() {
    Random random = new Random(1);
    return IntStream.range(0, ROBOTS).mapToObj(robot -> random.doubles(ROWS, -1, 1).toArray()).toArray(double[][]::new);
  }

  /** Results by robot, where robot i sits at {@code place[i]}. */
  private static double[][] run(ElementType type, double[][] inputs, int[] place, int threads) {
    Batch x = new Batch(type, ROWS, ROBOTS);
    Batch y = new Batch(type, 10, ROBOTS);
    Batch xBar = new Batch(type, ROWS, ROBOTS);
    for (int i = 0; i < ROBOTS; i++) {
      x.setRobot(place[i], inputs[i]);
    }
    Binding binding = Kernel.compile(graph(), Lanes.widest(type)).bind(x, y, xBar);
    try (Workers workers = new Workers(type, threads)) {
      binding.prepare(workers);
      binding.run(workers);
    }
    return IntStream.range(0, ROBOTS).mapToObj(i -> IntStream.range(0, 10 + ROWS)
        .mapToDouble(k -> k < 10 ? y.get(k, place[i]) : xBar.get(k - 10, place[i])).toArray()).toArray(double[][]::new);
  }

  private static int[] inOrder() {
    return IntStream.range(0, ROBOTS).toArray();
  }

  @ParameterizedTest
  @CsvSource({"DOUBLE, 1", "DOUBLE, 2", "DOUBLE, 3", "FLOAT, 2"})
  void resultsDependNeitherOnPlaceNorOnThreads(ElementType type, int threads) {
    double[][] inputs = inputs();
    double[][] expected = run(type, inputs, inOrder(), 1);
    int[] shuffled = inOrder();
    Random random = new Random(2);
    for (int i = ROBOTS - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = swap;
    }
    assertThat(run(type, inputs, shuffled, threads)).isDeepEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void nonFiniteNeighboursDisturbNobody(ElementType type) {
    double[][] inputs = inputs();
    double[][] expected = run(type, inputs, inOrder(), 1);
    double[] poison = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE};
    for (int robot = 3; robot < ROBOTS; robot += 7) {
      inputs[robot] = inputs[robot].clone();
      Arrays.fill(inputs[robot], poison[robot % poison.length]);
    }
    double[][] result = run(type, inputs, inOrder(), 1);
    int changed = 0;
    for (int robot = 0; robot < ROBOTS; robot++) {
      if (robot % 7 != 3) {
        assertThat(result[robot]).as("robot %d", robot).containsExactly(expected[robot]);
      } else {
        changed += Arrays.equals(result[robot], expected[robot]) ? 0 : 1;
      }
    }
    assertThat(changed).isEqualTo(100);
  }
}
