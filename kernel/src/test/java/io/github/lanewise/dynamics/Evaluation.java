package io.github.lanewise.dynamics;

import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import java.util.List;

/** A graph in plain double arithmetic, its outputs by name. */
public final class Evaluation {
  private final List<String> outputs;
  private final Interpreter interpreter;

  /** Of a complete graph. */
  public Evaluation(Graph graph) {
    outputs = graph.outputs().stream().map(Graph.Port::name).toList();
    interpreter = new Interpreter(graph);
  }

  /** The rows of one output. */
  public double[] get(String output, double[]... inputs) {
    if (!outputs.contains(output)) {
      throw new IllegalArgumentException("no output '" + output + "' among " + outputs);
    }
    return interpreter.evaluate(inputs)[outputs.indexOf(output)];
  }

  /** The rows of the first output. */
  public double[] of(double[]... inputs) {
    return interpreter.evaluate(inputs)[0];
  }
}
