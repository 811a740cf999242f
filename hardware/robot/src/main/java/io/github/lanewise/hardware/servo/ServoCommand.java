package io.github.lanewise.hardware.servo;

/** What the servos of a bus are to do, one target for each. Read by {@link ServoBus#write}; one thread at a time. */
public final class ServoCommand {
  /** What a target is. */
  public enum Mode {
    /** A torque [N m]. */
    TORQUE,
    /** A position [rad]. */
    POSITION
  }

  /** What the targets are. */
  public Mode mode = Mode.POSITION;
  /** [N m] or [rad]. */
  public final double[] target;

  /**
   * Positions of 0.
   *
   * @param servos how many there are
   */
  public ServoCommand(int servos) {
    target = new double[servos];
  }
}
