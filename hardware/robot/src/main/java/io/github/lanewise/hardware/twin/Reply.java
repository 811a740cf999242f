package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.port.Line;

/** Bytes on their way to the client. What the line does not take is lost, as on a wire that nobody listens to. */
final class Reply {
  static final int CAPACITY = 8192;

  private final byte[] bytes = new byte[CAPACITY];
  private final Line line;
  private int length;
  private long sentBytes;
  private long lostBytes;

  Reply(Line line) {
    this.line = line;
  }

  /** The array to write the next packet of at most so many bytes to, from {@link #at} on. */
  byte[] room(int count) {
    if (length + count > CAPACITY) {
      flush();
    }
    return bytes;
  }

  int at() {
    return length;
  }

  /** The packet written ends here. */
  void end(int index) {
    length = index;
  }

  /** Gives the line what has been written. */
  void flush() {
    if (length > 0) {
      int taken = Math.max(0, line.write(bytes, length));
      sentBytes += taken;
      lostBytes += length - taken;
      length = 0;
    }
  }

  long sentBytes() {
    return sentBytes;
  }

  long lostBytes() {
    return lostBytes;
  }
}
