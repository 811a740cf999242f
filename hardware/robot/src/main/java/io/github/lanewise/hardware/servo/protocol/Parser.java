package io.github.lanewise.hardware.servo.protocol;

/**
 * Takes the bytes of a line in pieces of any size and holds one packet at a time.
 *
 * <p>Use, for {@code n} bytes that have arrived:
 * <pre>{@code
 * int at = 0;
 * do {
 *   at = parser.accept(bytes, at, n);
 *   if (parser.complete()) { ... }
 * } while (at < n || parser.complete());
 * }</pre>
 *
 * <p>Garbage is skipped and counted; the work for a byte is bounded; nothing is allocated after construction. One
 * thread at a time.
 */
public interface Parser {
  /**
   * Discards the packet held and takes bytes until a packet is complete. May complete a packet from bytes taken
   * earlier, so it is called until {@link #complete} is false.
   *
   * @param bytes that have arrived
   * @param from the first one
   * @param to behind the last one
   * @return where to go on
   */
  int accept(byte[] bytes, int from, int to);

  /** {@return whether a packet is held} */
  boolean complete();

  /** Forgets the packet held and what has arrived of the next; the counts stay. */
  void reset();

  /** {@return packets so far whose checksum, or whose text, was wrong} */
  long checksumErrors();

  /** {@return bytes so far that belonged to no packet} */
  long skippedBytes();
}
