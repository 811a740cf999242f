package io.github.lanewise.hardware.rollout;

import io.github.lanewise.hardware.loop.ControlLoop;
import io.github.lanewise.hardware.loop.LoopResult;

/** A control loop in a thread of its own, so that what is learned meanwhile does not delay it. */
final class LoopThread extends Thread {
  private final ControlLoop loop;
  private LoopResult result;
  private Throwable failure;

  LoopThread(ControlLoop loop) {
    super("control loop");
    this.loop = loop;
  }

  @Override
  public void run() {
    try {
      result = loop.run();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Waits for the robot to be safe, whatever interrupts. */
  void finish() {
    boolean interrupted = false;
    while (isAlive()) {
      try {
        join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** How the loop went; throws what it threw. */
  LoopResult result() {
    switch (failure) {
      case null -> { }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
    return result;
  }
}
