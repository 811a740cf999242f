package io.github.lanewise.app.dump;

import io.github.lanewise.trace.Forward;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Reverse;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The derivatives of y = f(x), x and y being all rows of all ports. */
enum Derivative {
  /** f itself. */
  NONE,
  /** {@code x_bar = (dy/dx)' y_bar}. */
  VJP,
  /** {@code y_dot = dy/dx x_dot}. */
  JVP,
  /** {@code dy/dx}, for each pair of ports, row by row. */
  JACOBIAN;

  /** The graph (modified) with this derivative besides its values. */
  Graph of(Graph graph) {
    List<Graph.Port> inputs = List.copyOf(graph.inputs());
    List<Graph.Port> outputs = List.copyOf(graph.outputs());
    Scalar[] x = rows(inputs);
    Scalar[] y = rows(outputs);
    switch (this) {
      case NONE -> { }
      case VJP -> output(graph, inputs, "_bar", Reverse.vjp(y, input(graph, outputs, "_bar"), x));
      case JVP -> output(graph, outputs, "_dot", Forward.jvp(y, x, input(graph, inputs, "_dot")));
      case JACOBIAN -> outputJacobians(graph, inputs, outputs, j -> {
        Scalar[] unit = Scalar.zeros(x.length);
        unit[j] = Scalar.ONE;
        return Forward.jvp(y, x, unit);
      });
    }
    return graph;
  }

  private static Scalar[] rows(List<Graph.Port> ports) {
    return ports.stream().flatMap(port -> port.rows().stream()).toArray(Scalar[]::new);
  }

  private static Scalar[] input(Graph graph, List<Graph.Port> ports, String suffix) {
    return ports.stream().flatMap(port -> Arrays.stream(graph.input(port.name() + suffix, port.size())))
        .toArray(Scalar[]::new);
  }

  private static void output(Graph graph, List<Graph.Port> ports, String suffix, Scalar[] rows) {
    int first = 0;
    for (Graph.Port port : ports) {
      graph.output(port.name() + suffix, Arrays.copyOfRange(rows, first, first + port.size()));
      first += port.size();
    }
  }

  private static void outputJacobians(Graph graph, List<Graph.Port> inputs, List<Graph.Port> outputs,
      Function<Integer, Scalar[]> column) {
    int firstColumn = 0;
    for (Graph.Port input : inputs) {
      Scalar[][] columns = new Scalar[input.size()][];
      for (int j = 0; j < columns.length; j++) {
        columns[j] = column.apply(firstColumn + j);
      }
      int firstRow = 0;
      for (Graph.Port output : outputs) {
        Scalar[] matrix = new Scalar[output.size() * columns.length];
        for (int e = 0; e < matrix.length; e++) {
          matrix[e] = columns[e % columns.length][firstRow + e / columns.length];
        }
        graph.output("d" + output.name() + "_d" + input.name(), matrix);
        firstRow += output.size();
      }
      firstColumn += columns.length;
    }
  }
}
