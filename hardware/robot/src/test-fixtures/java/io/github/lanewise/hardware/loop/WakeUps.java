package io.github.lanewise.hardware.loop;

import io.github.lanewise.hardware.port.Clock;
import java.util.Locale;

/** The twin of {@code src/test/c/wake_up.c}: how late a loop on the system's clock wakes up, scheduled alike. */
public record WakeUps(double p50, double p99, double p999, double max, long missed, long ticks, boolean pinned,
    boolean fifo, boolean locked) {

  /** Reads the line that either program prints. */
  public static WakeUps parse(String line) {
    String[] words = line.strip().split(" ");
    return new WakeUps(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]),
        Double.parseDouble(words[3]), Long.parseLong(words[4]), Long.parseLong(words[5]), words[6].equals("1"),
        words[7].equals("1"), words[8].equals("1"));
  }

  /** Period [us], seconds of warm-up and of measurement, processor or -1, priority or 0. */
  public static void main(String[] arguments) {
    long period = Long.parseLong(arguments[0]) * 1_000;
    int processor = Integer.parseInt(arguments[3]);
    int priority = Integer.parseInt(arguments[4]);
    boolean pinned = processor >= 0 && RealTime.pin(processor).granted();
    boolean fifo = priority > 0 && RealTime.fifo(priority).granted();
    boolean locked = RealTime.lockMemory().granted();
    run(period, Integer.parseInt(arguments[1]), new Jitter(period));
    Jitter jitter = new Jitter(period);
    run(period, Integer.parseInt(arguments[2]), jitter);
    Jitter.Summary summary = jitter.summary();
    System.out.printf(Locale.ROOT, "%.2f %.2f %.2f %.2f %d %d %d %d %d%n", summary.p50(), summary.p99(), summary.p999(),
        summary.max(), summary.missed(), summary.ticks() + summary.missed(), pinned ? 1 : 0, fifo ? 1 : 0,
        locked ? 1 : 0);
  }

  private static void run(long period, int seconds, Jitter jitter) {
    Clock clock = Clock.system();
    long ticks = seconds * 1_000_000_000L / period;
    long deadline = clock.nanoTime();
    for (long tick = 0; tick < ticks; tick++) {
      deadline += period;
      clock.sleepUntil(deadline);
      long skipped = jitter.record(clock.nanoTime() - deadline);
      tick += skipped;
      deadline += skipped * period;
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT,
        "p50 %.2f us, p99 %.2f us, p99.9 %.2f us, max %.2f us, %d of %d ticks missed%s%s%s",
        p50, p99, p999, max, missed, ticks, pinned ? ", pinned" : "", fifo ? ", SCHED_FIFO" : "",
        locked ? ", memory locked" : "");
  }
}
