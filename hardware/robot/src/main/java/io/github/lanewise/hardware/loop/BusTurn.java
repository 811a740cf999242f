package io.github.lanewise.hardware.loop;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whose turn it is on the bus, which is for one thread at a time. The loop lends it out while it is in the user's code,
 * so that another thread can make the robot safe if that code never returns.
 */
final class BusTurn {
  private static final int LOOP = 0;
  private static final int LENT = 1;
  private static final int SEIZED = 2;
  private static final int FINISHED = 3;

  private final AtomicInteger turn = new AtomicInteger(LOOP);

  /** The loop enters the user's code. */
  void lend() {
    turn.compareAndSet(LOOP, LENT);
  }

  /** The loop is back from it; false if the bus is no longer its own. */
  boolean takeBack() {
    return turn.compareAndSet(LENT, LOOP) || turn.get() == FINISHED;
  }

  /** The loop needs the bus for the last time; false if it is no longer its own. */
  boolean finish() {
    return turn.compareAndSet(LOOP, FINISHED);
  }

  /** Another thread takes the bus for good, which works while the loop is in the user's code. */
  boolean seize() {
    return turn.compareAndSet(LENT, SEIZED);
  }
}
