package io.github.lanewise.app.task;

import io.github.lanewise.app.report.LaneArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.dynamics.StateCheck;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.task.ActionRange;
import io.github.lanewise.task.LaneTask;
import io.github.lanewise.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Starts and actions from {@code .npz} files, in the layout that {@link TaskRecord} writes. */
final class TaskFiles {
  private TaskFiles() {}

  /**
   * The array {@code action}, lanes x steps x actions.
   *
   * @throws IllegalArgumentException as {@link LaneArray#ofSteps}
   */
  static LaneArray actions(Path file, LaneTask task) throws IOException {
    return LaneArray.ofSteps(file, List.of("action"), "task '" + task.name() + "'",
        task.actions().stream().map(ActionRange::name).toList());
  }

  /**
   * States to start from, of each lane: {@code q0} and {@code qd0}, or {@code q} and {@code qd}, or {@code x}, one
   * behind the other, as the task reports them.
   *
   * @param states nq + nv rows of each, as the simulation has them
   * @param source the array that has the lanes
   */
  record Starts(double[][] states, LaneArray source) {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if they are not there, are of another task, or of a state that cannot be; the
   *     message names both sizes, or lane and row
   */
  static Starts starts(Path file, LaneTask task) throws IOException {
    NpzFile npz = NpzFile.read(file);
    String of = "task '" + task.name() + "'";
    int nq = task.positionCount();
    List<String> names = task.stateNames();
    LaneArray first;
    LaneArray velocities = null;
    if (npz.has("x") && !npz.has("q0") && !npz.has("q")) {
      first = LaneArray.ofLanes(file, List.of("x"), "q and qd of " + of, names);
    } else {
      boolean own = npz.has("q0");
      first = LaneArray.ofLanes(file, List.of(own ? "q0" : "q"), of, names.subList(0, nq));
      velocities = LaneArray.ofLanes(file, List.of(own ? "qd0" : "qd"), of, names.subList(nq, names.size()));
      if (velocities.lanes() != first.lanes()) {
        throw new IllegalArgumentException(file + ": array '" + first.name() + "' has " + first.lanes()
            + " lanes, but '" + velocities.name() + "' has " + velocities.lanes());
      }
    }
    double[][] states = new double[first.lanes()][];
    for (int lane = 0; lane < states.length; lane++) {
      double[] reported = Arrays.copyOf(first.row(lane, 0), names.size());
      if (velocities != null) {
        System.arraycopy(velocities.row(lane, 0), 0, reported, nq, names.size() - nq);
      }
      states[lane] = task.state(reported);
      String fault = task instanceof Task robots ? fault(robots, states[lane]) : null;
      if (fault != null) {
        throw new IllegalArgumentException(file + ": lane " + lane + " is where no robot can be: " + fault);
      }
    }
    return new Starts(states, first);
  }

  /** Of what is no robot the simulation sees it. */
  private static String fault(Task task, double[] x) {
    Batch alone = new Batch(ElementType.DOUBLE, x.length, 1);
    alone.setRobot(0, x);
    return StateCheck.fault(task.robot(), alone, 0);
  }
}
