package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;

/** {@code q* = q(0)}: stays where it was when torque was switched on, by the servos' own position control. */
public final class Hold implements Controller {
  private final double[] held;

  /** Of so many servos. */
  public Hold(int servos) {
    held = new double[servos];
  }

  @Override
  public ServoCommand.Mode mode() {
    return ServoCommand.Mode.POSITION;
  }

  @Override
  public void start(ServoState state) {
    System.arraycopy(state.position, 0, held, 0, held.length);
  }

  @Override
  public void control(ServoState observation, ServoCommand command, double time) {
    System.arraycopy(held, 0, command.target, 0, held.length);
  }
}
