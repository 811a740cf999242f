package io.github.lanewise.hardware.controller;

import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;

/**
 * {@code u = clamp(q, lower, upper)} without torque: a hand moves the robot, and its recording is of commands that take
 * it there again.
 */
public final class Free implements Controller {
  private final Safety limits;

  /**
   * Of as many servos as the limits are for.
   *
   * @param limits whose ranges a later replay must keep
   */
  public Free(Safety limits) {
    this.limits = limits;
  }

  @Override
  public ServoCommand.Mode mode() {
    return ServoCommand.Mode.POSITION;
  }

  @Override
  public boolean hasTorque() {
    return false;
  }

  @Override
  public void control(ServoState observation, ServoCommand command, double time) {
    for (int i = 0; i < command.target.length; i++) {
      command.target[i] = limits.nearest(i, observation.position[i]);
    }
  }
}
