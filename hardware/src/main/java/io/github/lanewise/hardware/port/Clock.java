package io.github.lanewise.hardware.port;

/** The time by which deadlines are kept; tests own theirs. */
public interface Clock {
  /** Now [ns], from an arbitrary origin. */
  long nanoTime();

  /** Returns when {@link #nanoTime} has reached the given time [ns]. */
  void sleepUntil(long nanoTime);
}
