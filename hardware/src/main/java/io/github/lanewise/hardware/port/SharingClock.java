package io.github.lanewise.hardware.port;

import java.util.concurrent.locks.LockSupport;

/** Parks until the moment has passed; an interrupt does not end the sleep, but makes it spin. */
final class SharingClock implements Clock {
  static final SharingClock INSTANCE = new SharingClock();

  private SharingClock() {}

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void sleepUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
