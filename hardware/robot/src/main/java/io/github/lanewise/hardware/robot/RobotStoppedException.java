package io.github.lanewise.hardware.robot;

import io.github.lanewise.hardware.loop.LoopResult;
import io.github.lanewise.hardware.loop.Stop;
import io.github.lanewise.hardware.servo.BusError;
import java.util.EnumSet;
import java.util.Set;

/** The loop stopped before all roll-outs were done; the message is a sentence that says why. */
public final class RobotStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Set<Stop.Reason> LIMITS = EnumSet.of(Stop.Reason.POSITION, Stop.Reason.VELOCITY,
      Stop.Reason.TORQUE, Stop.Reason.COMMANDED_TORQUE, Stop.Reason.COMMANDED_POSITION, Stop.Reason.COMMANDED_STEP);

  /** Whether the robot left its limits. */
  private final boolean byLimit;
  /** Whether the servos have confirmed that torque is off. */
  private final boolean torqueOff;

  RobotStoppedException(String message, boolean byLimit, boolean torqueOff) {
    super(message);
    this.byLimit = byLimit;
    this.torqueOff = torqueOff;
  }

  static RobotStoppedException of(LoopResult result) {
    Stop stop = result.stop();
    String sentence = stop.cause() instanceof RolloutController.NotThereException there ? there.getMessage()
        : "the robot was stopped: " + stop.sentence();
    boolean torqueOff = result.ending() == BusError.NONE && !result.holds();
    return new RobotStoppedException(sentence + (torqueOff ? ""
        : "; and whether its torque is off is not known (" + result.ending().text() + "): switch it off by hand"),
        stop.tick() >= 0 && LIMITS.contains(stop.reason()), torqueOff);
  }

  /** {@return whether the robot left its limits of position, velocity or torque: with other parameters it might not} */
  public boolean byLimit() {
    return byLimit;
  }

  /**
   * {@return whether the servos have confirmed that torque is off; if not, the message says what they answer, if
   * anything}
   */
  public boolean torqueOff() {
    return torqueOff;
  }
}
