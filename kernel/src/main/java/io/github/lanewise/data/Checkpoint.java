package io.github.lanewise.data;

import io.github.lanewise.sobolev.fitting.Fit;
import io.github.lanewise.sobolev.fitting.Fitting;
import io.github.lanewise.sobolev.fitting.HeldOutErrors;
import io.github.lanewise.sobolev.fitting.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An {@code .npz} file with the state of a training between two epochs, from which it goes on to the same bits.
 *
 * <p>Arrays: {@code checkpoint_version} (1), {@code training} (codes of the letters of what is trained, a line each),
 * {@code epochs}, {@code seconds} (of training so far), for K members of P parameters {@code parameters} (K x P, in the
 * units of training), {@code moments} (K x 2 P: mean gradient, mean square), {@code steps} and {@code first_loss} (K),
 * and {@code curve} (points x 5: epoch, seconds, loss, value error, Jacobian error). The order of samples and
 * directions follow from the seed and the epoch. One thread at a time.
 */
public final class Checkpoint implements Fitting.Store {
  private static final int VERSION = 1;

  private final Path file;
  private final double interval;
  private long last = System.nanoTime();

  /**
   * A file that may be there already.
   *
   * @param file from which training goes on if it is there
   * @param interval between writing [s]; 0 for every epoch
   */
  public Checkpoint(Path file, double interval) {
    this.file = file;
    this.interval = interval;
  }

  @Override
  public boolean isDue() {
    return 1e-9 * (System.nanoTime() - last) >= interval;
  }

  /** Writes the file when all of it is there. */
  @Override
  public void write(Map<String, String> training, TrainingState state) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("checkpoint_version", NpyArray.of(VERSION));
    arrays.put("training", text(training));
    arrays.put("epochs", NpyArray.of(state.epochCount()));
    arrays.put("seconds", NpyArray.of(state.seconds()));
    arrays.put("parameters", rows(state.members().stream().map(TrainingState.Member::weights).toList()));
    arrays.put("moments", rows(state.members().stream().map(TrainingState.Member::moments).toList()));
    double[] steps = state.members().stream().mapToDouble(TrainingState.Member::stepCount).toArray();
    double[] losses = state.members().stream().mapToDouble(TrainingState.Member::firstLoss).toArray();
    arrays.put("steps", new NpyArray(steps, steps.length));
    arrays.put("first_loss", new NpyArray(losses, losses.length));
    arrays.put("curve", rows(state.curve().stream().map(point -> new double[] {point.epoch(), point.seconds(),
        point.loss(), point.errors().value(), point.errors().jacobian()}).toList()));
    try {
      NpzFile.write(file, arrays);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    last = System.nanoTime();
  }

  private static NpyArray rows(List<double[]> rows) {
    return new NpyArray(rows.stream().flatMapToDouble(Arrays::stream).toArray(), rows.size(),
        rows.getFirst().length);
  }

  @Override
  public TrainingState read(Map<String, String> training, int members, int parameters) {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return state(NpzFile.read(file), training, members, parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrainingState state(NpzFile npz, Map<String, String> training, int members, int parameters) {
    if (!npz.has("checkpoint_version")) {
      throw new IllegalArgumentException(file + " is no checkpoint: it has no array 'checkpoint_version'");
    }
    double version = npz.array("checkpoint_version", "").value();
    if (version != VERSION) {
      throw new IllegalArgumentException(file + " is a checkpoint of version " + version + ", but only version "
          + VERSION + " is read");
    }
    requireSame(file, npz.array("training", "letters", -1), training);
    double[] weights = npz.array("parameters", "members x parameters", members, parameters).values();
    double[] moments = npz.array("moments", "members x moments", members, 2 * parameters).values();
    double[] steps = npz.array("steps", "members", members).values();
    double[] losses = npz.array("first_loss", "members", members).values();
    List<TrainingState.Member> states = new ArrayList<>();
    for (int k = 0; k < members; k++) {
      states.add(new TrainingState.Member(row(weights, k, parameters), row(moments, k, 2 * parameters), (long) steps[k],
          losses[k]));
    }
    NpyArray points = npz.array("curve", "points x numbers", -1, 5);
    List<Fit.Point> curve = new ArrayList<>();
    for (int k = 0; k < points.shape()[0]; k++) {
      double[] point = row(points.values(), k, 5);
      curve.add(new Fit.Point((long) point[0], point[1], point[2], new HeldOutErrors.Errors(point[3], point[4])));
    }
    return new TrainingState((long) npz.array("epochs", "").value(), npz.array("seconds", "").value(), states, curve);
  }

  private static double[] row(double[] rows, int k, int length) {
    return Arrays.copyOfRange(rows, k * length, (k + 1) * length);
  }

  /** What is trained, a line for each setting. */
  static NpyArray text(Map<String, String> training) {
    return NpyArray.ofText(training.entrySet().stream().map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("\n")));
  }

  /**
   * Refuses the file of another training.
   *
   * @param there what was trained, as {@link #text} has it
   * @param here what is to be trained
   * @throws IllegalArgumentException with all that differs
   */
  static void requireSame(Path file, NpyArray there, Map<String, String> here) {
    Map<String, String> written = there.toText().lines().map(line -> line.split(": ", 2))
        .collect(Collectors.toMap(line -> line[0], line -> line[line.length - 1]));
    String differences = here.entrySet().stream().filter(entry -> !entry.getValue().equals(written.get(entry.getKey())))
        .map(entry -> entry.getKey() + " is " + written.get(entry.getKey()) + " there and " + entry.getValue()
            + " here").collect(Collectors.joining("; "));
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(file + " is a checkpoint of another training: " + differences
          + "; train as it was trained, or name another file");
    }
  }
}
