package io.github.lanewise.hardware.servo;

/** How a request on a bus ended. A value, because an exception would cost too much at control rate. */
public enum BusError {
  /** All went well. */
  NONE("no error"),
  /** A servo did not answer before the deadline. */
  TIMEOUT("no answer in time"),
  /** An answer did not come before the deadline, and what came had a wrong checksum. */
  CHECKSUM("garbled answer"),
  /** An answer did not come before the deadline, and what came was another servo's, or another request's. */
  WRONG_ID("answer of another servo or to another request"),
  /** A servo answered that it did not do what was asked, or did not do it. */
  DEVICE("refused by the servo"),
  /** A servo reports a hardware error. */
  HARDWARE("hardware error of the servo"),
  /** A value is not finite, or too large for the servo. Nothing was sent. */
  RANGE("value out of range"),
  /** The servos cannot do this, or not in the mode they are in. Nothing was sent. */
  UNSUPPORTED("not supported by the servo, or not in this mode"),
  /** The line did not take the whole request: the other side does not read. */
  SHORT_WRITE("line does not take what is sent"),
  /** The line is gone. */
  GONE("line is gone"),
  /** An answer did not come before the deadline, but one of the servo with more or fewer bytes than were asked for. */
  LENGTH("answer with more or fewer bytes than asked for");

  private final String text;

  BusError(String text) {
    this.text = text;
  }

  /** {@return the error in words} */
  public String text() {
    return text;
  }
}
