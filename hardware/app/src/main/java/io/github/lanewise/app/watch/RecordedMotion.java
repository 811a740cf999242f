package io.github.lanewise.app.watch;

import io.github.lanewise.hardware.recording.Recording;
import io.github.lanewise.hardware.recording.RecordingHeader;
import io.github.lanewise.model.RobotModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The joint positions that a control loop recorded: one lane, whose first step is the first tick. */
final class RecordedMotion {
  private RecordedMotion() {}

  /**
   * A recording's positions, step after step of the loop. A tick that is missing shows the
   * positions before.
   *
   * @throws IllegalArgumentException if it has no ticks, or is of another robot
   */
  static Motion read(Path file, RobotModel model) throws IOException {
    Recording recording = Recording.read(file);
    List<double[]> rows = recording.rows();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(file + " has no ticks, so there is nothing to watch");
    }
    model.requireOneAxisJoints("a recording has one position for each joint");
    RecordingHeader header = recording.header();
    int joints = header.width(RecordingHeader.POSITION);
    if (joints != model.nq()) {
      throw new IllegalArgumentException(file + " has positions of " + joints + " servos, but robot '" + model.name()
          + "' has " + model.nq() + " joints: name the robot that was recorded");
    }
    int position = header.place(RecordingHeader.POSITION);
    double first = rows.getFirst()[0];
    int steps = Math.toIntExact(Math.round(rows.getLast()[0] - first) + 1);
    double[] q = new double[Math.multiplyExact(steps, joints)];
    int next = 0;
    for (int step = 0; step < steps; step++) {
      next += rows.get(next)[0] - first <= step ? 1 : 0;
      System.arraycopy(rows.get(next - 1), position, q, step * joints, joints);
    }
    List<String> notes = new ArrayList<>();
    if (steps > rows.size()) {
      notes.add((steps - rows.size()) + " ticks of " + steps + " are missing in the recording and show the positions"
          + " before.");
    }
    if (recording.cutOff() != null) {
      notes.add("The recording " + recording.cutOff() + "; what is whole of it is shown.");
    }
    return new Motion(file.toString(), header.timeStep(), List.of(0), List.of(q), null, null, notes);
  }
}
