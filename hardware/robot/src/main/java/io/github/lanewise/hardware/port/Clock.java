package io.github.lanewise.hardware.port;

/** Time for everything that waits or has a deadline; tests own theirs. */
public interface Clock {
  /** {@return nanoseconds since some moment that never changes; comparable only with the same clock's} */
  long nanoTime();

  /**
   * Returns at the moment, or at once if it has passed; never before.
   *
   * @param nanoTime the moment, on this clock [ns]
   */
  void sleepUntil(long nanoTime);

  /**
   * {@link System#nanoTime}, and sleep that ends with a short spin, so that it is over within a microsecond.
   *
   * @return the one such clock, for any thread
   */
  static Clock system() {
    return SystemClock.INSTANCE;
  }

  /**
   * Gives the processor away until about the moment, for waiting without an end that is known: what is waited for may
   * need this very processor.
   *
   * @param nanoTime the moment, on this clock [ns]
   */
  default void parkUntil(long nanoTime) {
    sleepUntil(nanoTime);
  }
}
