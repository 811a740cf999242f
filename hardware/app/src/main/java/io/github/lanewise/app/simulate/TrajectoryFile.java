package io.github.lanewise.app.simulate;

import io.github.lanewise.app.report.ArrayFile;
import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.WholeFile;
import io.github.lanewise.model.RowNames.Row;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@link Trajectories} in a file, with names and units of all columns: arrays in an {@code .npz}, or a {@code .csv}
 * with a line for each sample of each lane, which has the action that follows it.
 */
final class TrajectoryFile {
  private static final String COMMAND = "lanewise simulate";
  private static final String CSV_BEGINNING = "lane,step,time_s,";

  private TrajectoryFile() {}

  /** Whether it is to be an {@code .npz}, by its name, rather than a {@code .csv}. */
  static boolean isNpz(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".npz");
  }

  /** Whether the name ends as one of the two kinds. */
  static boolean isKnown(Path file) {
    return isNpz(file) || file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /**
   * Refuses a place where the file cannot be written, before any work is done for it.
   *
   * @throws IllegalArgumentException if a file of another kind is there
   */
  static void requireReplaceable(Path file) throws IOException {
    if (isNpz(file)) {
      ArrayFile.requireReplaceable(file, COMMAND);
      return;
    }
    WholeFile.requireWritable(file);
    if (Files.exists(file)) {
      byte[] beginning = CSV_BEGINNING.getBytes(StandardCharsets.UTF_8);
      try (InputStream in = Files.newInputStream(file)) {
        if (!Arrays.equals(in.readNBytes(beginning.length), beginning)) {
          throw new IllegalArgumentException(file + " is there, and is no .csv file that '" + COMMAND
              + "' wrote, so it is not replaced: name another file, or remove it");
        }
      }
    }
  }

  static void write(Path file, Trajectories trajectories, List<String> origin) throws IOException {
    if (isNpz(file)) {
      ArrayFile.write(file, COMMAND, arrays(trajectories), origin);
    } else {
      WholeFile.write(file, out -> {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writeLines(writer, trajectories);
        writer.flush();
      });
    }
  }

  private static Map<String, NpyArray> arrays(Trajectories all) {
    int lanes = all.lanes();
    int steps = all.steps();
    TrajectoryRows rows = all.rows();
    int m = rows.actions().size();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("time_step_s", NpyArray.of(all.timeStep()));
    TrajectoryRows.put(arrays, "state", rows.states());
    TrajectoryRows.put(arrays, "action", rows.actions());
    arrays.put("states", new NpyArray(all.states(), lanes, steps + 1, rows.states().size()));
    double[] actions = new double[lanes * steps * m];
    for (int k = 0; k < lanes * steps; k++) {
      System.arraycopy(all.action(k / steps, k % steps), 0, actions, k * m, m);
    }
    arrays.put("action", new NpyArray(actions, lanes, steps, m));
    if (all.jacobians() != null) {
      int n = rows.tangents().size();
      TrajectoryRows.put(arrays, "tangent", rows.tangents());
      arrays.put("d_final_d_initial", new NpyArray(all.jacobians().byInitial(), lanes, n, n));
      arrays.put("d_final_d_action", new NpyArray(all.jacobians().byAction(), lanes, steps, n, m));
    }
    return arrays;
  }

  private static void writeLines(Writer out, Trajectories all) throws IOException {
    List<Row> columns = new ArrayList<>(all.rows().states());
    columns.addAll(all.rows().actions());
    out.write(CSV_BEGINNING + columns.stream().map(row -> quoted(row.toString())).collect(Collectors.joining(","))
        + "\n");
    int width = all.rows().states().size();
    for (int lane = 0; lane < all.lanes(); lane++) {
      for (int t = 0; t <= all.steps(); t++) {
        StringBuilder line = new StringBuilder().append(lane).append(',').append(t).append(',')
            .append(t * all.timeStep());
        for (int row = 0; row < width; row++) {
          line.append(',').append(all.states()[(lane * (all.steps() + 1) + t) * width + row]);
        }
        double[] action = t < all.steps() ? all.action(lane, t) : null;
        for (int k = 0; k < all.rows().actions().size(); k++) {
          line.append(',').append(action == null ? "" : Double.toString(action[k]));
        }
        out.write(line.append('\n').toString());
      }
    }
  }

  /** As CSV has names in which commas or quotes are. */
  private static String quoted(String name) {
    return name.matches("[^,\"\n]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
