package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;

/**
 * Position commands step by step: {@code c_t = c_(t-1) + min(1, s / max_i |u_i - c_(t-1),i|) (u - c_(t-1))} from where
 * the robot is to the controller's first targets u, s a bounded speed's way in a period; from then on {@code c_t = u},
 * and a larger step than {@link Safety} allows is a finding.
 */
final class Steps {
  /** What rounding adds to a step of just the allowed size. */
  private static final double ROUNDED = 1 + 1e-9;

  private final Safety safety;
  private final Finding finding;
  private final double approachStep;
  /** What the servos were told last. */
  private final double[] last;
  private boolean approaching;

  Steps(Safety safety, Finding finding, long periodNanos) {
    this.safety = safety;
    this.finding = finding;
    approachStep = Math.min(safety.maxStep, safety.approachSpeed * periodNanos * 1e-9);
    last = new double[safety.joints.size()];
  }

  /** Begins where the servos hold the robot, or else where it is, or at the end of its range if that is beyond. */
  void start(ServoState state, ServoCommand.Mode mode, boolean torque) {
    for (int i = 0; i < last.length; i++) {
      last[i] = safety.nearest(i, Double.isNaN(state.goal[i]) ? state.position[i] : state.goal[i]);
    }
    approaching = torque && mode == ServoCommand.Mode.POSITION;
  }

  /** Whether the controller's first targets are still to be reached. */
  boolean approaching() {
    return approaching;
  }

  /** Shortens the step to the controller's first targets; false if a later one is too large. */
  boolean take(ServoCommand command) {
    double largest = 0;
    int joint = 0;
    for (int i = 0; i < last.length; i++) {
      double step = Math.abs(command.target[i] - last[i]);
      joint = step > largest ? i : joint;
      largest = Math.max(largest, step);
    }
    double allowed = approaching ? approachStep : safety.maxStep;
    if (command.mode != ServoCommand.Mode.POSITION || largest <= allowed * ROUNDED) {
      approaching = false;
      return true;
    }
    if (!approaching) {
      return finding.of(Stop.Reason.COMMANDED_STEP, joint, largest, safety.maxStep);
    }
    double part = approachStep / largest;
    for (int i = 0; i < last.length; i++) {
      command.target[i] = last[i] + part * (command.target[i] - last[i]);
    }
    return true;
  }

  /** What a servo was told last. */
  double last(int joint) {
    return last[joint];
  }

  /** The servos have been told this. */
  void told(ServoCommand command) {
    System.arraycopy(command.target, 0, last, 0, last.length);
  }
}
