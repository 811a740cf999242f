package io.github.lanewise.app.console;

import io.github.lanewise.hardware.port.BeforeExit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or another signal to end: tells work that goes on and on to stop, and lets it say what it has to say before
 * the process ends with the signal's exit code. Closed when the work is done.
 */
public final class StopSignal implements AutoCloseable {
  /** The patience of people who have pressed Ctrl-C. */
  private static final long LONGEST_SECONDS = 5;

  private final long patience;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final BeforeExit hook = BeforeExit.run("stop of a command", this::stop);

  /** For work that ends within seconds. */
  public StopSignal() {
    this(LONGEST_SECONDS);
  }

  /**
   * For work that ends later.
   *
   * @param patience longest time that it is given to end [s]
   */
  public StopSignal(long patience) {
    this.patience = patience;
  }

  private void stop() {
    asked.countDown();
    try {
      done.await(patience, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the signal has come. */
  public boolean asked() {
    return asked.getCount() == 0;
  }

  /** Waits for the signal, at most so long; whether it has come. */
  public boolean await(double seconds) {
    try {
      return asked.await(Math.round(seconds * 1e9), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** The work is done, and has said what it had to say. */
  @Override
  public void close() {
    done.countDown();
    hook.close();
  }
}
