package io.github.lanewise.task;

import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.simulation.LaneSimulation;
import java.util.Arrays;

/** Robots with physical parameters of each lane's own, as a task {@linkplain LaneTask#vary varies} them. */
final class VariedRobots {
  private final LaneTask task;
  private final LaneSimulation simulation;
  private final double[] nominal;
  private final double[] drawn;
  private final RandomStream[] random;

  /** Draws all of them; lanes draw from streams of their own below the seed. */
  VariedRobots(LaneTask task, LaneSimulation simulation, RandomStream seeds) {
    this.task = task;
    this.simulation = simulation;
    nominal = simulation.nominalParameters();
    drawn = new double[nominal.length];
    random = new RandomStream[simulation.robotCount()];
    Arrays.setAll(random, seeds::stream);
    for (int lane = 0; lane < random.length; lane++) {
      draw(lane);
    }
  }

  /** Another robot in a lane; between runs. */
  void draw(int lane) {
    System.arraycopy(nominal, 0, drawn, 0, drawn.length);
    task.vary(random[lane], drawn);
    for (int row = 0; row < drawn.length; row++) {
      simulation.parameters().set(row, lane, drawn[row]);
    }
  }

  void save(Snapshot snapshot) {
    snapshot.put("robots.parameters", simulation.parameters());
    snapshot.putWhole("robots.random", Arrays.stream(random).mapToLong(RandomStream::state).toArray());
  }

  void resume(Snapshot snapshot) {
    snapshot.get("robots.parameters", simulation.parameters());
    long[] states = snapshot.getWhole("robots.random", random.length);
    for (int lane = 0; lane < random.length; lane++) {
      random[lane].resume(states[lane]);
    }
  }
}
