package io.github.lanewise.app.watch;

import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What an {@code .npz} of states may hold, under which names: the one place where a name is added. */
enum StateArray {
  STATES("lanes x steps x (nq + nv)", "states", "x"),
  CONFIGURATIONS("lanes x steps x nq", "q"),
  VELOCITIES("lanes x steps x nv", "v", "qd"),
  CONTACT_POINTS("lanes x steps x contacts x 3", "contact_points"),
  CONTACT_FORCES("lanes x steps x contacts x 3", "contact_forces"),
  TIME_STEP("a single number", "time_step_s"),
  SEED("a single number", "seed");

  private final String shape;
  private final List<String> names;

  StateArray(String shape, String... names) {
    this.shape = shape;
    this.names = List.of(names);
  }

  /** The name that it has in a file, null if it is not there. */
  String in(NpzFile file) {
    return names.stream().filter(file::has).findFirst().orElse(null);
  }

  /** The number in a file, null if there is none. */
  Double number(NpzFile file) {
    String name = in(file);
    return name == null ? null : (Double) file.array(name, shape).value();
  }

  /**
   * The array in a file, with a dimension for lanes, of which one that lacks it has one; null if it is not there.
   *
   * @throws IllegalArgumentException if it has another number of dimensions
   */
  NpyArray inLanes(NpzFile file) {
    String name = in(file);
    if (name == null) {
      return null;
    }
    int dimensions = shape.split(" x ").length;
    if (file.dimensions(name) == dimensions - 1) {
      NpyArray lane = file.array(name, "", any(dimensions - 1));
      int[] withLanes = new int[dimensions];
      withLanes[0] = 1;
      System.arraycopy(lane.shape(), 0, withLanes, 1, dimensions - 1);
      return new NpyArray(lane.values(), withLanes);
    }
    return file.array(name, shape, any(dimensions));
  }

  private static int[] any(int dimensions) {
    int[] shape = new int[dimensions];
    Arrays.fill(shape, -1);
    return shape;
  }

  /** All names and shapes, for people. */
  static String table() {
    return Arrays.stream(values()).map(array -> String.join(" or ", array.names) + " (" + array.shape + ")")
        .collect(Collectors.joining(", "));
  }
}
