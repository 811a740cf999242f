package io.github.lanewise.hardware.servo.protocol;

/**
 * Finds the packets of the Feetech SCS protocol in a stream of bytes, instructions and answers alike: {@code FF FF id
 * length instruction-or-error parameters checksum}.
 *
 * <p>The header may occur inside a packet. When a checksum is wrong, the bytes taken so far are therefore searched
 * again from the next one on; the work for a byte is at most proportional to the square of the longest packet, and to
 * its length on average. The shorter the longest packet expected, the sooner a false header is recognised.
 */
public final class FeetechParser extends PacketParser {
  /** The most parameters that a packet can have. */
  public static final int MAX_PARAMETERS = 253;

  private static final int FIXED_BYTES = 6;

  private final int maxParameters;
  private final byte[] bytes;
  private int start;
  private int end;

  /** Takes packets of any length. */
  public FeetechParser() {
    this(MAX_PARAMETERS);
  }

  /**
   * Holds nothing yet.
   *
   * @param maxParameters the most that a packet has; longer ones are skipped
   */
  public FeetechParser(int maxParameters) {
    super(maxParameters);
    if (maxParameters > MAX_PARAMETERS) {
      throw Refusal.parameters(maxParameters, MAX_PARAMETERS);
    }
    this.maxParameters = maxParameters;
    bytes = new byte[2 * (FIXED_BYTES + maxParameters)];
  }

  /** True: an answer looks like an instruction whose code is the error byte. */
  @Override
  public boolean status() {
    return true;
  }

  @Override
  public int accept(byte[] from, int first, int to) {
    discard();
    search();
    for (int i = first; i < to && !complete(); i++) {
      if (end == bytes.length) {
        System.arraycopy(bytes, start, bytes, 0, end - start);
        end -= start;
        start = 0;
      }
      bytes[end++] = from[i];
      takenBytes++;
      search();
      if (complete()) {
        return i + 1;
      }
    }
    return complete() ? first : to;
  }

  @Override
  public void reset() {
    discard();
    start = 0;
    end = 0;
  }

  @Override
  int pendingBytes() {
    return end - start;
  }

  /** Until a packet is complete, or more bytes are needed to tell. */
  private void search() {
    while (!complete()) {
      int need = need();
      if (need > end - start) {
        return;
      }
      if (need == 0) {
        start++;
      } else if (checksum(start + 2, start + need - 1) == at(need - 1)) {
        hold(need);
      } else {
        checksumErrors++;
        start++;
      }
    }
  }

  /** Bytes that a packet at {@code start} needs, as far as is known; 0 if there is none. */
  private int need() {
    int present = end - start;
    if (present > 0 && at(0) != 0xFF || present > 1 && at(1) != 0xFF || present > 2 && at(2) == 0xFF) {
      return 0;
    }
    if (present < 4) {
      return present + 1;
    }
    int length = at(3);
    return length < 2 || length - 2 > maxParameters ? 0 : length + 4;
  }

  private void hold(int count) {
    begin(at(2));
    instruction(at(4));
    error(at(4));
    for (int i = 5; i < count - 1; i++) {
      append(at(i));
    }
    start += count;
    finish(count);
  }

  private int at(int index) {
    return bytes[start + index] & 0xFF;
  }

  private int checksum(int from, int to) {
    return FeetechEncoder.checksum(bytes, from, to);
  }
}
