package io.github.lanewise.hardware.port;

/** Bytes in and out that never block and, at control rate, never allocate. One thread at a time. */
public interface Line extends AutoCloseable {
  /**
   * What has arrived, at most {@code into.length} bytes.
   *
   * @param into what has arrived (modified)
   * @return the number of bytes; 0 if nothing has arrived, -1 if the line is gone
   */
  int read(byte[] into);

  /**
   * Writes as many bytes as are accepted now. Fewer than all means that the buffers are full, because the other side
   * does not read or the wire is slower than what is written to it.
   *
   * @param from the bytes, from its beginning
   * @param count how many are to be written
   * @return the number of bytes accepted; -1 if the line is gone
   */
  int write(byte[] from, int count);

  /** Gives the line back; reads and writes then answer -1. */
  @Override
  void close();
}
