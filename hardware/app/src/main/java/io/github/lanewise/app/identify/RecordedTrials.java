package io.github.lanewise.app.identify;

import io.github.lanewise.hardware.recording.RecordedRollouts;
import io.github.lanewise.identification.Trial;
import io.github.lanewise.sensitivity.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Trials of some files: each roll-out, cut where samples are missing. Of every fourth roll-out nothing is learned: the
 * robot found is tried on them.
 *
 * @param fitted from which a robot is found
 * @param heldOut on which it is tried
 * @param timeStep between samples [s]
 * @param notes what was left out, a sentence each
 */
record RecordedTrials(List<Trial> fitted, List<Trial> heldOut, double timeStep, List<String> notes) {
  private static final int HELD_OUT = 4;

  /**
   * Reads all files.
   *
   * @throws IllegalArgumentException if one has no actions or another time step, or all have fewer than four roll-outs
   */
  static RecordedTrials read(List<Path> files) throws IOException {
    List<Trial> fitted = new ArrayList<>();
    List<Trial> heldOut = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    double timeStep = 0;
    int count = 0;
    for (Path file : files) {
      var content = RecordedRollouts.read(file, true);
      content.dropped().forEach(note -> notes.add(file + ": " + note));
      Rollouts rollouts = content.rollouts();
      if (rollouts.actions() == null) {
        throw new IllegalArgumentException(file + " has states alone; what was commanded (u) is needed too");
      }
      if (timeStep != 0 && Math.abs(rollouts.timeStep() - timeStep) > 1e-9) {
        throw new IllegalArgumentException(file + " has samples " + rollouts.timeStep() + " s apart, the files before"
            + " it " + timeStep + " s");
      }
      timeStep = rollouts.timeStep();
      for (int k = 0; k < rollouts.count(); k++) {
        (count++ % HELD_OUT == HELD_OUT - 1 ? heldOut : fitted).addAll(cut(rollouts, k));
      }
    }
    if (count < HELD_OUT) {
      throw new IllegalArgumentException(count + " roll-outs in " + files + ": at least " + HELD_OUT
          + " are needed, one of which the robot found is tried on");
    }
    return new RecordedTrials(fitted, heldOut, timeStep, notes);
  }

  /** Runs of samples that are all there; the action of a sample is the one that led to it. */
  private static List<Trial> cut(Rollouts rollouts, int k) {
    List<Trial> trials = new ArrayList<>();
    int first = 0;
    for (int t = 0; t <= rollouts.stepCount(); t++) {
      if (t == rollouts.stepCount() || rollouts.weight(t, k) == 0) {
        if (t - first >= 2) {
          trials.add(trial(rollouts, k, first, t));
        }
        first = t + 1;
      }
    }
    return trials;
  }

  private static Trial trial(Rollouts rollouts, int k, int first, int end) {
    int n = rollouts.stateCount();
    int m = rollouts.actionCount();
    double[][] states = new double[end - first][n];
    double[][] commands = new double[end - first - 1][m];
    for (int t = first; t < end; t++) {
      for (int i = 0; i < n; i++) {
        states[t - first][i] = rollouts.states().get(t * n + i, k);
      }
      for (int j = 0; j < m && t > first; j++) {
        commands[t - first - 1][j] = rollouts.actions().get(t * m + j, k);
      }
    }
    return new Trial(states, commands);
  }
}
