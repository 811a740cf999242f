package io.github.lanewise.compile;

import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;

/** Who uses what in a graph. */
final class Uses {
  private Uses() {}

  /** By node id: whether an output depends on it. */
  static boolean[] needed(Graph graph) {
    boolean[] needed = new boolean[graph.nodes().size()];
    for (Graph.Port port : graph.outputs()) {
      for (Scalar row : port.rows()) {
        needed[row.id()] = true;
      }
    }
    for (int i = needed.length - 1; i >= 0; i--) {
      if (needed[i]) {
        Scalar s = graph.nodes().get(i);
        for (int k = 0; k < s.argCount(); k++) {
          needed[s.arg(k).id()] = true;
        }
      }
    }
    return needed;
  }

  /** By node id: how often needed nodes and outputs use it. */
  static int[] count(Graph graph, boolean[] needed) {
    int[] uses = new int[needed.length];
    for (Scalar s : graph.nodes()) {
      if (needed[s.id()]) {
        for (int k = 0; k < s.argCount(); k++) {
          uses[s.arg(k).id()]++;
        }
      }
    }
    for (Graph.Port port : graph.outputs()) {
      for (Scalar row : port.rows()) {
        uses[row.id()]++;
      }
    }
    return uses;
  }
}
