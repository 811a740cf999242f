package io.github.lanewise.app.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.app.Run;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code lanewise dump}: the summary counts the lines below it, and derivatives are derivatives. */
final class DumpTest {
  private static final Path README = Path.of("../../README.md");

  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void theSummaryCountsTheLines(Algorithm algorithm) throws IOException {
    Path file = folder.resolve("dump.json");
    Run run = Run.of("dump", "--robot", "finger", "--algorithm", algorithm, "--precision", "float", "--width", 256,
        "--json", file);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    List<String> lines = run.out().lines().toList();
    long chunks = lines.stream().filter(line -> line.startsWith("chunk ")).count();
    long loads = lines.stream().filter(line -> line.matches("  t\\d+ = \\w+\\[\\d+]")).count();
    long stores = lines.stream().filter(line -> line.matches("  \\w+\\[\\d+] = .*")).count();
    long all = lines.stream().filter(line -> line.matches("  \\S+ = .*")).count();
    long fused = lines.stream().filter(line -> line.matches(" .* = \\S+ \\* \\S+ \\+ \\S+")).count();
    assertThat(json.get("chunks").asLong()).isEqualTo(chunks).isPositive();
    assertThat(json.get("loads").asLong()).isEqualTo(loads).isPositive();
    assertThat(json.get("stores").asLong()).isEqualTo(stores).isPositive();
    assertThat(json.get("operations").get("fma").asLong()).isEqualTo(fused).isPositive();
    assertThat(json.get("operations").valueStream().mapToLong(JsonNode::asLong).sum()).isEqualTo(all - loads - stores);
    assertThat(json.get("flops_per_robot").asLong()).isBetween(fused, 2 * all);
    assertThat(json.get("lanes").asInt()).isEqualTo(8);
    assertThat(run.out()).contains("float in 256-bit vectors, 8 at once")
        .containsPattern("chunks +" + chunks + " ").containsPattern("loads +" + loads + " ")
        .containsPattern("stores +" + stores + " ").contains(fused + " fma");
    assertThat(Run.of("dump", "--help").out()).contains(" " + algorithm);
  }

