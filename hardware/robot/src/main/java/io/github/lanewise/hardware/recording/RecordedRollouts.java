package io.github.lanewise.hardware.recording;

import io.github.lanewise.data.RecordedRollout;
import io.github.lanewise.data.RolloutFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The roll-outs in a recording: of the ticks 0 to T of a roll-out, tick t + 1 has the state of sample t, positions,
 * then velocities, and tick t the action that led there.
 *
 * <p>{@link RecordingHeader} says how a recording marks its roll-outs. A sample is missing, with weight 0, if one of
 * the two ticks was not recorded, or had an error of the bus.
 */
public final class RecordedRollouts {
  private final Path file;
  private final Recording recording;
  private final RecordingHeader header;
  private final int position;
  private final int velocity;
  private final int target;
  private final int error;

  private RecordedRollouts(Path file, Recording recording) {
    this.file = file;
    this.recording = recording;
    header = recording.header();
    position = header.place(RecordingHeader.POSITION);
    velocity = header.place(RecordingHeader.VELOCITY);
    target = header.place(RecordingHeader.TARGET);
    error = header.place(RecordingHeader.ERROR);
  }

  /**
   * Reads a recording, or a {@link RolloutFile}.
   *
   * @param file its beginning says what it is
   * @param dropBad as for {@link RolloutFile#read}
   * @return the roll-outs, and what is bad about others
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is damaged, is neither, or has bad roll-outs; the message names the file and
   *     the array, line or roll-out
   */
  public static RolloutFile.Content read(Path file, boolean dropBad) throws IOException {
    return !Files.isDirectory(file) && Recording.isOne(file) ? of(file, Recording.read(file)).content(dropBad)
        : RolloutFile.read(file, dropBad);
  }

  private static RolloutFile of(Path file, Recording recording) {
    try {
      return new RecordedRollouts(file, recording).read();
    } catch (IllegalArgumentException e) {
      throw e.getMessage().startsWith(file.toString()) ? e
          : new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private RolloutFile read() {
    SortedMap<Integer, SortedMap<Integer, double[]>> ticks = ticks();
    if (ticks.isEmpty()) {
      throw new IllegalArgumentException("has no roll-outs: none of its " + recording.rows().size()
          + " ticks belongs to one" + (recording.cutOff() == null ? "" : ", and it " + recording.cutOff()));
    }
    List<RecordedRollout> rollouts = new ArrayList<>();
    for (Map.Entry<Integer, SortedMap<Integer, double[]>> rollout : ticks.entrySet()) {
      double[] parameters = recording.parameters().get(rollout.getKey());
      if (parameters == null || parameters.length != header.nominal().length) {
        throw new IllegalArgumentException("roll-out " + rollout.getKey() + " has "
            + (parameters == null ? "no" : parameters.length) + " parameters, but the nominal policy has "
            + header.nominal().length);
      }
      rollouts.add(rollout(rollout.getKey(), parameters, rollout.getValue()));
    }
    List<String> lost = recording.cutOff() == null ? List.of()
        : List.of("what followed where the file ends: it " + recording.cutOff());
    return new RolloutFile(file, header.nominal(), header.timeStep(), rollouts, List.of(), lost);
  }

  /** The rows of each roll-out by their step. */
  private SortedMap<Integer, SortedMap<Integer, double[]>> ticks() {
    int rollout = header.place(RecordingHeader.ROLLOUT);
    int step = header.place(RecordingHeader.STEP);
    SortedMap<Integer, SortedMap<Integer, double[]>> ticks = new TreeMap<>();
    for (double[] row : recording.rows()) {
      if (row[rollout] >= 0 && row[step] >= 0
          && ticks.computeIfAbsent((int) row[rollout], k -> new TreeMap<>()).put((int) row[step], row) != null) {
        throw new IllegalArgumentException("roll-out " + (int) row[rollout] + " has step " + (int) row[step]
            + " twice");
      }
    }
    return ticks;
  }

  private RecordedRollout rollout(int number, double[] parameters, SortedMap<Integer, double[]> ticks) {
    int n = header.width(RecordingHeader.POSITION);
    int nv = header.width(RecordingHeader.VELOCITY);
    int m = header.width(RecordingHeader.TARGET);
    int samples = ticks.lastKey();
    double[] states = new double[samples * (n + nv)];
    double[] actions = new double[samples * m];
    double[] weights = new double[samples];
    Arrays.fill(states, Double.NaN);
    Arrays.fill(actions, Double.NaN);
    for (int t = 0; t < samples; t++) {
      double[] action = ticks.get(t);
      double[] state = ticks.get(t + 1);
      if (action != null && state != null) {
        System.arraycopy(state, position, states, t * (n + nv), n);
        System.arraycopy(state, velocity, states, t * (n + nv) + n, nv);
        System.arraycopy(action, target, actions, t * m, m);
        weights[t] = action[error] == 0 && state[error] == 0 ? 1 : 0;
      }
    }
    return new RecordedRollout(Integer.toString(number), parameters, states, actions, weights);
  }
}
