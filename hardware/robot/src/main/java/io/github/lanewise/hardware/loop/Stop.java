package io.github.lanewise.hardware.loop;

/**
 * Why a loop stopped.
 *
 * @param reason what it was
 * @param tick in which tick; negative if before torque was switched on
 * @param joint the joint's place, -1 if it is about none
 * @param value what was measured, commanded or counted; NaN if it is about no number
 * @param limit what it was not to exceed; NaN if it is about no number
 * @param sentence all of that, for people
 * @param cause the exception; null if there was none
 */
public record Stop(Reason reason, long tick, int joint, double value, double limit, String sentence, Throwable cause) {
  /** What stops a loop. */
  public enum Reason {
    /** All ticks that were asked for are done. */
    FINISHED("all ticks are done", ""),
    /** {@link ControlLoop#stop}. */
    REQUESTED("a stop was asked for", ""),
    /** The loop's thread was interrupted. */
    INTERRUPTED("the loop's thread was interrupted", ""),
    /** A signal such as that of Ctrl-C, or System.exit. */
    SHUTDOWN("the JVM is shutting down, by a signal or by itself", ""),
    /** A measured position is outside the range. */
    POSITION("measured position", " rad"),
    /** A measured velocity is too high. */
    VELOCITY("measured velocity", " rad/s"),
    /** A measured torque is too high. */
    TORQUE("measured torque", " N m"),
    /** A servo is too hot, or does not say how hot it is. */
    TEMPERATURE("temperature", " deg C"),
    /** A position command is not finite or outside the range. It was not sent. */
    COMMANDED_POSITION("commanded position", " rad"),
    /** A torque command is not finite or too high. It was not sent. */
    COMMANDED_TORQUE("commanded torque", " N m"),
    /** The bus cannot send the command, or not in this mode. */
    COMMAND_REFUSED("the bus refused the command", ""),
    /** The controller threw an exception. */
    CONTROLLER_FAILED("the controller failed", ""),
    /** The controller took too long. Its command was not sent. */
    CONTROLLER_SLOW("time that the controller took", " ms"),
    /** The listener threw an exception. */
    LISTENER_FAILED("the listener failed", ""),
    /** A tick began too late. */
    LATE("lateness", " ms"),
    /** The state is too old. */
    STALE("age of the state", " ms"),
    /** Too many bus errors in a row. */
    BUS_ERRORS("ticks in a row with a bus error", ""),
    /** A servo reports a hardware error. */
    SERVO_FAULT("a servo reports a fault", ""),
    /** The line is gone. */
    LINE_GONE("the line is gone", ""),
    /** The servos could not be made ready. */
    NOT_READY("the servos could not be made ready", ""),
    /** A position command is too far from the one before. It was not sent. */
    COMMANDED_STEP("step of the commanded position", " rad"),
    /** A servo is fed with less or more than it bears by its own registers. */
    VOLTAGE("supply voltage, which the servo's own registers limit:", " V"),
    /** A servo holds the robot up and would let go of it, which was not allowed. */
    HELD("the servo has torque and holds the robot, which falls if it lets go", "");

    private final String text;
    private final String unit;

    Reason(String text, String unit) {
      this.text = text;
      this.unit = unit;
    }

    String text() {
      return text;
    }

    String unit() {
      return unit;
    }
  }

  /** The sentence. */
  @Override
  public String toString() {
    return sentence;
  }
}