  /** Every derivative by differences of the algorithm's own values, at a state where none of them is zero. */
  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = "STEP", mode = EnumSource.Mode.EXCLUDE)
  void derivativesAreThoseOfTheValues(Algorithm algorithm) {
    RobotModel model = RobotModel.builtIn("finger");
    Graph values = algorithm.graph(model, Derivative.NONE);
    double[][] x = random(values.inputs(), 1);
    double[][] xDot = random(values.inputs(), 2);
    double[][] yBar = random(values.outputs(), 3);
    double[] difference = difference(values, x, xDot);
    Graph jvp = algorithm.graph(model, Derivative.JVP);
    assertSame(flat(lastOutputs(jvp, values.outputs().size(), x, xDot)), difference);
    Graph vjp = algorithm.graph(model, Derivative.VJP);
    double pulled = dot(flat(lastOutputs(vjp, values.inputs().size(), x, yBar)), flat(xDot));
    double pushed = dot(flat(yBar), difference);
    assertThat(pulled).isNotZero().isCloseTo(pushed, within(1e-6 * Math.abs(pushed)));
  }

  /** J x_dot of all Jacobians in a file is the pushforward. */
  @ParameterizedTest
  @EnumSource(value = Algorithm.class, names = {"BIAS", "CRBA", "FORWARD_DYNAMICS", "KINEMATICS", "ENERGY"})
  void jacobiansTimesATangentAreThePushforward(Algorithm algorithm) {
    RobotModel model = RobotModel.builtIn("finger");
    Graph values = algorithm.graph(model, Derivative.NONE);
    double[][] x = random(values.inputs(), 1);
    double[][] xDot = random(values.inputs(), 2);
    Graph jacobian = algorithm.graph(model, Derivative.JACOBIAN);
    int inputs = values.inputs().size();
    int outputs = values.outputs().size();
    double[][] matrices = lastOutputs(jacobian, inputs * outputs, x, new double[0][]);
    double[][] product = new double[outputs][];
    for (int o = 0; o < outputs; o++) {
      product[o] = new double[values.outputs().get(o).size()];
      for (int i = 0; i < inputs; i++) {
        double[] matrix = matrices[i * outputs + o];
        int n = xDot[i].length;
        assertThat(jacobian.outputs().get(outputs + i * outputs + o).name())
            .isEqualTo("d" + values.outputs().get(o).name() + "_d" + values.inputs().get(i).name());
        for (int e = 0; e < matrix.length; e++) {
          product[o][e / n] += matrix[e] * xDot[i][e % n];
        }
      }
    }
    assertSame(flat(product), difference(values, x, xDot));
  }

  private static double[] difference(Graph values, double[][] x, double[][] xDot) {
    double h = 1e-5;
    double[] above = flat(new Interpreter(values).evaluate(moved(x, xDot, h)));
    double[] below = flat(new Interpreter(values).evaluate(moved(x, xDot, -h)));
    Arrays.setAll(above, i -> (above[i] - below[i]) / (2 * h));
    return above;
  }

  private static double[][] moved(double[][] x, double[][] direction, double h) {
    double[][] moved = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      moved[i] = x[i].clone();
      for (int j = 0; j < moved[i].length; j++) {
        moved[i][j] += h * direction[i][j];
      }
    }
    return moved;
  }

  private static double[][] lastOutputs(Graph graph, int count, double[][] x, double[][] more) {
    double[][] arguments = Arrays.copyOf(x, x.length + more.length);
    System.arraycopy(more, 0, arguments, x.length, more.length);
    double[][] all = new Interpreter(graph).evaluate(arguments);
    return Arrays.copyOfRange(all, all.length - count, all.length);
  }

  private static double[][] random(List<Graph.Port> ports, long seed) {
    Random random = new Random(seed);
    return ports.stream().map(port -> random.doubles(port.size(), -1, 1).toArray()).toArray(double[][]::new);
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void assertSame(double[] actual, double[] expected) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(scale).isPositive();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("row " + i).isCloseTo(expected[i], within(1e-7 * scale));
    }
  }

  /** Ports say which derivative it is; the library's own formulas are taken where there are any. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "step | none | step of arm7: x[14] u[7] -> x_next[14]",
    "step | vjp | step VJP of arm7: x[14] u[7] x_next_bar[14] seed[14] u_bar_before[7]"
        + " -> x_next[14] x_bar[14] u_bar[7]",
    "step | jvp | step JVP of arm7: x[14] u[7] x_dot[14] u_dot[7] -> x_next_dot[14]",
    "step | jacobian | step Jacobian of arm7: x[14] u[7] -> x_next[14] A[196] B[98]",
    "aba | jacobian | q[7] v[7] tau[7] -> a[7] da_dq[49] da_dv[49] da_dtau[49]",
    "rnea | jacobian | q[7] v[7] a[7] -> dtau_dq[49] dtau_dv[49]",
    "rnea | vjp | q[7] v[7] a[7] tau_bar[7] -> tau[7] q_bar[7] v_bar[7] a_bar[7]"})
  void portsOfDerivatives(String algorithm, String derivative, String ports) {
    Run run = Run.of("dump", "--robot", "arm7", "--algorithm", algorithm, "--derivatives", derivative);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().findFirst().orElseThrow()).endsWith(ports);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--algorithm step-vjp | no algorithm 'step-vjp'; there are rnea, bias, gravity, crba, aba, forward-dynamics,",
    "--algorithm newton | forward-dynamics, kinematics, frame-jacobian, energy, step, and --derivatives",
    "--algorithm aba --derivatives hessian | JACOBIAN",
    "--algorithm aba --precision half | DOUBLE",
    "--algorithm aba --width 100 | a DOUBLE kernel cannot be 100 bits wide: use 128, 256, 512, or 64",
    "--derivatives vjp | Missing required option: '--algorithm=NAME'"})
  void wrongArgumentsNameTheChoices(String arguments, String sentence) {
    Run run = Run.of((Object[]) ("dump --robot finger " + arguments).split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence).endsWith("Try 'lanewise dump --help'." + System.lineSeparator());
    assertThat(run.out()).isEmpty();
  }

  /** What the README shows is what the command prints, but for numbers and the lines that it leaves out. */
  @Test
  void theReadmeShowsWhatItPrints() throws IOException {
    String section = Files.readString(README).split("## How to read a compiled kernel")[1].split("\n## ")[0];
    String[] blocks = section.split("```\n");
    Run run = Run.of((Object[]) blocks[1].strip().replace("./lanewise ", "").split(" "));
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> shown = shapes(blocks[3]).stream().filter(line -> !line.equals("  ...")).toList();
    assertThat(shown).hasSizeGreaterThan(15);
    assertThat(shapes(run.out())).containsSubsequence(shown);
  }

  private static List<String> shapes(String text) {
    return text.lines().map(line -> line.replaceAll("-?\\d[\\d.,E-]*", "#").replaceAll(" +#", " #")).toList();
  }
}
