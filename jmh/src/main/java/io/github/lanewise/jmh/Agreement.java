package io.github.lanewise.jmh;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Whether a competitor computes what the others do: each is compared with the interpreter, which evaluates the traced
 * formulas as they stand, in double precision.
 *
 * <p>The error of an output port is the largest difference relative to the port's largest entry, robot by robot.
 */
final class Agreement {
  /** Coprime to every block size, so that robots in all lanes are compared. */
  private static final int STRIDE = 7;

  private Agreement() {}

  /** The largest error allowed. */
  static double tolerance(ElementType type) {
    return type == ElementType.DOUBLE ? 1e-9 : 1e-3;
  }

  /**
   * Compares robots from all over the batch.
   *
   * @param results the rows of each output port that the competitor found for a robot
   * @throws IllegalStateException if one differs by more than the tolerance, or is not a number
   */
  static void check(String competitor, Graph graph, Batch[] inputs, IntFunction<double[][]> results, double tolerance) {
    Interpreter interpreter = new Interpreter(graph);
    for (int robot = 0; robot < inputs[0].robotCount(); robot += STRIDE) {
      int k = robot;
      double[][] expected =
          interpreter.evaluate(Arrays.stream(inputs).map(batch -> batch.robot(k)).toArray(double[][]::new));
      double[][] actual = results.apply(robot);
      for (int p = 0; p < expected.length; p++) {
        double error = error(actual[p], expected[p]);
        if (!(error <= tolerance)) {
          throw new IllegalStateException(String.format(Locale.ROOT,
              "%s disagrees on '%s' of %s, robot %d: relative error %.2g where %.0e is allowed", competitor,
              graph.outputs().get(p).name(), graph.name(), robot, error, tolerance));
        }
      }
    }
  }

  /**
   * Compares one result of numbers of like size.
   *
   * @throws IllegalStateException if it differs by more than the tolerance, or is not a number
   */
  static void check(String competitor, double[] actual, double[] expected, double tolerance) {
    double error = error(actual, expected);
    if (!(error <= tolerance)) {
      throw new IllegalStateException(String.format(Locale.ROOT,
          "%s disagrees: relative error %.2g where %.0e is allowed", competitor, error, tolerance));
    }
  }

  private static double error(double[] actual, double[] expected) {
    if (actual.length != expected.length) {
      throw new IllegalStateException(actual.length + " rows where " + expected.length + " are expected");
    }
    double scale = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(actual[i] - expected[i]));
    }
    return scale == 0 ? error : error / scale;
  }
}
