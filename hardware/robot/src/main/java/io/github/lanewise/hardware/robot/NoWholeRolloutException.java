package io.github.lanewise.hardware.robot;

/** All roll-outs of a run are over, but of none was the last tick recorded; the message is a sentence that says so. */
public final class NoWholeRolloutException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  NoWholeRolloutException(String message) {
    super(message);
  }
}
