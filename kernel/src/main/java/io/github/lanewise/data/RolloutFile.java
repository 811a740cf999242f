package io.github.lanewise.data;

import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ejml.data.DMatrixRMaj;

/**
 * Roll-outs in a file, recorded on any robot: {@code .npz} or {@code .csv}.
 *
 * <p>The arrays of an {@code .npz}: W (K x p), W_nominal (p), x (K x T x n), time_step_s (a single number) and, if
 * recorded, u (K x T x m) and weights (K x T); perhaps texts: state_names and state_units (n), parameter_names and
 * parameter_units (p), and origin. A {@code .csv} has the columns {@code
 * rollout,time_s,[weight,]w0,w1,...,x0,x1,...[,u0,u1,...]}, a line with the word {@code nominal} and the nominal
 * parameters, and then one line for each sample. Sample t is the state after t + 1 control steps and the action that
 * led there. A sample of weight 0 is missing, and its numbers are not read. One thread at a time.
 */
public final class RolloutFile {
  private static final int MOST_COMPLAINTS = 5;

  private final Path file;
  private final double[] nominal;
  private final double timeStep;
  private final List<RecordedRollout> rollouts;
  private final List<String> ignored;
  private final List<String> lost;

  /**
   * What a file has, before anything is checked.
   *
   * @param file for messages
   * @param nominal parameters of the nominal policy
   * @param timeStep between samples [s]
   * @param rollouts as they are in the file
   * @param ignored names of arrays that have no meaning here
   * @param lost what the file should have but has not, a phrase each
   */
  public RolloutFile(Path file, double[] nominal, double timeStep, List<RecordedRollout> rollouts, List<String> ignored,
      List<String> lost) {
    this.file = file;
    this.nominal = nominal;
    this.timeStep = timeStep;
    this.rollouts = rollouts;
    this.ignored = ignored;
    this.lost = lost;
  }

  /**
   * What a file gave.
   *
   * @param rollouts all that are whole
   * @param dropped what was left out, roll-outs and what followed the end of a file that is cut off, and why, one
   *     sentence each
   * @param ignored names of arrays that have no meaning here
   */
  public record Content(Rollouts rollouts, List<String> dropped, List<String> ignored) {}

  /**
   * Reads a file.
   *
   * @param file {@code .npz} or {@code .csv}
   * @param dropBad whether to leave out roll-outs that are too short or too long or have numbers that are not finite,
   *     instead of refusing the file
   * @return what it gave
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is damaged, names its columns otherwise, or has bad roll-outs; the message
   *     names the file and the array, line or roll-out
   */
  public static Content read(Path file, boolean dropBad) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder, not a file of roll-outs");
    }
    return open(file).content(dropBad);
  }

  private static RolloutFile open(Path file) throws IOException {
    return isNpz(file) ? RolloutNpz.read(file) : new RolloutCsv(file).read();
  }

  private static String name(Path file) {
    return file.toString().toLowerCase(Locale.ROOT);
  }

  /**
   * Writes a file that {@link #read} reads to the same numbers.
   *
   * @param file {@code .npz} or {@code .csv}, replaced if it is there
   * @param rollouts what to write
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Rollouts rollouts) throws IOException {
    if (isNpz(file)) {
      RolloutNpz.write(file, rollouts, Map.of());
    } else {
      RolloutCsv.write(file, rollouts);
    }
  }

  /**
   * The same with names: an {@code .npz}.
   *
   * @param file replaced if it is there
   * @param rollouts what to write
   * @param names texts: state_names and state_units (n), parameter_names and parameter_units (p), and origin, a line
   *     for each fact
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Rollouts rollouts, Map<String, NpyArray> names) throws IOException {
    RolloutNpz.write(file, rollouts, names);
  }

  private static boolean isNpz(Path file) {
    if (!name(file).endsWith(".npz") && !name(file).endsWith(".csv")) {
      throw new IllegalArgumentException(file + ": roll-outs are in files with names that end in .npz or .csv"
          + " and, of a recording, .mcap");
    }
    return name(file).endsWith(".npz");
  }

  /**
   * The roll-outs that are whole.
   *
   * @param dropBad as for {@link #read}
   * @return the roll-outs, and what was left out
   * @throws IllegalArgumentException as {@link #read}
   */
  public Content content(boolean dropBad) {
    for (int j = 0; j < nominal.length; j++) {
      if (!Double.isFinite(nominal[j])) {
        throw new IllegalArgumentException(file + ": nominal parameter " + j + " is " + nominal[j]);
      }
    }
    int samples = usualLength();
    List<RecordedRollout> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (RecordedRollout rollout : rollouts) {
      String complaint = rollout.samples() == 0 ? "has no samples"
          : rollout.samples() == samples ? rollout.complaint()
          : "ends with sample " + (rollout.samples() - 1) + ", but the others end with sample " + (samples - 1);
      if (complaint == null) {
        good.add(rollout);
      } else {
        bad.add("roll-out " + rollout.label() + ": " + complaint);
      }
    }
    if (!bad.isEmpty() && !dropBad) {
      throw new IllegalArgumentException(file + ": " + String.join("; ",
          bad.subList(0, Math.min(MOST_COMPLAINTS, bad.size())))
          + (bad.size() > MOST_COMPLAINTS ? "; and " + (bad.size() - MOST_COMPLAINTS) + " more" : "")
          + " (--drop-bad goes on without)");
    }
    if (good.isEmpty()) {
      throw new IllegalArgumentException(file + " has no good roll-out" + (bad.isEmpty() ? "" : ": " + bad.getFirst()));
    }
    bad.addAll(lost);
    return new Content(assemble(good), bad, ignored);
  }

  /** The number of samples that most roll-outs have; of equally many the larger. */
  private int usualLength() {
    Map<Integer, Long> counts = rollouts.stream().map(RecordedRollout::samples)
        .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Comparator.comparing(Map.Entry<Integer, Long>::getValue).thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey).orElse(0);
  }

  private Rollouts assemble(List<RecordedRollout> good) {
    boolean weighted = good.stream().anyMatch(rollout -> Arrays.stream(rollout.weights()).anyMatch(w -> w != 1));
    boolean acting = good.getFirst().actions().length > 0;
    return new Rollouts(nominal, columns(good, RecordedRollout::parameters, true),
        columns(good, RecordedRollout::states, false), acting ? columns(good, RecordedRollout::actions, false) : null,
        weighted ? columns(good, RecordedRollout::weights, false) : null, good.getFirst().samples(), timeStep);
  }

  private static DMatrixRMaj columns(List<RecordedRollout> rollouts, Function<RecordedRollout, double[]> part,
      boolean asRows) {
    int size = part.apply(rollouts.getFirst()).length;
    int count = rollouts.size();
    DMatrixRMaj matrix = asRows ? new DMatrixRMaj(count, size) : new DMatrixRMaj(size, count);
    for (int k = 0; k < count; k++) {
      double[] values = part.apply(rollouts.get(k));
      for (int i = 0; i < size; i++) {
        matrix.data[asRows ? k * size + i : i * count + k] = values[i];
      }
    }
    return matrix;
  }
}
