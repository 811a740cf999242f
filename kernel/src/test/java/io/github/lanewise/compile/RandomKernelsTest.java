package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Random formulas compiled at every width against the scalar twin, to the bit, and against the interpreter. */
class RandomKernelsTest {
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 12;
  private static final int ROBOTS = 77;

  /** Every width that this machine computes on. */
  static Stream<Lanes> widths() {
    return Stream.of(ElementType.values()).flatMap(type -> Stream.of(128, 256, 512)
        .filter(bits -> bits <= Lanes.widest(type).bits()).map(bits -> new Lanes(type, bits)));
  }

  /** By the Vector API alone, and by what it is made of where the JVM lets us. */
  static Stream<Arguments> dialects() {
    return widths().flatMap(lanes -> Stream.of(new VectorDialect(lanes), new IntrinsicDialect(lanes))
        .filter(dialect -> dialect instanceof VectorDialect || IntrinsicDialect.isAvailable())
        .map(dialect -> Arguments.of(lanes, dialect)));
  }

  private static Graph derivatives(long seed, int operations) {
    Graph graph = new Graph("tame " + seed);
    Scalar[] x = graph.input("x", INPUTS);
    Scalar[] direction = graph.input("direction", INPUTS);
    Scalar[] y = RandomFormula.tame(seed, x, operations, OUTPUTS);
    graph.output("y", y);
    graph.output("yDot", Forward.jvp(y, x, direction));
    graph.output("xBar",
        Reverse.vjp(y, Scalar.of(IntStream.range(0, OUTPUTS).mapToDouble(i -> 1.5 - 0.25 * i).toArray()), x));
    return graph;
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void vectorsEqualTheScalarTwin(Lanes lanes, Dialect dialect) {
    for (long seed = 1; seed <= 2; seed++) {
      Graph graph = derivatives(seed, 100);
      assertThat(bits(run(graph, lanes, dialect, seed, false))).as("seed %d", seed)
          .isEqualTo(bits(twin(graph, lanes.type(), seed, false)));
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void vectorsEqualTheScalarTwinWhateverTheNumbers(Lanes lanes, Dialect dialect) {
    int finite = 0;
    for (long seed = 1; seed <= 8; seed++) {
      Graph graph = new Graph("wild " + seed);
      Scalar[] x = graph.input("x", INPUTS);
      graph.output("y", RandomFormula.wild(seed, x, 50, OUTPUTS));
      double[][] vectors = run(graph, lanes, dialect, seed, true);
      assertThat(bits(vectors)).as("seed %d", seed).isEqualTo(bits(twin(graph, lanes.type(), seed, true)));
      finite += (int) Arrays.stream(vectors).flatMapToDouble(Arrays::stream).filter(v -> Double.isFinite(v) && v != 0)
          .count();
    }
    assertThat(finite).as("numbers among the results").isGreaterThan(8 * OUTPUTS * ROBOTS / 10);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void compiledEqualsInterpreted(ElementType type) {
    double tolerance = type == ElementType.DOUBLE ? 1e-11 : 5e-3;
    double sum = 0;
    for (long seed = 1; seed <= 4; seed++) {
      Graph graph = derivatives(seed, 60);
      Interpreter interpreter = new Interpreter(graph);
      double[][] compiled = run(graph, Lanes.widest(type), Dialect.of(Lanes.widest(type)), seed, false);
      List<Batch> inputs = inputs(graph, type, seed, false);
      for (int robot = 0; robot < ROBOTS; robot++) {
        double[][] expected = interpreter.evaluate(inputs.get(0).robot(robot), inputs.get(1).robot(robot));
        double[] flat = Arrays.stream(expected).flatMapToDouble(Arrays::stream).toArray();
        for (int i = 0; i < flat.length; i++) {
          assertThat(compiled[robot][i]).as("seed %d, robot %d, output %d", seed, robot, i)
              .isCloseTo(flat[i], within(tolerance * (1 + Math.abs(flat[i]))));
          sum += Math.abs(flat[i]);
        }
      }
    }
    assertThat(sum / (4 * ROBOTS * (2 * OUTPUTS + INPUTS))).as("mean magnitude").isGreaterThan(0.05);
  }

  private static List<Batch> inputs(Graph graph, ElementType type, long seed, boolean special) {
    double[] extremes = {0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1e30, -1e30, 1e-40,
        1e300, -1, 0.5};
    Random random = new Random(seed);
    return graph.inputs().stream().map(port -> {
      Batch batch = new Batch(type, port.size(), ROBOTS);
      for (int robot = 0; robot < ROBOTS; robot++) {
        for (int row = 0; row < port.size(); row++) {
          double ordinary = random.nextDouble() * 2 - 1;
          boolean extreme = special && random.nextInt(8) == 0;
          batch.set(row, robot, extreme ? extremes[random.nextInt(extremes.length)] : ordinary);
        }
      }
      return batch;
    }).toList();
  }

  private static double[][] twin(Graph graph, ElementType type, long seed, boolean special) {
    return run(graph, Lanes.scalar(type), new ScalarDialect(type), seed, special);
  }

  private static double[][] run(Graph graph, Lanes lanes, Dialect dialect, long seed, boolean special) {
    List<Batch> in = inputs(graph, lanes.type(), seed, special);
    List<Batch> out = graph.outputs().stream().map(port -> new Batch(lanes.type(), port.size(), ROBOTS)).toList();
    Workspace workspace = new Workspace(lanes.type());
    Binding binding = Kernel.compile(graph, lanes, dialect)
        .bind(Stream.concat(in.stream(), out.stream()).toArray(Batch[]::new));
    binding.prepare(workspace);
    binding.run(workspace);
    return IntStream.range(0, ROBOTS)
        .mapToObj(robot -> out.stream().flatMapToDouble(batch -> Arrays.stream(batch.robot(robot))).toArray())
        .toArray(double[][]::new);
  }

  /** Bits, all NaN alike. */
  private static long[][] bits(double[][] values) {
    return Arrays.stream(values).map(row -> Arrays.stream(row).mapToLong(Double::doubleToLongBits).toArray())
        .toArray(long[][]::new);
  }
}
