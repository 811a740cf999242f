package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.RandomFormula;
import io.github.lanewise.trace.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A dump says what the kernel does: evaluated line by line it gives the kernel's results. */
class DumpTest {
  private static Graph graph() {
    Graph graph = new Graph("dumped");
    Scalar[] x = graph.input("x", 4);
    graph.output("y", RandomFormula.tame(21, x, 150, 10));
    graph.output("copy", x[3], Scalar.of(4.5));
    return graph;
  }

  @Test
  void evaluatesToTheSame() {
    Graph graph = graph();
    Kernel kernel = Kernel.compile(graph, Lanes.scalar(ElementType.DOUBLE));
    double[] x = new Random(4).doubles(4, -1, 1).toArray();
    Map<String, Double> values = new HashMap<>();
    IntStream.range(0, 4).forEach(i -> values.put("x[" + i + "]", x[i]));
    kernel.dump().lines().filter(line -> line.startsWith("  ")).forEach(line -> {
      String[] sides = line.strip().split(" = ", 2);
      values.put(sides[0], evaluate(sides[1].split(" "), values));
    });
    double[][] expected = new Interpreter(graph).evaluate(x);
    for (int i = 0; i < 10; i++) {
      assertThat(values.get("y[" + i + "]")).isCloseTo(expected[0][i], within(1e-12));
    }
    assertThat(values.get("copy[0]")).isEqualTo(x[3]);
    assertThat(values.get("copy[1]")).isEqualTo(4.5);
  }

  @Test
  void listsEveryOperationOnce() {
    Kernel kernel = Kernel.compile(graph(), new Lanes(ElementType.FLOAT, 256));
    List<String> lines = kernel.dump().lines().toList();
    assertThat(lines.getFirst()).startsWith("dumped, FLOAT x 8, ");
    List<String> computed = lines.stream().filter(line -> line.matches("  t\\d+ = .*"))
        .filter(line -> !line.matches("  t\\d+ = (x|scratch)\\[\\d+]")).map(line -> line.strip().split(" ")[0])
        .toList();
    assertThat(computed).doesNotHaveDuplicates()
        .hasSize(kernel.operationCounts().values().stream().mapToInt(Integer::intValue).sum());
    long chunks = lines.stream().filter(line -> line.startsWith("chunk ")).count();
    long loads = lines.stream().filter(line -> line.matches("  t\\d+ = (x|scratch)\\[\\d+]")).count();
    long stores = lines.stream().filter(line -> line.matches("  (y|copy|scratch)\\[\\d+] = .*")).count();
    assertThat(kernel.shape().chunks()).isEqualTo((int) chunks).isGreaterThan(2);
    assertThat(kernel.shape().loads()).isEqualTo((int) loads);
    assertThat(kernel.shape().stores()).isEqualTo((int) stores);
  }

  private static double evaluate(String[] tokens, Map<String, Double> values) {
    if (tokens.length == 1 && tokens[0].endsWith(")")) {
      return function(tokens[0], values);
    }
    if (tokens.length == 2) {
      return function(tokens[0] + " " + tokens[1], values);
    }
    double a = number(tokens[0], values);
    if (tokens.length == 1) {
      return a;
    }
    double b = number(tokens[2], values);
    return switch (tokens.length + tokens[1]) {
      case "3+" -> a + b;
      case "3-" -> a - b;
      case "3*" -> a * b;
      case "3/" -> a / b;
      case "5*" -> Math.fma(a, b, number(tokens[4], values));
      case "7<" -> a < b ? number(tokens[4], values) : number(tokens[6], values);
      default -> throw new IllegalArgumentException(String.join(" ", tokens));
    };
  }

  private static double function(String text, Map<String, Double> values) {
    String name = text.substring(0, text.indexOf('('));
    String[] arguments = text.substring(name.length() + 1, text.length() - 1).split(", ");
    double a = number(arguments[0], values);
    return switch (name) {
      case "sqrt" -> Math.sqrt(a);
      case "abs" -> Math.abs(a);
      case "flip" -> (Double.doubleToRawLongBits(number(arguments[1], values)) & 1) == 0 ? a : -a;
      case "power2" -> Double.longBitsToDouble((Double.doubleToRawLongBits(a) << 52) + (1023L << 52));
      case "exponent" -> Math.getExponent(a);
      case "significand" -> a / Math.scalb(1.0, Math.getExponent(a));
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static double number(String token, Map<String, Double> values) {
    if (values.containsKey(token)) {
      return values.get(token);
    }
    return token.startsWith("-t") ? -values.get(token.substring(1)) : Double.parseDouble(token);
  }
}
