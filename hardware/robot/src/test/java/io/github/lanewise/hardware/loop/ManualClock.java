package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.port.Clock;
import java.util.function.LongUnaryOperator;

/** A clock that stands still unless it is moved, and wakes up as late as it is told. */
final class ManualClock implements Clock {
  long now = 1_000_000_000L;
  /** How late a sleep until this moment ends [ns]. */
  LongUnaryOperator lateness = moment -> 0;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void sleepUntil(long moment) {
    now = Math.max(now, moment + lateness.applyAsLong(moment));
  }
}
