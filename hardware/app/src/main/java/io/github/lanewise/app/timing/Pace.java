package io.github.lanewise.app.timing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * How fast a repeated piece of work went: its repetitions in windows of about {@value #WINDOW_SECONDS} s, timed one by
 * one.
 *
 * <p>Speeds are medians weighted by time. The settled speed is that of the second half of the time; warm-up lasts until
 * the end of the first window that had reached {@value #SETTLED} of it. It is over only if enough windows follow, if
 * they no longer get faster, and if they allocate nothing: vector code that is not compiled yet makes an object of
 * every vector, at a speed that can look settled.
 */
public final class Pace {
  static final double WINDOW_SECONDS = 0.02;
  static final double SETTLED = 0.9;
  static final double LEAST_SECONDS = 1;
  /** Compilation makes the code faster by larger factors than this, other load on the machine by smaller. */
  private static final double STILL_RISING = 1.5;
  private static final int WINDOWS_TO_TELL = 6;
  private static final double STEADY = 1.15;
  /** Share of windows. */
  private static final double MAY_ALLOCATE = 0.1;

  /**
   * One window.
   *
   * @param count repetitions
   * @param seconds how long they took
   * @param end when it ended, counted from the start of the first window [s]
   * @param bytes what the threads allocated in it
   */
  public record Window(int count, double seconds, double end, long bytes) {
    double perSecond() {
      return count / seconds;
    }
  }

  private final List<Window> windows;
  private final int firstWarm;

  /** Of windows, one after the other. */
  public Pace(List<Window> windows) {
    this.windows = List.copyOf(windows);
    double settled = median(secondHalf(windows));
    int first = 0;
    while (first < windows.size() - 1 && windows.get(first).perSecond() < SETTLED * settled) {
      first++;
    }
    firstWarm = first;
  }

  /**
   * Does {@code work} for a number of repetitions at a time, {@code count} in all.
   *
   * @param clock time [ns]
   * @param allocated bytes allocated so far by the threads that work
   * @param progress told how many repetitions are done, outside the timing
   */
  public static Pace of(
      int count, IntConsumer work, LongSupplier clock, LongSupplier allocated, IntConsumer progress) {
    List<Window> windows = new ArrayList<>();
    long start = clock.getAsLong();
    for (int done = 0; done < count; ) {
      Window window = window(Math.min(next(windows), count - done), work, start, clock, allocated);
      windows.add(window);
      done += window.count;
      progress.accept(done);
    }
    return new Pace(windows);
  }

  /**
   * Does {@code work} until its speed has settled, stays, and nearly no window allocates, over as much time as warm-up
   * took, {@value #LEAST_SECONDS} s at least.
   *
   * @param most after which it ends anyway [s]
   * @param clock time [ns]
   * @param allocated bytes allocated so far by the threads that work
   * @param progress told how many tenths of a second have passed, outside the timing
   */
  public static Pace untilSettled(
      double most, IntConsumer work, LongSupplier clock, LongSupplier allocated, IntConsumer progress) {
    List<Window> windows = new ArrayList<>();
    long start = clock.getAsLong();
    while (true) {
      windows.add(window(next(windows), work, start, clock, allocated));
      double passed = windows.getLast().end;
      progress.accept((int) (10 * Math.min(passed, most)));
      Pace pace = new Pace(windows);
      if (passed >= most
          || passed >= Math.max(LEAST_SECONDS, 2 * pace.warmUpSeconds()) && pace.settled() && pace.quiet()) {
        return pace;
      }
    }
  }

  /** Repetitions of the next window. */
  private static int next(List<Window> windows) {
    if (windows.isEmpty()) {
      return 1;
    }
    Window last = windows.getLast();
    return (int) Math.clamp(last.count * WINDOW_SECONDS / last.seconds, 1, 2.0 * last.count);
  }

  private static Window window(
      int count, IntConsumer work, long start, LongSupplier clock, LongSupplier allocated) {
    long bytes = allocated.getAsLong();
    long from = clock.getAsLong();
    work.accept(count);
    long to = clock.getAsLong();
    bytes = allocated.getAsLong() - bytes;
    return new Window(count, Math.max(to - from, 1) * 1e-9, (to - start) * 1e-9, bytes);
  }

  /** The windows that began after warm-up; if there are none, the last. */
  private List<Window> warm() {
    return windows.subList(Math.min(firstWarm + 1, windows.size() - 1), windows.size());
  }

  /** Whether the speed had settled before the work ended. */
  public boolean settled() {
    List<Window> warm = warm();
    if (warm.size() < WINDOWS_TO_TELL) {
      return false;
    }
    List<Window> earlier = warm.subList(0, warm.size() / 2);
    List<Window> later = warm.subList(warm.size() / 2, warm.size());
    long allocating = later.stream().filter(window -> window.bytes() > 0).count();
    return median(later) <= STILL_RISING * median(earlier) && allocating <= later.size() / 2;
  }

  /** Whether the last quarter was hardly faster than the one before, and the JVM has nearly nothing left to compile. */
  private boolean quiet() {
    List<Window> half = secondHalf(windows);
    List<Window> last = lastQuarter();
    List<Window> third = half.subList(0, half.size() - last.size());
    long allocating = half.stream().filter(window -> window.bytes() > 0).count();
    return !third.isEmpty() && median(last) <= STEADY * median(third) && allocating <= MAY_ALLOCATE * half.size();
  }

  /** Repetitions a second after warm-up. */
  public double perSecond() {
    return median(warm());
  }

  /** Repetitions a second that were not reached during this share of the time after warm-up: 0.25 for a quartile. */
  public double perSecond(double share) {
    return quantile(warm(), share);
  }

  /** From the start of the first window to the end of the first that was as fast as later ones [s]. */
  public double warmUpSeconds() {
    return windows.get(firstWarm).end();
  }

  /** Bytes that a repetition allocated after warm-up, on average. */
  public double bytesPerRepetition() {
    return (double) warm().stream().mapToLong(Window::bytes).sum() / warm().stream().mapToLong(Window::count).sum();
  }

  /** The same over the last quarter of all time: what is compiled until then does not count. */
  public double lateBytesPerRepetition() {
    List<Window> late = lastQuarter();
    return (double) late.stream().mapToLong(Window::bytes).sum() / late.stream().mapToLong(Window::count).sum();
  }

  /** Number of windows after warm-up. */
  public int warmWindowCount() {
    return warm().size();
  }

  /** Time of all windows together [s]. */
  public double seconds() {
    return windows.stream().mapToDouble(Window::seconds).sum();
  }

  private static List<Window> secondHalf(List<Window> windows) {
    double half = windows.getLast().end() / 2;
    return windows.stream().filter(window -> window.end() > half).toList();
  }

  private List<Window> lastQuarter() {
    double start = 0.75 * windows.getLast().end();
    return windows.stream().filter(window -> window.end() > start).toList();
  }

  private static double median(List<Window> windows) {
    return quantile(windows, 0.5);
  }

  /** The speed that was not reached during a share of the time. */
  private static double quantile(List<Window> windows, double share) {
    List<Window> slowestFirst = windows.stream().sorted(Comparator.comparingDouble(Window::perSecond)).toList();
    double part = share * windows.stream().mapToDouble(Window::seconds).sum();
    double time = 0;
    for (Window window : slowestFirst) {
      time += window.seconds();
      if (time >= part) {
        return window.perSecond();
      }
    }
    return slowestFirst.getLast().perSecond();
  }
}
