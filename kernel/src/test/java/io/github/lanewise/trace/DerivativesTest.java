package io.github.lanewise.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Forward and reverse mode against finite differences and against each other, on random formulas over all operations.
 */
class DerivativesTest {
  private static final int INPUTS = 6;
  private static final int OUTPUTS = 8;
  private static final int POINTS = 40;
  private static final double STEP = 1e-5;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void agreeOnRandomFormulas(long seed) {
    Graph graph = new Graph("random " + seed);
    Scalar[] x = graph.input("x", INPUTS);
    Scalar[] xDot = graph.input("xDot", INPUTS);
    Scalar[] yBar = graph.input("yBar", OUTPUTS);
    Scalar[] y = RandomFormula.tame(seed, x, 60, OUTPUTS);
    graph.output("y", y);
    graph.output("yDot", Forward.jvp(y, x, xDot));
    graph.output("xBar", Reverse.vjp(y, yBar, x));
    Interpreter interpreter = new Interpreter(graph);
    Random random = new Random(seed);
    int kinks = 0;
    double size = 0;
    for (int point = 0; point < POINTS; point++) {
      double[] at = numbers(random, INPUTS);
      double[] direction = numbers(random, INPUTS);
      double[] weight = numbers(random, OUTPUTS);
      double[][] result = interpreter.evaluate(at, direction, weight);
      double forward = dot(weight, result[1]);
      double reverse = dot(result[2], direction);
      assertThat(reverse).as("seed %d, point %d: y_bar . (J x_dot) and (J' y_bar) . x_dot", seed, point)
          .isCloseTo(forward, within(1e-11 * (1 + Math.abs(forward))));
      double coarse = difference(interpreter, at, direction, weight, STEP);
      double fine = difference(interpreter, at, direction, weight, STEP / 8);
      if (Math.abs(coarse - fine) > 1e-6 * (1 + Math.abs(fine))) {
        kinks++;
        continue;
      }
      assertThat(forward).as("seed %d, point %d: against finite differences", seed, point)
          .isCloseTo(fine, within(1e-6 * (1 + Math.abs(fine))));
      size += Math.abs(forward);
    }
    assertThat(kinks).as("points where a choice changes within the step").isLessThan(POINTS / 5);
    assertThat(size / POINTS).as("mean derivative").isGreaterThan(1e-3);
  }

  @Test
  void everyEntryOfTheJacobianAgrees() {
    Graph graph = new Graph("jacobian");
    Scalar[] x = graph.input("x", 4);
    Scalar[] y = {
      x[0].ifLess(x[1], x[2].squared(), x[3].exp()), x[0].min(x[1]).times(x[2].max(x[3])), x[2].atan2(x[3]).tanh(),
      x[0].abs().sqrt().log().plus(x[3].cos()), x[1].sin().over(x[2])
    };
    for (int j = 0; j < 4; j++) {
      Scalar[] unit = Scalar.zeros(4);
      unit[j] = Scalar.ONE;
      graph.output("column " + j, Forward.jvp(y, x, unit));
    }
    for (int i = 0; i < 5; i++) {
      Scalar[] unit = Scalar.zeros(5);
      unit[i] = Scalar.ONE;
      graph.output("row " + i, Reverse.vjp(y, unit, x));
    }
    double[][] result = new Interpreter(graph).evaluate(new double[] {-0.3, 0.7, 1.2, -0.4});
    double[][] expected = {
      {0, 0, 2.4, 0}, {1.2, 0, -0.3, 0}, {0, 0, -0.4 / 1.6 * (1 - square(Math.tanh(Math.atan2(1.2, -0.4)))),
        -1.2 / 1.6 * (1 - square(Math.tanh(Math.atan2(1.2, -0.4))))},
      {0.5 / -0.3, 0, 0, Math.sin(0.4)}, {0, Math.cos(0.7) / 1.2, -Math.sin(0.7) / 1.44, 0}
    };
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(result[j][i]).as("forward dy%d/dx%d", i, j).isCloseTo(expected[i][j], within(1e-14));
        assertThat(result[4 + i][j]).as("reverse dy%d/dx%d", i, j).isCloseTo(expected[i][j], within(1e-14));
      }
    }
  }

  private static double difference(Interpreter f, double[] x, double[] direction, double[] weight, double step) {
    double[] ahead = x.clone();
    double[] behind = x.clone();
    for (int i = 0; i < x.length; i++) {
      ahead[i] += step * direction[i];
      behind[i] -= step * direction[i];
    }
    double plus = dot(weight, f.evaluate(ahead, direction, weight)[0]);
    double minus = dot(weight, f.evaluate(behind, direction, weight)[0]);
    return (plus - minus) / (2 * step);
  }

  private static double[] numbers(Random random, int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double square(double x) {
    return x * x;
  }
}
