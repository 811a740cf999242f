package io.github.lanewise.app.watch;

import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** States of many lanes in an {@code .npz} of {@link StateArray}s, or in a {@code .csv} of roll-outs. */
final class StatesFile {
  private final Path file;
  private final RobotModel model;
  private final LaneRange wanted;

  StatesFile(Path file, RobotModel model, LaneRange wanted) {
    this.file = file;
    this.model = model;
    this.wanted = wanted;
  }

  /**
   * The lanes that are wanted.
   *
   * @param timeStep that was given [s], null for the file's own
   * @throws IllegalArgumentException if the file is of another robot, has no such lane or no time step, or one that
   *     differs from the one given
   */
  Motion read(Double timeStep) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return ofRollouts(RolloutFile.read(file, false).rollouts(), timeStep);
    }
    if (!name.endsWith(".npz")) {
      throw new IllegalArgumentException(file + ": states are in files with names that end in .npz or .csv;"
          + " recordings of a loop are read by --data");
    }
    return ofArrays(NpzFile.read(file), timeStep);
  }

  private Motion ofArrays(NpzFile npz, Double timeStep) {
    boolean whole = StateArray.STATES.in(npz) != null;
    StateArray kind = whole ? StateArray.STATES : StateArray.CONFIGURATIONS;
    NpyArray states = kind.inLanes(npz);
    if (states == null) {
      throw new IllegalArgumentException(file + " has no states; the arrays that are read are " + StateArray.table()
          + ", but it has " + (npz.names().isEmpty() ? "none" : String.join(", ", npz.names())));
    }
    int[] shape = states.shape();
    requireWidth(kind.in(npz), shape[2], whole ? model.nq() + model.nv() : model.nq(), whole ? "nq + nv" : "nq");
    String velocities = StateArray.VELOCITIES.in(npz);
    if (velocities != null) {
      int[] other = StateArray.VELOCITIES.inLanes(npz).shape();
      requireWidth(velocities, other[2], model.nv(), "nv");
      requireSame(velocities, other, kind.in(npz), shape);
    }
    if (shape[1] == 0) {
      throw new IllegalArgumentException(file + ": array '" + kind.in(npz) + "' has no steps");
    }
    List<Integer> lanes = wanted.of(shape[0], file);
    List<double[]> q = lanes.stream().map(lane -> configurations(states, lane)).toList();
    Double seed = StateArray.SEED.number(npz);
    return new Motion(file.toString(), timeStep(timeStep, StateArray.TIME_STEP.number(npz)), lanes, q,
        contacts(npz, lanes, shape), seed == null ? null : (Long) Math.round(seed), List.of());
  }

  private Motion.Contacts contacts(NpzFile npz, List<Integer> lanes, int[] states) {
    String pointsName = StateArray.CONTACT_POINTS.in(npz);
    String forcesName = StateArray.CONTACT_FORCES.in(npz);
    if (pointsName == null && forcesName == null) {
      return null;
    }
    if (pointsName == null || forcesName == null) {
      throw new IllegalArgumentException(file + " has an array '" + (pointsName == null ? forcesName : pointsName)
          + "', but not the points and the forces of contacts both: " + StateArray.table());
    }
    NpyArray points = StateArray.CONTACT_POINTS.inLanes(npz);
    NpyArray forces = StateArray.CONTACT_FORCES.inLanes(npz);
    requireSame(pointsName, points.shape(), "the states", states);
    requireSame(forcesName, forces.shape(), pointsName, points.shape());
    int count = points.shape()[2];
    if (points.shape()[3] != 3 || forces.shape()[3] != 3 || forces.shape()[2] != count) {
      throw new IllegalArgumentException(file + ": array '" + pointsName + "' has " + count + " contacts of "
          + points.shape()[3] + " numbers, '" + forcesName + "' " + forces.shape()[2] + " of " + forces.shape()[3]
          + ", but both need the same number of 3");
    }
    return new Motion.Contacts(count, lanes.stream().map(lane -> part(points, lane)).toList(),
        lanes.stream().map(lane -> part(forces, lane)).toList());
  }

  private Motion ofRollouts(Rollouts rollouts, Double timeStep) {
    requireWidth("x", rollouts.stateCount(), model.nq() + model.nv(), "nq + nv");
    List<Integer> lanes = wanted.of(rollouts.count(), file);
    List<double[]> q = new ArrayList<>();
    for (int lane : lanes) {
      double[] values = new double[rollouts.stepCount() * model.nq()];
      for (int i = 0; i < values.length; i++) {
        int step = i / model.nq();
        boolean there = rollouts.weight(step, lane) > 0;
        values[i] = there ? rollouts.states().get(step * rollouts.stateCount() + i % model.nq(), lane) : Double.NaN;
      }
      q.add(values);
    }
    return new Motion(file.toString(), timeStep(timeStep, rollouts.timeStep()), lanes, q, null, null, List.of());
  }

  private void requireWidth(String name, int width, int needed, String meaning) {
    if (width != needed) {
      throw new IllegalArgumentException(file + ": array '" + name + "' has " + width + " numbers a step, but robot '"
          + model.name() + "' has " + meaning + " = " + needed + " (nq " + model.nq() + ", nv " + model.nv()
          + "): name the robot that the file is of, and --free-base if its base was free");
    }
  }

  private void requireSame(String name, int[] shape, String otherName, int[] other) {
    if (shape[0] != other[0] || shape[1] != other[1]) {
      throw new IllegalArgumentException(file + ": array '" + name + "' has " + shape[0] + " lanes of " + shape[1]
          + " steps, but " + otherName + " has " + other[0] + " of " + other[1]);
    }
  }

  private double timeStep(Double given, Double own) {
    if (given == null && own == null) {
      throw new IllegalArgumentException(file + " has no time_step_s: give --time-step, the time between its steps");
    }
    if (own != null && (!(own > 0) || Double.isInfinite(own))) {
      throw new IllegalArgumentException(file + ": time_step_s is " + own + ", but must be positive and finite");
    }
    if (given != null && own != null && !given.equals(own)) {
      throw new IllegalArgumentException(
          file + " has time_step_s " + own + ", but --time-step is " + given + ": leave it out");
    }
    return own == null ? given : own;
  }

  private double[] configurations(NpyArray states, int lane) {
    int width = states.shape()[2];
    double[] all = part(states, lane);
    double[] q = new double[all.length / width * model.nq()];
    for (int step = 0; step < all.length / width; step++) {
      System.arraycopy(all, step * width, q, step * model.nq(), model.nq());
    }
    return q;
  }

  private static double[] part(NpyArray array, int lane) {
    int size = array.values().length / array.shape()[0];
    return Arrays.copyOfRange(array.values(), lane * size, (lane + 1) * size);
  }
}
