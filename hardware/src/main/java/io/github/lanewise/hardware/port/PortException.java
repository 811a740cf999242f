package io.github.lanewise.hardware.port;

import java.io.IOException;

/** One sentence that says what is wrong with which port, and what to do about it. */
public final class PortException extends IOException {
  private static final long serialVersionUID = 1;

  /** The sentence alone. */
  public PortException(String message) {
    super(message);
  }

  /** The sentence, and what it was made of. */
  public PortException(String message, Throwable cause) {
    super(message, cause);
  }
}
