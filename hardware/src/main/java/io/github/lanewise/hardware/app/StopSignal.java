package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.port.BeforeExit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or another signal to end: tells work that goes on and on to stop, and lets it say what it has to say before
 * the process ends with the signal's exit code. Closed when the work is done.
 */
final class StopSignal implements AutoCloseable {
  /** The patience of people who have pressed Ctrl-C. */
  private static final long LONGEST_SECONDS = 5;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final BeforeExit hook = BeforeExit.run("stop of a command", this::stop);

  private void stop() {
    asked.countDown();
    try {
      done.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean asked() {
    return asked.getCount() == 0;
  }

  /** Waits for the signal, at most so long; whether it has come. */
  boolean await(double seconds) {
    try {
      return asked.await(Math.round(seconds * 1e9), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    done.countDown();
    hook.close();
  }
}
