package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.port.Clock;

/**
 * Ticks in time, one after the other, and the robot made safe after one that stops them.
 *
 * <p>A class without texts: when C2 is first asked for a method of a class, HotSpot makes all texts that the class
 * contains, in the thread that asks. For the loop in {@link #run} that is after a hundred thousand ticks, long after
 * the rehearsal.
 */
final class Ticks {
  private final Tick tick;
  private final BusTurn turn;
  private final SafeEnd end;
  private final Clock clock;
  private final long period;
  private volatile long number;
  private long begun;

  Ticks(Tick tick, BusTurn turn, SafeEnd end, ControlLoop loop) {
    this.tick = tick;
    this.turn = turn;
    this.end = end;
    clock = loop.clock;
    period = loop.periodNanos;
    number = -Math.max(1, loop.rehearsal);
  }

  /**
   * From one number to another, and so many more as the controller's first targets take to be reached; false if one
   * stopped it.
   */
  boolean run(long from, long to, boolean rehearsal) {
    long moment = clock.nanoTime();
    begun = 0;
    for (long n = from; n - begun < to;) {
      begun = tick.approaching() && !rehearsal ? n : begun;
      number = n;
      clock.sleepUntil(moment);
      if (rehearsal && !tick.start()) {
        return false;
      }
      boolean goOn = tick.act(moment, rehearsal ? 0 : (n - begun) * (period * 1e-9));
      if (!goOn && turn.finish()) {
        end.run(tick.state);
      }
      if (!(tick.report(n) && goOn)) {
        return false;
      }
      n += 1 + tick.skipped();
      moment += (1 + tick.skipped()) * period;
    }
    return true;
  }

  /** How many ticks it took to reach the controller's first targets. */
  long approach() {
    return begun;
  }

  /** The number of the last; from any thread. */
  long number() {
    return number;
  }
}
