package io.github.lanewise.hardware.loop;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * How late a periodic loop woke up, and how many of its ticks it missed.
 *
 * <p>A wake-up that is late by whole periods has kept others from happening at all. They are counted as missed, and those
 * that would have been late by a period or more as values of that lateness (one, two ... periods less), so that one long
 * stall among many short waits is not one value among many: the expected interval of HdrHistogram, against coordinated
 * omission. The loop's thread records, without allocating or waiting; any other may ask for a summary.
 */
public final class Jitter {
  private static final long HIGHEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;

  private final long periodNanos;
  private final SingleWriterRecorder recorder = new SingleWriterRecorder(HIGHEST_NANOS, DIGITS);
  private final Histogram total = new Histogram(HIGHEST_NANOS, DIGITS);
  private Histogram recent;
  private volatile long ticks;
  private volatile long missed;

  /** For a loop of this period [ns]. */
  public Jitter(long periodNanos) {
    if (periodNanos <= 0) {
      throw new IllegalArgumentException("a period must be positive, and is " + periodNanos + " ns");
    }
    this.periodNanos = periodNanos;
  }

  /**
   * Records that a tick began so long after its moment [ns], and answers how many ticks after it have been missed: the
   * whole periods in the lateness, which is never negative. More than an hour is recorded as an hour. For one thread.
   */
  public long record(long latenessNanos) {
    recorder.recordValueWithExpectedInterval(Math.min(latenessNanos, HIGHEST_NANOS), periodNanos);
    long skipped = latenessNanos / periodNanos;
    ticks = ticks + 1;
    missed = missed + skipped;
    return skipped;
  }

  /** Everything recorded so far. */
  public synchronized Summary summary() {
    recent = recorder.getIntervalHistogram(recent);
    total.add(recent);
    return new Summary(ticks, missed, micros(50), micros(99), micros(99.9), micros(99.99), total.getMaxValue() / 1e3);
  }

  private double micros(double percentile) {
    return total.getValueAtPercentile(percentile) / 1e3;
  }

  /**
   * The lateness that so many of 100 wake-ups did not exceed, to three digits [us].
   *
   * @param ticks the ticks that happened
   * @param missed the ticks that did not
   * @param max the largest lateness [us]
   */
  public record Summary(long ticks, long missed, double p50, double p99, double p999, double p9999, double max) {
    /** One line. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT,
          "p50 %.2f us, p99 %.2f us, p99.9 %.2f us, p99.99 %.2f us, max %.2f us; %,d of %,d ticks missed",
          p50, p99, p999, p9999, max, missed, ticks + missed);
    }
  }
}
