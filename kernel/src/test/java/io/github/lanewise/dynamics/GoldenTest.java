package io.github.lanewise.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.lagrange.Golden;
import io.github.lanewise.dynamics.lagrange.GoldenFile;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Traced algorithms, interpreted and compiled, against the results that Lagrange's equations, solved apart from this
 * library, have for the same robot files and states ({@link Golden}).
 */
class GoldenTest {
  private static final double TOLERANCE = 1e-12;

  private RobotModel model;
  private List<Map<String, BigDecimal[]>> states;

  /** From the inputs of each state to the outputs for it. */
  private interface Evaluator {
    List<double[][]> outputs(Graph graph, List<double[][]> inputs);
  }

  static Stream<String> robots() {
    return Golden.robots();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void interpretedGraphsAgree(String name) throws IOException {
    checkAll(name, (graph, inputs) -> inputs.stream().map(new Interpreter(graph)::evaluate)
        .toList());
  }

  /** The robot with joints of every kind; others' kernels take longer to be made. */
  @Test
  void compiledKernelsAgree() throws IOException {
    checkAll("acrobat", GoldenTest::compiled);
  }

  private static List<double[][]> compiled(Graph graph, List<double[][]> inputs) {
    Kernel kernel = Kernel.compile(graph, Lanes.widest(ElementType.DOUBLE));
    List<Batch> in = batches(graph.inputs(), inputs.size());
    List<Batch> out = batches(graph.outputs(), inputs.size());
    for (int i = 0; i < in.size(); i++) {
      for (int k = 0; k < inputs.size(); k++) {
        in.get(i).setRobot(k, inputs.get(k)[i]);
      }
    }
    Binding binding = kernel.bind(Stream.concat(in.stream(), out.stream()).toArray(Batch[]::new));
    Workspace workspace = new Workspace(ElementType.DOUBLE);
    binding.prepare(workspace);
    binding.run(workspace);
    return IntStream.range(0, inputs.size())
        .mapToObj(k -> out.stream().map(batch -> batch.robot(k)).toArray(double[][]::new)).toList();
  }

  private static List<Batch> batches(List<Graph.Port> ports, int robots) {
    return ports.stream().map(port -> new Batch(ElementType.DOUBLE, port.size(), robots)).toList();
  }

  private void checkAll(String name, Evaluator evaluator) throws IOException {
    model = TestRobots.get(name);
    states = GoldenFile.states(name);
    check(evaluator, Algorithms.inverseDynamics(model), "rnea");
    check(evaluator, Algorithms.biasForces(model), "nle");
    check(evaluator, Algorithms.gravityForces(model), "gravity");
    check(evaluator, Algorithms.massMatrix(model), "M");
    check(evaluator, Algorithms.articulatedBody(model), "qdd");
    check(evaluator, Algorithms.forwardDynamics(model), "qdd");
    check(evaluator, Algorithms.forwardDynamicsDerivatives(model), "qdd", "dqdd_dq", "dqdd_dv", "dqdd_dtau");
    check(evaluator, Algorithms.inverseDynamicsDerivatives(model), "drnea_dq", "drnea_dv");
    check(evaluator, Algorithms.energy(model), "kinetic", "potential", "com");
    check(evaluator, Algorithms.forwardKinematics(model), "joints", "frames");
    for (Integrator integrator : List.of(Integrator.EXPLICIT_EULER, Integrator.PLAIN_RK4)) {
      String key = integrator == Integrator.PLAIN_RK4 ? "rk4" : "euler";
      check(evaluator, Algorithms.torqueStep(model, integrator, Golden.TIME_STEP), key + "_q", key + "_v");
      check(evaluator, Algorithms.articulatedBodyStep(model, integrator, Golden.TIME_STEP), key + "_q", key + "_v");
      check(evaluator, new StepFunction(
          model, integrator, Golden.TIME_STEP, ControlLaw.torque(model), false).step(), "passive_" + key);
    }
  }

  /** The outputs of a graph against the results of those names, in the states that have them. */
  private void check(Evaluator evaluator, Graph graph, String... names) {
    assertThat(graph.outputs()).hasSameSizeAs(names);
    List<double[][]> outputs = evaluator.outputs(graph, IntStream.range(0, states.size())
        .mapToObj(k -> graph.inputs().stream().map(port -> input(k, port)).toArray(double[][]::new)).toList());
    for (int i = 0; i < names.length; i++) {
      for (int k = 0; k < states.size(); k++) {
        double[] expected = result(k, names[i]);
        if (expected != null) {
          int columns = names[i].startsWith("d") ? model.nv() : expected.length;
          assertThat(error(outputs.get(k)[i], expected, columns))
              .as("%s of %s in state %d", names[i], model.name(), k).isLessThan(TOLERANCE);
        }
      }
    }
  }

  /** x is q and v, u is tau; no forces act on the bodies. */
  private double[] input(int k, Graph.Port port) {
    return switch (port.name()) {
      case "x" -> Numbers.join(result(k, "q"), result(k, "v"));
      case "u" -> result(k, "tau");
      case "f" -> new double[port.size()];
      default -> result(k, port.name());
    };
  }

  /** Numbers of state k, null if it has none of that name; of a step's result both parts have names. */
  private double[] result(int k, String name) {
    if (name.matches("(euler|rk4)_[qv]")) {
      double[] both = result(k, name.substring(0, name.length() - 2));
      return name.endsWith("q") ? Arrays.copyOf(both, model.nq())
          : Arrays.copyOfRange(both, model.nq(), both.length);
    }
    BigDecimal[] numbers = states.get(k).get(name);
    return numbers == null ? null : Arrays.stream(numbers).mapToDouble(BigDecimal::doubleValue).toArray();
  }

  /** The largest error in a row of a matrix over the largest number there, of all rows. */
  private static double error(double[] actual, double[] expected, int columns) {
    assertThat(actual).hasSameSizeAs(expected);
    return IntStream.range(0, expected.length / columns).mapToDouble(row -> Numbers.error(
        Arrays.copyOfRange(actual, row * columns, (row + 1) * columns),
        Arrays.copyOfRange(expected, row * columns, (row + 1) * columns), 1e-6)).max().orElseThrow();
  }
}
