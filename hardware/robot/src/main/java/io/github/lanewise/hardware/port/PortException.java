package io.github.lanewise.hardware.port;

import java.io.IOException;

/** One sentence that says what is wrong with which port, and what to do about it. */
public final class PortException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * A failure without a cause.
   *
   * @param message the sentence
   */
  public PortException(String message) {
    super(message);
  }

  /**
   * A failure with what it was made of.
   *
   * @param message the sentence
   * @param cause what the system or the library said
   */
  public PortException(String message, Throwable cause) {
    super(message, cause);
  }
}
