package io.github.lanewise.hardware.servo;

import java.io.IOException;

/** A request that a person made of a servo has failed. */
public final class BusException extends IOException {
  private static final long serialVersionUID = 1;

  /** What kind of failure it is. */
  private final BusError error;

  BusException(BusError error, String message) {
    super(message);
    this.error = error;
  }

  /** {@return what kind of failure it is} */
  public BusError error() {
    return error;
  }
}
