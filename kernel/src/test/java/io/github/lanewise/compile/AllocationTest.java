package io.github.lanewise.compile;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.QuietCalls;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.RandomFormula;
import io.github.lanewise.trace.Scalar;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After warm-up a run allocates nothing, in no thread. */
class AllocationTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void runningABinding(int threads) {
    Graph graph = new Graph("moderate");
    Scalar[] x = graph.input("x", 8);
    graph.output("y", RandomFormula.tame(9, x, 60, 8));
    Batch in = new Batch(ElementType.DOUBLE, 8, 512);
    Batch out = new Batch(ElementType.DOUBLE, 8, 512);
    Binding binding = Kernel.compile(graph, Lanes.widest(ElementType.DOUBLE)).bind(in, out);
    try (Workers workers = new Workers(ElementType.DOUBLE, threads)) {
      binding.prepare(workers);
      QuietCalls.assertReached(() -> binding.run(workers));
    }
  }

  @Test
  void runningLongChunks() {
    for (String robot : List.of("arm7", "quadruped")) {
      RobotModel model = RobotModel.builtIn(robot);
      for (Graph graph : List.of(Algorithms.articulatedBody(model), Algorithms.energy(model))) {
        Kernel kernel = Kernel.compile(graph, Lanes.widest(ElementType.DOUBLE));
        Binding binding = kernel.bind(Stream.concat(kernel.inputs().stream(), kernel.outputs().stream())
            .map(port -> new Batch(ElementType.DOUBLE, port.rows().size(), 1)).toArray(Batch[]::new));
        Workspace workspace = new Workspace(ElementType.DOUBLE);
        binding.prepare(workspace);
        QuietCalls.assertReached(() -> binding.run(workspace));
      }
    }
  }

  @Test
  void callingAFunction() {
    BatchedFunction f = BatchedFunction.trace("small", Lanes.widest(ElementType.FLOAT), 2,
        x -> new Scalar[] {x[0].sin().times(x[1]), x[0].atan2(x[1].squared().plus(1))});
    Batch[] x = {new Batch(ElementType.FLOAT, 2, 256), new Batch(ElementType.FLOAT, 2, 256)};
    Batch y = new Batch(ElementType.FLOAT, 2, 256);
    QuietCalls.assertReached(() -> {
      f.evaluate(x[0], y);
      f.vjp(x[0], x[1], y);
      f.jvp(x[1], x[0], y);
    });
  }
}
