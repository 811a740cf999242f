package io.github.lanewise.hardware.app;

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
final class Pace {
  static final double WINDOW_SECONDS = 0.02;
  static final double SETTLED = 0.9;
  /** Compilation makes the code faster by larger factors than this, other load on the machine by smaller. */
  private static final double STILL_RISING = 1.5;
  private static final int WINDOWS_TO_TELL = 6;

  /**
   * One window.
   *
   * @param count repetitions
   * @param seconds how long they took
   * @param end when it ended, counted from the start of the first window [s]
   * @param bytes what the threads allocated in it
   */
  record Window(int count, double seconds, double end, long bytes) {
    double perSecond() {
      return count / seconds;
    }
  }

  private final List<Window> windows;
  private final int firstWarm;

  Pace(List<Window> windows) {
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
  static Pace of(int count, IntConsumer work, LongSupplier clock, LongSupplier allocated, IntConsumer progress) {
    List<Window> windows = new ArrayList<>();
    int size = 1;
    long start = clock.getAsLong();
    for (int done = 0; done < count; ) {
      size = Math.min(size, count - done);
      long bytes = allocated.getAsLong();
      long from = clock.getAsLong();
      work.accept(size);
      long to = clock.getAsLong();
      bytes = allocated.getAsLong() - bytes;
      double seconds = Math.max(to - from, 1) * 1e-9;
      windows.add(new Window(size, seconds, (to - start) * 1e-9, bytes));
      done += size;
      progress.accept(done);
      size = (int) Math.clamp(size * WINDOW_SECONDS / seconds, 1, 2.0 * size);
    }
    return new Pace(windows);
  }

  /** The windows that began after warm-up; if there are none, the last. */
  private List<Window> warm() {
    return windows.subList(Math.min(firstWarm + 1, windows.size() - 1), windows.size());
  }

  /** Whether the speed had settled before the work ended. */
  boolean settled() {
    List<Window> warm = warm();
    if (warm.size() < WINDOWS_TO_TELL) {
      return false;
    }
    List<Window> earlier = warm.subList(0, warm.size() / 2);
    List<Window> later = warm.subList(warm.size() / 2, warm.size());
    long allocating = later.stream().filter(window -> window.bytes() > 0).count();
    return median(later) <= STILL_RISING * median(earlier) && allocating <= later.size() / 2;
  }

  /** Repetitions a second after warm-up. */
  double perSecond() {
    return median(warm());
  }

  /** From the start of the first window to the end of the first that was as fast as later ones [s]. */
  double warmUpSeconds() {
    return windows.get(firstWarm).end();
  }

  /** Bytes that a repetition allocated after warm-up, on average. */
  double bytesPerRepetition() {
    return (double) warm().stream().mapToLong(Window::bytes).sum() / warm().stream().mapToLong(Window::count).sum();
  }

  /** Number of windows after warm-up. */
  int warmWindows() {
    return warm().size();
  }

  /** Time of all windows together [s]. */
  double seconds() {
    return windows.stream().mapToDouble(Window::seconds).sum();
  }

  private static List<Window> secondHalf(List<Window> windows) {
    double half = windows.getLast().end() / 2;
    return windows.stream().filter(window -> window.end() > half).toList();
  }

  /** The speed that was not reached during half of the time. */
  private static double median(List<Window> windows) {
    List<Window> slowestFirst = windows.stream().sorted(Comparator.comparingDouble(Window::perSecond)).toList();
    double half = windows.stream().mapToDouble(Window::seconds).sum() / 2;
    double time = 0;
    for (Window window : slowestFirst) {
      time += window.seconds();
      if (time >= half) {
        return window.perSecond();
      }
    }
    return slowestFirst.getLast().perSecond();
  }
}
