package io.github.lanewise.hardware.port;

/** Bytes in and out that never block and, at control rate, never allocate. One thread at a time. */
public interface Line extends AutoCloseable {
  /** What has arrived, at most {@code into.length} bytes; 0 if nothing has, -1 if the line is gone. */
  int read(byte[] into);

  /**
   * The number of bytes accepted now, of the first {@code count}; -1 if the line is gone. Fewer than all means that the
   * buffers are full, because the other side does not read or the wire is slower than what is written to it.
   */
  int write(byte[] from, int count);

  /** Gives the line back; reads and writes then answer -1. */
  @Override
  void close();
}
