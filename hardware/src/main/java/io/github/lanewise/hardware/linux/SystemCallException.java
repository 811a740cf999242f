package io.github.lanewise.hardware.linux;

import java.io.IOException;

/** A system call that failed, with its error number. */
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1;

  private final int error;

  /** The name of the call and the number that it left. */
  public SystemCallException(String call, int error) {
    super(call + ": " + SystemCall.describe(error));
    this.error = error;
  }

  /** The error number. */
  public int error() {
    return error;
  }
}
