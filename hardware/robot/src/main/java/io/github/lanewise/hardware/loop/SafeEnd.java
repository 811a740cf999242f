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
  /** Half a second at least: a machine or an adapter that stands still for longer is gone. */
  private static final int ATTEMPTS = 25;
  private static final long LEAST_WAIT_NANOS = 20_000_000;

  private final ServoBus bus;
  private final Clock clock;
  private final long waitNanos;
  private final long watchdogNanos;
  private final boolean hold;
  private final Tick tick;
  private final Finding finding;
  private final boolean[] torque;
  /** Its own, because a controller that does not return may still write to the loop's. */
  private final ServoCommand still;
  private volatile boolean armed;
  private volatile boolean holding;
  private volatile BusError outcome = BusError.NONE;

  SafeEnd(ServoBus bus, Clock clock, long periodNanos, long watchdogNanos, Safety safety, Tick tick,
      Finding finding) {
    this.bus = bus;
    this.clock = clock;
    waitNanos = Math.max(safety.patience * LEAST_WAIT_NANOS, 2 * periodNanos);
    this.watchdogNanos = watchdogNanos;
    this.tick = tick;
    this.finding = finding;
    torque = new boolean[bus.joints()];
    hold = safety.ending == Safety.Ending.HOLD;
    still = new ServoCommand(bus.joints());
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

  /**
   * What the servos were told last is held, so that the robot does not sink by what its weight bends them; where a
   * joint is beyond a limit, what was measured. It goes out at once, and again when the watchdog is disarmed, which
   * with some servos travels with commands, and others take none while it has struck. Whether they hold is asked when
   * it would have struck.
   */
  private boolean hold(ServoState state) {
    boolean asTold = !finding.ofJoint();
    for (int i = 0; i < still.target.length; i++) {
      still.target[i] = asTold ? tick.told(i) : state.position[i];
    }
    BusError error = stay();
    BusError disarmed = BusError.TIMEOUT;
    for (int i = 0; i < ATTEMPTS && error == BusError.NONE && transientError(disarmed); i++) {
      disarmed = bus.watchdog(0, deadline());
    }
    if (disarmed == BusError.NONE) {
      error = stay();
      clock.sleepUntil(clock.nanoTime() + watchdogNanos);
    }
    if (error != BusError.NONE || disarmed != BusError.NONE && disarmed != BusError.UNSUPPORTED) {
      return false;
    }
    error = BusError.TIMEOUT;
    for (int i = 0; i < ATTEMPTS && transientError(error); i++) {
      error = bus.readTorque(torque, deadline());
    }
    holding = error == BusError.NONE;
    for (boolean on : torque) {
      holding &= on;
    }
    return holding;
  }

  private BusError stay() {
    BusError error = BusError.TIMEOUT;
    for (int i = 0; i < ATTEMPTS && transientError(error); i++) {
      error = bus.write(still, deadline());
    }
    return error;
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

  /** Whether the servos have confirmed that they hold. */
  boolean holding() {
    return holding;
  }

  /** NONE if the servos have confirmed that they are safe. */
  BusError outcome() {
    return outcome;
  }
}
