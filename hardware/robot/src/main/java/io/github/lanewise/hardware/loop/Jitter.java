package io.github.lanewise.hardware.loop;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * How late a periodic loop woke up, and how many of its ticks it missed.
 *
 * <p>A wake-up that is late by whole periods has kept others from happening at all. They are counted as missed, and
 * those that would have been late by a period or more as values of that lateness (one, two ... periods less), so that
 * one long stall among many short waits is not one value among many: the expected interval of HdrHistogram, against
 * coordinated omission. The loop's thread records, without allocating or waiting; any other may ask for a summary.
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

  /**
   * Of a loop that has not begun.
   *
   * @param periodNanos its period [ns]
   */
  public Jitter(long periodNanos) {
    if (periodNanos <= 0) {
      throw Summary.refusal(periodNanos);
    }
    this.periodNanos = periodNanos;
  }

  /**
   * Records that a tick began so long after its moment. More than an hour is recorded as an hour. For one thread.
   *
   * @param latenessNanos how long, never negative [ns]
   * @return the ticks after it that have been missed: the whole periods in the lateness
   */
  public long record(long latenessNanos) {
    recorder.recordValueWithExpectedInterval(Math.min(latenessNanos, HIGHEST_NANOS), periodNanos);
    long skipped = latenessNanos / periodNanos;
    ticks = ticks + 1;
    missed = missed + skipped;
    return skipped;
  }

  /** {@return everything recorded so far} */
  public synchronized Summary summary() {
    recent = recorder.getIntervalHistogram(recent);
    total.add(recent);
    return new Summary(ticks, missed, micros(50), micros(99), micros(99.9), micros(99.99), total.getMaxValue() / 1e3);
  }

  private double micros(double percentile) {
    return total.getValueAtPercentile(percentile) / 1e3;
  }

  /**
   * Lateness that so many of the wake-ups did not exceed, to three digits.
   *
   * @param ticks the ticks that happened
   * @param missed the ticks that did not
   * @param p50 that half of them did not exceed [us]
   * @param p99 that 99 of 100 did not exceed [us]
   * @param p999 that 999 of 1,000 did not exceed [us]
   * @param p9999 that 9,999 of 10,000 did not exceed [us]
   * @param max the largest lateness [us]
   */
  public record Summary(long ticks, long missed, double p50, double p99, double p999, double p9999, double max) {
    /** Here, because {@link Jitter} is without texts, as {@link Ticks} is. */
    private static IllegalArgumentException refusal(long periodNanos) {
      return new IllegalArgumentException("a period must be positive, and is " + periodNanos + " ns");
    }

    /** One line. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT,
          "p50 %.2f us, p99 %.2f us, p99.9 %.2f us, p99.99 %.2f us, max %.2f us; %,d of %,d ticks missed",
          p50, p99, p999, p9999, max, missed, ticks + missed);
    }
  }
}
