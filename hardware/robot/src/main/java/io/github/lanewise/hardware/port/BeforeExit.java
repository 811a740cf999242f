package io.github.lanewise.hardware.port;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Work for the end of the JVM that needs open ports, such as switching motors off.
 *
 * <p>It is done in a thread of its own when the JVM is told to end, by a signal such as that of Ctrl-C or by
 * System.exit, and serial ports stay open until all such work is done: what closes them in the end waits for it, which
 * shutdown hooks of {@link Runtime} alone do not. Nothing is done in a process that is killed. For any thread.
 */
public final class BeforeExit implements AutoCloseable {
  private static final Set<BeforeExit> PENDING = ConcurrentHashMap.newKeySet();

  private final Thread hook;
  private final CountDownLatch over = new CountDownLatch(1);

  private BeforeExit(String name, Runnable work) {
    hook = Thread.ofPlatform().name(name).unstarted(() -> {
      try {
        work.run();
      } finally {
        over.countDown();
      }
    });
  }

  /**
   * Has work done before the JVM ends, unless this is closed before.
   *
   * @param name of the thread that does it
   * @param work what to do
   * @return what stands for it
   * @throws IllegalStateException if the JVM is shutting down already
   */
  public static BeforeExit run(String name, Runnable work) {
    BeforeExit registered = new BeforeExit(name, work);
    PENDING.add(registered);
    boolean hooked = false;
    try {
      Runtime.getRuntime().addShutdownHook(registered.hook);
      hooked = true;
    } finally {
      if (!hooked) {
        registered.forget();
      }
    }
    return registered;
  }

  /** Waits until all such work is done; for what closes ports when the JVM ends. */
  static void awaitAll() {
    for (BeforeExit pending : PENDING) {
      try {
        pending.over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void forget() {
    PENDING.remove(this);
    over.countDown();
  }

  /**
   * The work is not needed any more.
   *
   * @return false if the JVM is ending, and the work is done all the same
   */
  public boolean cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      return false;
    }
    forget();
    return true;
  }

  /** Like {@link #cancel}. */
  @Override
  public void close() {
    cancel();
  }
}
