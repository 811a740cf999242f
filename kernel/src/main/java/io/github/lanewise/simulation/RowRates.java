package io.github.lanewise.simulation;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Configuration;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.stream.Stream;

/** {@code dx = T(x) x_dot}: the rates of the rows of a state from its tangent. */
final class RowRates {
  private final Batch rates;
  private final Binding binding;

  /** Where every joint has one axis, both are the same numbers in the same storage. */
  RowRates(Simulation simulation, Batch state, Batch tangent) {
    RobotModel model = simulation.model();
    if (model.nq() == model.nv()) {
      rates = tangent;
      binding = null;
      return;
    }
    Graph graph = new Graph("rates of " + model.name());
    Scalar[] x = graph.input("x", state.rowCount());
    Scalar[] dot = graph.input("x_dot", tangent.rowCount());
    Scalar[] ofQ = Configuration.toRates(model, Arrays.copyOf(x, model.nq()), Arrays.copyOf(dot, model.nv()));
    graph.output("rates", Stream.concat(Stream.of(ofQ), Arrays.stream(dot, model.nv(), dot.length))
        .toArray(Scalar[]::new));
    rates = simulation.states();
    binding = simulation.kernels().bind(Kernel.compile(graph, simulation.lanes()), state, tangent, rates);
  }

  Batch rates() {
    return rates;
  }

  void run(int block, Workspace workspace) {
    if (binding != null) {
      binding.run(block, block + 1, workspace);
    }
  }
}
