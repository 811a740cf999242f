package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;

/** Compares states and commands with their limits; written so that a NaN exceeds every limit. */
final class SafetyCheck {
  private final Safety safety;
  private final Finding finding;

  SafetyCheck(Safety safety, Finding finding) {
    this.safety = safety;
    this.finding = finding;
  }

  /** Whether the state is within the limits; the first that is not becomes the finding. */
  boolean state(ServoState state) {
    double margin = safety.positionMargin;
    for (int i = 0; i < state.position.length; i++) {
      double low = safety.lower[i] - margin;
      double high = safety.upper[i] + margin;
      double position = state.position[i];
      if (!(position >= low && position <= high)) {
        return finding.of(Stop.Reason.POSITION, i, position, position < low ? low : high);
      }
      if (!(Math.abs(state.velocity[i]) <= safety.velocity[i])) {
        return finding.of(Stop.Reason.VELOCITY, i, state.velocity[i], safety.velocity[i]);
      }
      double torque = safety.torque[i] * (1 + safety.torqueMargin);
      if (!(Math.abs(state.torque[i]) <= torque)) {
        return finding.of(Stop.Reason.TORQUE, i, state.torque[i], torque);
      }
      if (!(state.temperature[i] <= safety.temperature) && safety.temperature < Double.POSITIVE_INFINITY) {
        return finding.of(Stop.Reason.TEMPERATURE, i, state.temperature[i], safety.temperature);
      }
    }
    return true;
  }

  /** Whether the command is finite and within the limits; the first target that is not becomes the finding. */
  boolean command(ServoCommand command) {
    return command.mode == ServoCommand.Mode.TORQUE ? torques(command.target) : positions(command.target);
  }

  private boolean torques(double[] target) {
    for (int i = 0; i < target.length; i++) {
      if (!(Math.abs(target[i]) <= safety.torque[i] && Math.abs(target[i]) < Double.POSITIVE_INFINITY)) {
        return finding.of(Stop.Reason.COMMANDED_TORQUE, i, target[i], safety.torque[i]);
      }
    }
    return true;
  }

  private boolean positions(double[] target) {
    for (int i = 0; i < target.length; i++) {
      double low = safety.lower[i];
      double high = safety.upper[i];
      if (!(target[i] >= low && target[i] <= high && Math.abs(target[i]) < Double.POSITIVE_INFINITY)) {
        return finding.of(Stop.Reason.COMMANDED_POSITION, i, target[i], target[i] < low ? low : high);
      }
    }
    return true;
  }
}
