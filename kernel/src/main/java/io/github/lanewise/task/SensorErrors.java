package io.github.lanewise.task;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.simulation.LaneSimulation;
import java.util.Arrays;

/**
 * {@code x + e, e = sigma o eps}: states as they are sensed, with {@linkplain LaneTask#sensorDeviations errors} that
 * each lane draws from a stream of its own, anew after each step. Nothing is allocated by sensing.
 */
final class SensorErrors {
  private final double[] deviations;
  private final RandomStream[] random;
  private final Batch moment;
  private final Batch sensed;
  private final Batch[] errors;

  /**
   * Draws the first ones.
   *
   * @param seeds lanes draw from streams below
   * @param steps T: errors are kept of T + 1 states
   * @return null for a task without
   * @throws IllegalArgumentException if the task has other numbers of deviations than rows, or one that cannot be
   */
  static SensorErrors of(LaneTask task, LaneSimulation simulation, RandomStream seeds, int steps) {
    double[] deviations = task.sensorDeviations();
    int rows = task.stateNames().size();
    if (deviations.length == 0) {
      return null;
    }
    if (deviations.length != rows || !Arrays.stream(deviations).allMatch(d -> d >= 0 && d < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("task '" + task.name() + "' has sensors of deviations "
          + Arrays.toString(deviations) + ": one for each of the " + rows
          + " rows of a reported state, finite and from 0 on");
    }
    return new SensorErrors(deviations, simulation, seeds, steps);
  }

  /** Rows behind q and v have no errors. */
  private SensorErrors(double[] deviations, LaneSimulation simulation, RandomStream seeds, int steps) {
    this.deviations = deviations;
    random = new RandomStream[simulation.robotCount()];
    Arrays.setAll(random, seeds::stream);
    int rows = simulation.stateCount();
    moment = simulation.rows(rows);
    sensed = simulation.rows(rows);
    errors = new Batch[steps + 1];
    Arrays.setAll(errors, t -> simulation.rows(rows));
    for (int block = 0; block < moment.blockCount(); block++) {
      draw(block);
    }
  }

  /** Of the state that a step has led to. */
  void draw(int block) {
    int first = LaneRows.first(moment, block);
    for (int lane = first; lane < first + LaneRows.count(moment, block); lane++) {
      for (int row = 0; row < deviations.length; row++) {
        moment.set(row, lane, deviations[row] * random[lane].nextGaussian());
      }
    }
  }

  /** x + e, with the errors of the moment, which are kept as those of the state that step t begins in. */
  void sense(int t, Batch state, int block) {
    errors[t].copyBlock(moment, 0, block);
    sensed.copyBlock(state, 0, block);
    LaneRows.add(sensed, moment, block);
  }

  /** What {@link #sense} gave. */
  Batch sensed() {
    return sensed;
  }

  /** e of the state that step t begins in, t from 0 to T. */
  Batch of(int t) {
    return errors[t];
  }

  void save(Snapshot snapshot) {
    snapshot.put("sensors.errors", moment);
    snapshot.putWhole("sensors.random", Arrays.stream(random).mapToLong(RandomStream::state).toArray());
  }

  void resume(Snapshot snapshot) {
    snapshot.get("sensors.errors", moment);
    long[] states = snapshot.getWhole("sensors.random", random.length);
    for (int lane = 0; lane < random.length; lane++) {
      random[lane].resume(states[lane]);
    }
  }
}
