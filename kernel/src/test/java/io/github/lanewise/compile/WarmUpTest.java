package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.RandomFormula;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A kernel that is run again and again is known to be compiled some time, and pauses no more from then on. */
class WarmUpTest {
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 12;
  private static final int ROBOTS = 64;

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void runsBecomeQuick(ElementType type) {
    Graph graph = new Graph("to be warm");
    graph.output("y", RandomFormula.tame(1, graph.input("x", INPUTS), 2000, OUTPUTS));
    Kernel kernel = Kernel.compile(graph, Lanes.widest(type));
    Batch x = new Batch(type, INPUTS, ROBOTS);
    for (int row = 0; row < INPUTS; row++) {
      x.fill(row, 0.5 - 0.2 * row);
    }
    Workspace workspace = new Workspace(type);
    Binding binding = kernel.bind(x, new Batch(type, OUTPUTS, ROBOTS));
    binding.prepare(workspace);
    binding.run(workspace);
    assertThat(kernel.isWarm()).as("after the first run, which nothing was compiled for").isFalse();
    Assertions.assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
      while (!kernel.isWarm()) {
        binding.run(workspace);
      }
    });
    assertThat(kernel.pausedNanos()).as("what was not given up").isLessThan(Kernel.PAUSES_NANOS);
  }
}
