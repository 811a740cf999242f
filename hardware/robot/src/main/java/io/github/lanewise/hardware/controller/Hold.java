package io.github.lanewise.hardware.controller;

import io.github.lanewise.hardware.loop.Controller;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.loop.SafetyBuilder;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;

/**
 * {@code q* = clamp(q(0), lower, upper)}: stays where it was when torque was switched on, or where servos that had
 * torque were sent before, by their own position control.
 *
 * <p>A joint that rests at its stop is measured a little outside its range, by noise and rounding; it is held at the
 * nearest point inside, which the command must be. One that is outside by more than {@link
 * SafetyBuilder#positionMargin} stops the loop before this controller is asked for anything.
 */
public final class Hold implements Controller {
  private final Safety limits;
  private final double[] held;

  /**
   * Of as many servos as the limits are for, which are those of the loop.
   *
   * @param limits those of the loop
   */
  public Hold(Safety limits) {
    this.limits = limits;
    held = new double[limits.joints().size()];
  }

  @Override
  public ServoCommand.Mode mode() {
    return ServoCommand.Mode.POSITION;
  }

  @Override
  public void start(ServoState state) {
    for (int i = 0; i < held.length; i++) {
      held[i] = limits.nearest(i, Double.isNaN(state.goal[i]) ? state.position[i] : state.goal[i]);
    }
  }

  @Override
  public void control(ServoState observation, ServoCommand command, double time) {
    System.arraycopy(held, 0, command.target, 0, held.length);
  }
}
