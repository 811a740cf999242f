package io.github.lanewise.app.identify;

import io.github.lanewise.data.NpzFile;
import io.github.lanewise.hardware.recording.RecordedRollouts;
import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.identification.Trial;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Trials of some files: roll-outs, cut where samples are missing; of a recording without roll-outs {@value #PIECES}
 * pieces, of {@code simulate}'s trajectories one a lane. From every fourth nothing is learned: the robot found is tried
 * on them.
 *
 * @param fitted from which a robot is found
 * @param heldOut on which it is tried
 * @param timeStep between samples [s]
 * @param commanded what the commands are
 * @param notes what was left out, a sentence each
 * @param remarks what was done to others, a sentence each
 */
record RecordedTrials(List<Trial> fitted, List<Trial> heldOut, double timeStep, Commanded commanded,
    List<String> notes, List<String> remarks) {
  private static final int HELD_OUT = 4;
  private static final int PIECES = 16;

  /** What a file has: each roll-out in the pieces that are whole. */
  private record Content(List<List<Trial>> rollouts, double timeStep, Commanded commanded, List<String> notes,
      String remark) {}

  /**
   * Reads all files.
   *
   * @param asked what the commands are; null for what the files say, or torques
   * @param model whose actuators are in trajectories of {@code simulate}, or torques where it has none
   * @throws IllegalArgumentException if one has no actions, another time step or other commands, or all have fewer than
   *     four roll-outs
   */
  static RecordedTrials read(List<Path> files, Commanded asked, RobotModel model) throws IOException {
    List<Trial> fitted = new ArrayList<>();
    List<Trial> heldOut = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    double timeStep = 0;
    Commanded commanded = asked;
    int count = 0;
    for (Path file : files) {
      Content content = read(file, model);
      content.notes.forEach(note -> notes.add(file + ": " + note));
      if (!content.remark.isEmpty()) {
        remarks.add(file + ": " + content.remark);
      }
      if (timeStep != 0 && Math.abs(content.timeStep - timeStep) > 1e-9) {
        throw new IllegalArgumentException(file + " has samples " + content.timeStep + " s apart, the files before"
            + " it " + timeStep + " s");
      }
      if (commanded != null && content.commanded != null && commanded != content.commanded) {
        throw new IllegalArgumentException(file + " has commands of the kind " + text(content.commanded) + ", but "
            + (asked == null ? "the files before it " : "--command is ") + text(commanded));
      }
      timeStep = content.timeStep;
      commanded = content.commanded == null ? commanded : content.commanded;
      for (List<Trial> rollout : content.rollouts) {
        (count++ % HELD_OUT == HELD_OUT - 1 ? heldOut : fitted).addAll(rollout);
      }
    }
    if (count < HELD_OUT) {
      throw new IllegalArgumentException(count + " roll-outs in " + files + ": at least " + HELD_OUT
          + " are needed, one of which the robot found is tried on");
    }
    return new RecordedTrials(fitted, heldOut, timeStep, commanded == null ? Commanded.TORQUE : commanded, notes,
        remarks);
  }

  private static String text(Commanded commanded) {
    return commanded.name().toLowerCase(Locale.ROOT);
  }

  private static Content read(Path file, RobotModel model) throws IOException {
    boolean npz = file.toString().endsWith(".npz");
    if (Recording.isOne(file)) {
      Recording recording = Recording.read(file);
      int rollout = recording.header().place(RecordingHeader.ROLLOUT);
      Commanded commanded = mode(file, recording);
      TorqueCounts counts = commanded == Commanded.TORQUE ? TorqueCounts.of(recording) : TorqueCounts.none();
      return recording.rows().stream().anyMatch(row -> row[rollout] >= 0)
          ? rollouts(file, commanded, counts) : pieces(file, recording, commanded, counts);
    }
    if (npz && NpzFile.read(file).has("states") && NpzFile.read(file).has("action")) {
      return trajectories(file, model.actuators().isEmpty() ? Commanded.TORQUE : Commanded.ACTUATORS);
    }
    return rollouts(file, null, TorqueCounts.none());
  }

  private static Commanded mode(Path file, Recording recording) {
    int place = recording.header().place(RecordingHeader.MODE);
    double[] modes = recording.rows().stream().mapToDouble(row -> row[place]).distinct().toArray();
    if (modes.length != 1) {
      throw new IllegalArgumentException(file + (modes.length == 0 ? " has no ticks, so there is nothing to learn from"
          : " has commands of positions and of torques: one of them is needed"));
    }
    return ServoCommand.Mode.values()[(int) modes[0]] == ServoCommand.Mode.TORQUE ? Commanded.TORQUE
        : Commanded.POSITION;
  }

  private static Content rollouts(Path file, Commanded commanded, TorqueCounts counts)
      throws IOException {
    var content = RecordedRollouts.read(file, true);
    Rollouts rollouts = content.rollouts();
    if (rollouts.actions() == null) {
      throw new IllegalArgumentException(file + " has states alone; what was commanded (u) is needed too");
    }
    List<List<Trial>> all = new ArrayList<>();
    for (int k = 0; k < rollouts.count(); k++) {
      all.add(cut(rollouts, k, counts));
    }
    return new Content(all, rollouts.timeStep(), commanded, content.dropped(), counts.sentence());
  }

  /** Runs of samples that are all there; the action of a sample is the one that led to it. */
  private static List<Trial> cut(Rollouts rollouts, int k, TorqueCounts counts) {
    int n = rollouts.stateCount();
    int m = rollouts.actionCount();
    List<double[]> states = new ArrayList<>();
    List<double[]> commands = new ArrayList<>();
    for (int t = 0; t < rollouts.stepCount(); t++) {
      boolean there = rollouts.weight(t, k) != 0;
      double[] x = new double[n];
      double[] u = new double[m];
      for (int i = 0; i < n && there; i++) {
        x[i] = rollouts.states().get(t * n + i, k);
      }
      for (int j = 0; j < m && there; j++) {
        u[j] = rollouts.actions().get(t * m + j, k);
      }
      states.add(there ? x : null);
      commands.add(there ? counts.told(u) : null);
    }
    return runs(states, commands.subList(1, commands.size()));
  }

  /** States of which each command leads to the next, cut where a state is null. */
  private static List<Trial> runs(List<double[]> states, List<double[]> commands) {
    List<Trial> trials = new ArrayList<>();
    int first = 0;
    for (int t = 0; t <= states.size(); t++) {
      if (t == states.size() || states.get(t) == null) {
        if (t - first >= 2) {
          trials.add(new Trial(states.subList(first, t).toArray(double[][]::new),
              commands.subList(first, t - 1).toArray(double[][]::new)));
        }
        first = t + 1;
      }
    }
    return trials;
  }

  /** The command of a tick leads to the state of the next. */
  private static Content pieces(Path file, Recording recording, Commanded commanded, TorqueCounts counts) {
    RecordingHeader header = recording.header();
    List<double[]> states = new ArrayList<>();
    List<double[]> commands = new ArrayList<>();
    double last = Double.NaN;
    for (double[] row : recording.rows()) {
      while (states.size() > 0 && ++last < row[0]) {
        states.add(null);
        commands.add(null);
      }
      last = row[0];
      double[] x = part(header, row, RecordingHeader.POSITION, RecordingHeader.VELOCITY);
      boolean there = row[header.place(RecordingHeader.ERROR)] == 0;
      states.add(there ? x : null);
      commands.add(counts.told(part(header, row, RecordingHeader.TARGET)));
    }
    int length = Math.ceilDiv(states.size(), PIECES);
    List<List<Trial>> pieces = new ArrayList<>();
    for (int first = 0; first < states.size(); first += length) {
      int end = Math.min(states.size(), first + length);
      pieces.add(runs(states.subList(first, end), commands.subList(first, end)));
    }
    List<String> lost = recording.cutOff() == null ? List.of()
        : List.of("what followed where the file ends: it " + recording.cutOff());
    return new Content(pieces, header.timeStep(), commanded, lost, counts.sentence());
  }

  private static double[] part(RecordingHeader header, double[] row, String... fields) {
    double[] part = new double[0];
    for (String field : fields) {
      int place = header.place(field);
      int width = header.width(field);
      part = Arrays.copyOf(part, part.length + width);
      System.arraycopy(row, place, part, part.length - width, width);
    }
    return part;
  }

  /** Of the command {@code simulate}: states and, one fewer, actions of each lane. */
  private static Content trajectories(Path file, Commanded commanded) throws IOException {
    NpzFile npz = NpzFile.read(file);
    var states = npz.array("states", "lanes x (steps + 1) x rows", -1, -1, -1);
    var actions = npz.array("action", "lanes x steps x actions", states.shape()[0], states.shape()[1] - 1, -1);
    int samples = states.shape()[1];
    List<List<Trial>> lanes = new ArrayList<>();
    for (int lane = 0; lane < states.shape()[0]; lane++) {
      double[][] x = new double[samples][];
      double[][] u = new double[samples - 1][];
      for (int t = 0; t < samples; t++) {
        x[t] = row(states.values(), states.shape()[2], lane * samples + t);
      }
      for (int t = 0; t < u.length; t++) {
        u[t] = row(actions.values(), actions.shape()[2], lane * u.length + t);
      }
      lanes.add(List.of(new Trial(x, u)));
    }
    return new Content(lanes, npz.array("time_step_s", "a single number").value(), commanded, List.of(), "");
  }

  private static double[] row(double[] values, int width, int index) {
    return Arrays.copyOfRange(values, index * width, (index + 1) * width);
  }
}
