package io.github.lanewise.learning;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Scalar;

/**
 * {@code z = (o - mean) / deviation} of the observations of a simulation's robots, and the pullback of z to the state
 * and the last action that were observed, block by block.
 */
final class ObservationLanes {
  private final int rows;
  private final Batch center;
  private final Batch unit;
  private final Binding normalize;
  private final Batch z;
  private final LaneTask task;
  private final LaneSimulation simulation;
  private final Batch state;
  private final Batch last;
  private final Batch bar;
  private final Batch lastBar;
  private Batch stateBar;
  private Workers.Task pull;

  /**
   * Compiles; statistics are those of {@link #set}.
   *
   * @param observation what is normalised
   */
  ObservationLanes(LaneTask task, LaneSimulation simulation, Batch observation) {
    this.task = task;
    this.simulation = simulation;
    rows = observation.rowCount();
    center = simulation.rows(rows);
    unit = simulation.rows(rows);
    z = simulation.rows(rows);
    normalize = simulation.bind(normalization(), observation, center, unit, z);
    state = simulation.rows(simulation.stateCount());
    last = simulation.rows(simulation.actionCount());
    bar = simulation.rows(rows);
    lastBar = simulation.rows(simulation.actionCount());
  }

  /** Compiles the pullback, once; tangents of a state have so many rows. */
  void prepare(int tangents) {
    stateBar = simulation.rows(tangents);
    pull = task.observingPullback(simulation, state, last, unit, bar, stateBar, lastBar);
  }

  private Kernel normalization() {
    Graph graph = new Graph("normalisation");
    Scalar[] o = graph.input("o", rows);
    Scalar[] mean = graph.input("mean", rows);
    Scalar[] by = graph.input("unit", rows);
    Scalar[] normal = new Scalar[rows];
    for (int row = 0; row < rows; row++) {
      normal[row] = o[row].minus(mean[row]).times(by[row]);
    }
    graph.output("z", normal);
    return Kernel.compile(graph, simulation.lanes());
  }

  /** Takes over means and deviations. */
  void set(Normalizer normalizer) {
    for (int row = 0; row < rows; row++) {
      set(row, normalizer.mean(row), normalizer.deviation(row));
    }
  }

  /** Takes over those of the moment. */
  void set(RunningStatistics statistics) {
    for (int row = 0; row < rows; row++) {
      set(row, statistics.mean(row), statistics.deviation(row));
    }
  }

  private void set(int row, double mean, double deviation) {
    center.fill(row, mean);
    unit.fill(row, 1 / deviation);
  }

  /** z of the observation of the moment; zeros in lanes that are no robots. */
  void normalize(Batch to, int block, Workspace workspace) {
    normalize.run(block, block + 1, workspace);
    to.copyBlock(z, 0, block);
    LaneRows.clearPadding(to, block);
  }

  /**
   * Pulls cotangents of z at a state and a last action back; read {@link #stateBar} and {@link #lastBar}.
   *
   * @param errors with which the state was sensed, constants; null for none
   */
  void pullBack(Batch of, Batch errors, Batch lastAction, Batch zBar, int block, Workspace workspace) {
    state.copyBlock(of, 0, block);
    if (errors != null) {
      LaneRows.add(state, errors, block);
    }
    last.copyBlock(lastAction, 0, block);
    bar.copyBlock(zBar, 0, block);
    pull.run(block, block + 1, workspace);
  }

  Batch stateBar() {
    return stateBar;
  }

  Batch lastBar() {
    return lastBar;
  }
}
