package io.github.lanewise.hardware.port;

/** Time for everything that waits or has a deadline; tests own theirs. */
public interface Clock {
  /** Nanoseconds since some moment that never changes; comparable only with the same clock's. */
  long nanoTime();

  /** Returns at the moment, or at once if it has passed; never before. */
  void sleepUntil(long nanoTime);

  /** {@link System#nanoTime}, and sleep that ends with a short spin, so that it is over within a microsecond. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }

  /**
   * {@link System#nanoTime}, and sleep that never spins, so that it ends some 50 microseconds late, or more: for a
   * program that waits for another on the same few processors, such as a simulated robot, and would keep it from them.
   */
  static Clock sharing() {
    return SharingClock.INSTANCE;
  }
}
