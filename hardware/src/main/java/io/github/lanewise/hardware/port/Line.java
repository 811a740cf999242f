package io.github.lanewise.hardware.port;

/** Bytes in and out that never block. One thread at a time. */
public interface Line extends AutoCloseable {
  /** Takes what has arrived, at most {@code into.length} bytes: how many, 0 if nothing, -1 if the line is gone. */
  int read(byte[] into);

  /**
   * Sends the first {@code count} bytes without ever blocking: how many were accepted now, -1 if the line is gone.
   * Fewer than {@code count} means that the peer does not read.
   */
  int write(byte[] from, int count);

  @Override
  void close();
}
