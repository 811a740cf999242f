package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.servo.BusError;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.servo.ServoCommand;
import io.github.lanewise.hardware.servo.ServoState;

/**
 * Makes the robot safe. Plain code without lambdas and texts: what runs for the first time when something is wrong must
 * not take milliseconds to be linked.
 */
final class SafeEnd {
  private static final int ATTEMPTS = 5;
  private static final long LEAST_WAIT_NANOS = 20_000_000;

  private final ServoBus bus;
  private final Clock clock;
  private final long waitNanos;
  private final boolean hold;
  /** Its own, because a controller that does not return may still write to the loop's. */
  private final ServoCommand still;
  private volatile boolean armed;
  private volatile BusError outcome = BusError.NONE;

  SafeEnd(ServoBus bus, Clock clock, long periodNanos, Safety.Ending ending) {
    this.bus = bus;
    this.clock = clock;
    waitNanos = Math.max(LEAST_WAIT_NANOS, 2 * periodNanos);
    hold = ending == Safety.Ending.HOLD;
    still = new ServoCommand(bus.servos().size());
    still.mode = ServoCommand.Mode.POSITION;
  }

  /** From now on servos are told things: before, they are left as they were found. */
  void arm() {
    armed = true;
  }

  boolean armed() {
    return armed;
  }

  /**
   * Torque off, or hold where that was asked for; nothing if servos were told nothing. The first attempt goes out at
   * once; a request that is not confirmed is repeated.
   */
  void run(ServoState state) {
    if (armed && !(hold && hold(state))) {
      torqueOff();
      // The watchdog of servos that were not heard stays armed: it may be all that stops them.
      if (outcome == BusError.NONE) {
        bus.watchdog(0, deadline());
      }
    }
  }

  /** False if it failed for good. */
  private boolean hold(ServoState state) {
    System.arraycopy(state.position, 0, still.target, 0, still.target.length);
    BusError error = BusError.TIMEOUT;
    for (int i = 0; i < ATTEMPTS && transientError(error); i++) {
      error = bus.write(still, deadline());
    }
    BusError disarmed = BusError.TIMEOUT;
    for (int i = 0; i < ATTEMPTS && error == BusError.NONE && transientError(disarmed); i++) {
      disarmed = bus.watchdog(0, deadline());
    }
    return disarmed == BusError.NONE || disarmed == BusError.UNSUPPORTED;
  }

  /** Torque off; what the last attempt answered is the outcome. */
  BusError torqueOff() {
    BusError error = BusError.TIMEOUT;
    for (int i = 0; i < ATTEMPTS && transientError(error); i++) {
      error = bus.torque(false, deadline());
    }
    outcome = error;
    return error;
  }

  private static boolean transientError(BusError error) {
    return error != BusError.NONE && error != BusError.GONE && error != BusError.RANGE
        && error != BusError.UNSUPPORTED;
  }

  private long deadline() {
    return clock.nanoTime() + waitNanos;
  }

  /** NONE if the servos have confirmed that they are safe. */
  BusError outcome() {
    return outcome;
  }
}
