package io.github.lanewise.simulation;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workspace;

/**
 * States of one block of robots, written going forwards and read going backwards by the same thread, in its workspace:
 * so there is one of it for each thread, however many robots there are.
 */
final class History {
  /** Most bytes of a thread: a window of 32 control steps of a humanoid has a third of it. */
  private static final long LIMIT = 64 << 20;

  private final int size;
  private final int origin;

  /**
   * Makes room in all threads of the simulation.
   *
   * @param states how many of them
   */
  History(Simulation simulation, int states) {
    size = simulation.state().rowCount() * simulation.lanes().blockSize();
    origin = Workspace.origin(simulation.lanes().type());
    simulation.workers().ensureKept(Math.multiplyExact(states, size));
  }

  /** How many control steps' states there may be. */
  static int mostControlSteps(Simulation simulation) {
    long bytes = (long) simulation.substepCount() * simulation.state().rowCount() * simulation.lanes().blockBytes();
    return (int) Math.min(Integer.MAX_VALUE, LIMIT / bytes);
  }

  void put(int place, Batch state, int block, Workspace workspace) {
    System.arraycopy(state.array(), LaneRows.index(state, 0, block), workspace.kept(), origin + place * size, size);
  }

  /** The state is modified. */
  void get(int place, Batch state, int block, Workspace workspace) {
    System.arraycopy(workspace.kept(), origin + place * size, state.array(), LaneRows.index(state, 0, block), size);
  }
}
