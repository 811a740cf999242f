package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be forgotten when a kernel is bound or run, and what is said of what may not. */
class BindingTest {
  private static final int ROBOTS = 100;

  /** Large enough to keep rows of one chunk for another in scratch. */
  private static Graph graph() {
    Graph graph = new Graph("waves");
    Scalar[] q = graph.input("q", 12);
    Scalar[] v = graph.input("v", 12);
    Scalar[] y = new Scalar[12];
    for (int i = 0; i < y.length; i++) {
      y[i] = Scalar.ZERO;
      for (int j = 0; j < y.length; j++) {
        y[i] = y[i].plus(q[j].times(i + 1).sin().times(v[(i + j) % 12].cos()));
      }
    }
    graph.output("y", y);
    return graph;
  }

  private static Batch filled(Lanes lanes) {
    Batch batch = new Batch(lanes, 12, ROBOTS);
    for (int row = 0; row < 12; row++) {
      for (int robot = 0; robot < ROBOTS; robot++) {
        batch.set(row, robot, Math.sin(row + 0.1 * robot));
      }
    }
    return batch;
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void scratchThatNobodyPreparedIsMadeByTheFirstRun(ElementType type) {
    Lanes lanes = Lanes.widest(type);
    Kernel kernel = Kernel.compile(graph(), lanes);
    assertThat(kernel.workspaceElements()).as("it needs scratch").isPositive();
    Batch[] y = {new Batch(lanes, 12, ROBOTS), new Batch(lanes, 12, ROBOTS), new Batch(lanes, 12, ROBOTS)};
    Workspace prepared = new Workspace(type);
    Binding first = kernel.bind(filled(lanes), filled(lanes), y[0]);
    first.prepare(prepared);
    first.run(prepared);
    kernel.bind(filled(lanes), filled(lanes), y[1]).run(new Workspace(type));
    try (Workers workers = new Workers(type, 2)) {
      kernel.bind(filled(lanes), filled(lanes), y[2]).run(workers);
    }
    Batch again = new Batch(lanes, 12, ROBOTS);
    Binding part = kernel.bind(filled(lanes), filled(lanes), again);
    part.run(1, part.blockCount(), new Workspace(type));
    for (int robot = 0; robot < ROBOTS; robot++) {
      assertThat(y[1].robot(robot)).isEqualTo(y[0].robot(robot));
      assertThat(y[2].robot(robot)).isEqualTo(y[0].robot(robot));
      assertThat(again.robot(robot)).isEqualTo(robot < lanes.blockSize() ? new double[12] : y[0].robot(robot));
    }
    assertThat(y[0].get(3, 70)).isNotZero();
  }

  @Test
  void aWorkspaceOfTheOtherNumbersIsNamed() {
    Kernel kernel = Kernel.compile(graph(), Lanes.widest(ElementType.FLOAT));
    Binding binding =
        kernel.bind(filled(kernel.lanes()), filled(kernel.lanes()), new Batch(kernel.lanes(), 12, ROBOTS));
    assertThatThrownBy(() -> binding.run(new Workspace(ElementType.DOUBLE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kernel waves is FLOAT but its workspace is for DOUBLE");
  }

  @Test
  void portsWithoutABatchAreNamed() {
    Kernel kernel = Kernel.compile(graph(), Lanes.widest(ElementType.DOUBLE));
    Batch some = filled(kernel.lanes());
    assertThatThrownBy(() -> kernel.bind(some)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("has 3 ports but 1 batches were given: none for 'v', 'y'");
    assertThatThrownBy(() -> kernel.bind(some, null, filled(kernel.lanes())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port 'v' of waves was given null in place of a batch");
    assertThatThrownBy(() -> kernel.bind(null, some, filled(kernel.lanes()))).hasMessageContaining("port 'q'");
  }

  @Test
  void batchesOfTheOtherNumbersAreNamed() {
    Kernel kernel = Kernel.compile(graph(), Lanes.widest(ElementType.FLOAT));
    assertThatThrownBy(() -> kernel.bind(filled(kernel.lanes()), filled(Lanes.widest(ElementType.DOUBLE)),
        filled(kernel.lanes()))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port 'v' of waves is FLOAT but its batch is DOUBLE: make the batch with the kernel's lanes, or as"
            + " rows of its simulation");
  }
}
