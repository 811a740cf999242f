package io.github.lanewise.app.report;

import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers of many lanes from an array of an {@code .npz} file, lanes x rows or lanes x steps x rows, all of them
 * finite.
 *
 * @param values {@code [(lane steps + step) rows + row]}
 * @param steps of each lane; 1 without
 */
public record LaneArray(Path file, String name, double[] values, int lanes, int steps, int rows) {
  /**
   * One row of numbers for each lane.
   *
   * @param names of which the first that is there is taken
   * @param of whose rows they are, for the message
   * @param rows names of the rows
   * @throws IllegalArgumentException if there is none, it has other sizes or no lanes, or a number is not finite; the
   *     message names both sizes, or lane and row
   */
  public static LaneArray ofLanes(Path file, List<String> names, String of, List<String> rows) throws IOException {
    NpzFile npz = NpzFile.read(file);
    String name = first(npz, names);
    NpyArray array = npz.array(name, "lanes x rows of " + of, -1, rows.size());
    return new LaneArray(file, name, array.values(), array.shape()[0], 1, rows.size()).checked(rows, false);
  }

  /** The same with steps: lanes x steps x rows. */
  public static LaneArray ofSteps(Path file, List<String> names, String of, List<String> rows) throws IOException {
    NpzFile npz = NpzFile.read(file);
    String name = first(npz, names);
    NpyArray array = npz.array(name, "lanes x steps x actions of " + of, -1, -1, rows.size());
    return new LaneArray(file, name, array.values(), array.shape()[0], array.shape()[1], rows.size())
        .checked(rows, true);
  }

  private static String first(NpzFile npz, List<String> names) {
    return names.stream().filter(npz::has).findFirst().orElse(names.getFirst());
  }

  private LaneArray checked(List<String> names, boolean withSteps) {
    if (values.length == 0) {
      throw new IllegalArgumentException(file + ": array '" + name + "' has no numbers: " + lanes + " lanes"
          + (withSteps ? " and " + steps + " steps" : ""));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(file + ": lane " + i / (steps * rows)
            + (withSteps ? ", step " + i / rows % steps : "") + ", row " + i % rows + " of '" + name + "' ('"
            + names.get(i % rows) + "') is " + values[i] + ", but must be finite");
      }
    }
    return this;
  }

  /** The rows of a step of a lane; of an array with one lane those of that. */
  public double[] row(int lane, int step) {
    int at = ((lanes == 1 ? 0 : lane) * steps + step) * rows;
    return Arrays.copyOfRange(values, at, at + rows);
  }

  /**
   * How many lanes two are together: one lane is for all.
   *
   * @param asked how many there are to be, or null
   * @param who asked, such as {@code --envs is}
   * @throws IllegalArgumentException if they do not fit; the message has both numbers
   */
  public Integer fit(Integer asked, String who) {
    if (asked != null && lanes != 1 && lanes != asked) {
      throw new IllegalArgumentException(
          file + " has " + lanes + " lanes, but " + who + " " + asked + ": give one lane, or as many");
    }
    return asked == null && lanes > 1 ? Integer.valueOf(lanes) : asked;
  }
}
