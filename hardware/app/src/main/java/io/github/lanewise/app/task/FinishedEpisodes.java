package io.github.lanewise.app.task;

import io.github.lanewise.task.Returns;
import io.github.lanewise.task.TaskRollout.End;
import java.util.stream.DoubleStream;

/**
 * How episodes of a run ended and what they were worth, and what each lane was worth over the whole run. Those of
 * robots that failed or blew up count like the others.
 */
final class FinishedEpisodes {
  private final double[] running;
  private final double[] lanes;
  private final boolean[] ended;
  private final boolean firstAlone;
  private final int[] counts = new int[End.values().length];
  private final DoubleStream.Builder finished = DoubleStream.builder();
  private final DoubleStream.Builder distances = DoubleStream.builder();
  private Returns returns;
  private double[] distancesToGoal;

  /**
   * Of so many lanes, before the first step.
   *
   * @param firstAlone whether only the first episode of each lane counts: of a fixed number of steps, those that fail
   *     soon would count more often
   */
  FinishedEpisodes(int lanes, boolean firstAlone) {
    running = new double[lanes];
    this.lanes = new double[lanes];
    ended = new boolean[lanes];
    this.firstAlone = firstAlone;
  }

  /** A lane has done a step. */
  void add(int lane, double reward, End end) {
    running[lane] += reward;
    lanes[lane] += reward;
    if (end != End.NONE) {
      if (!firstAlone || !ended[lane]) {
        counts[end.ordinal()]++;
        finished.add(running[lane]);
      }
      ended[lane] = true;
      running[lane] = 0;
    }
  }

  /** An episode that is to count ends so far from its goal; called before {@link #add}. */
  void addDistance(int lane, double distance) {
    if (!firstAlone || !ended[lane]) {
      distances.add(distance);
    }
  }

  /** The run is over. */
  void finish() {
    distancesToGoal = distances.build().toArray();
    returns = Returns.of(finished.build().toArray());
  }

  /** Episodes that ended like this. */
  int count(End end) {
    return counts[end.ordinal()];
  }

  /** Of tasks that have a goal: how far from it episodes ended. */
  double[] distances() {
    return distancesToGoal;
  }

  /** Of all that ended. */
  Returns returns() {
    return returns;
  }

  /** Return of each lane over the run. */
  double[] laneReturns() {
    return lanes;
  }
}
