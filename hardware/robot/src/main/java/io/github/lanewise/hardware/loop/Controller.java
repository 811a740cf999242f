package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;

/**
 * Decides at every tick what the servos are to do. Called in the loop's thread; it must neither wait nor allocate. An
 * exception from it, a command that is not finite or outside the limits, or too long a time stops the loop.
 */
public interface Controller {
  /** {@return what its targets are; always the same} */
  ServoCommand.Mode mode();

  /**
   * Begins at time 0 from this state, and forgets what was before. Called when torque is about to be switched on, and
   * before every tick of the rehearsal.
   *
   * @param state what the servos have reported
   */
  default void start(ServoState state) {}

  /**
   * Sets the targets of the command.
   *
   * @param observation what the servos have just reported
   * @param command {@code target} is to be set (modified); it holds the targets of the tick before
   * @param time since the first targets were reached [s]: the number of ticks from there times the period
   */
  void control(ServoState observation, ServoCommand command, double time);

  /**
   * {@return whether servos are to have torque; else it is switched off, what the controller commands is recorded and
   * goes nowhere, and limits of the joints and of steps are not looked at, for who moves them is a hand}
   */
  default boolean hasTorque() {
    return true;
  }

  /** {@return what it reckons with, for recordings; by default nothing} */
  default RecordedSignals signals() {
    return RecordedSignals.NONE;
  }

  /**
   * The formula of a controller that remembers nothing. It is not told of a start: to add to a controller that has one,
   * such as {@code Pd} or {@code Hold}, implement {@link Controller} and call its {@link Controller#start} from yours.
   */
  @FunctionalInterface
  interface Law {
    /**
     * As {@link Controller#control}.
     *
     * @param observation what the servos have just reported
     * @param command {@code target} is to be set (modified)
     * @param time since the first tick [s]
     */
    void control(ServoState observation, ServoCommand command, double time);
  }

  /**
   * A controller that is a formula, and begins from no state in particular.
   *
   * @param mode what the targets are
   * @param law the formula
   * @return a controller that calls it at every tick
   */
  static Controller of(ServoCommand.Mode mode, Law law) {
    return new Controller() {
      @Override
      public ServoCommand.Mode mode() {
        return mode;
      }

      @Override
      public void control(ServoState observation, ServoCommand command, double time) {
        law.control(observation, command, time);
      }
    };
  }
}
