package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;

/**
 * Is told of every tick of a {@link ControlLoop}, in the loop's thread and time: it must neither wait nor allocate.
 * What it is given changes with the next tick, so it keeps copies. An exception from it stops the loop.
 */
@FunctionalInterface
public interface TickListener {
  /**
   * A tick is over.
   *
   * @param tick counted from 0, with gaps where ticks were missed; negative in the rehearsal before torque is on, which
   *     is nothing to keep, but should do the same work
   * @param timeNanos when it began [ns, the loop's clock]
   * @param state what the servos reported; old if they did not
   * @param command what they were told; if {@code error} is not NONE, or this tick stopped the loop, what they would
   *     have been, or what they were told before
   * @param error what went wrong on the bus first; NONE if nothing did
   * @param latenessNanos how long after its moment it began [ns]
   */
  void tick(long tick, long timeNanos, ServoState state, ServoCommand command, BusError error, long latenessNanos);

  /**
   * The loop is over, the robot is safe, and no tick follows; in the loop's thread.
   *
   * @param stop why
   */
  default void stopped(Stop stop) {}
}
