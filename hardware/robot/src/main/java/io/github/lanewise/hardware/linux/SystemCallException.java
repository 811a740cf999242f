package io.github.lanewise.hardware.linux;

import java.io.IOException;

/** A system call that failed, with its error number. */
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1;

  /** errno. */
  private final int error;

  /**
   * A call that failed.
   *
   * @param call its name
   * @param error the number that it left
   */
  public SystemCallException(String call, int error) {
    super(call + ": " + SystemCall.describe(error));
    this.error = error;
  }

  /** {@return the error number} */
  public int error() {
    return error;
  }
}
