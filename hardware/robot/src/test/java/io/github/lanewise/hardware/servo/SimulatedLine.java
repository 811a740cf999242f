package io.github.lanewise.hardware.servo;

import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.port.Line;

/**
 * A line in memory to a device that acts at once and whose bytes arrive when it says, by a clock that sleeping moves.
 */
class SimulatedLine implements Line, Clock {
  /** Takes what is written to the line. */
  interface Device {
    void take(byte[] bytes, int count, SimulatedLine line);
  }

  private static final int CAPACITY = 1 << 13;

  private final byte[] bytes = new byte[CAPACITY];
  private final long[] due = new long[CAPACITY];
  private final Device device;
  private int head;
  private int tail;
  private long now = 1_000_000;
  /** Bytes taken of a write; fewer than written is a peer that does not read. */
  int room = Integer.MAX_VALUE;
  boolean gone;
  boolean closed;
  int written;

  SimulatedLine(Device device) {
    this.device = device;
  }

  /** A line that repeats a text without end, from its beginning when it is written to; a read takes a microsecond. */
  static SimulatedLine babbling(byte[] text) {
    return new SimulatedLine((bytes, count, to) -> { }) {
      private int at;

      @Override
      public int read(byte[] into) {
        for (int i = 0; i < into.length; i++) {
          into[i] = text[at++ % text.length];
        }
        sleepUntil(nanoTime() + 1000);
        return into.length;
      }

      @Override
      public int write(byte[] from, int count) {
        at = 0;
        return count;
      }
    };
  }

  /** Lets these bytes arrive after a time [ns]. */
  void arrive(byte[] from, int count, long delayNanos) {
    for (int i = 0; i < count; i++) {
      bytes[tail % CAPACITY] = from[i];
      due[tail++ % CAPACITY] = now + delayNanos;
    }
  }

  @Override
  public int read(byte[] into) {
    int count = 0;
    while (count < into.length && head < tail && due[head % CAPACITY] <= now) {
      into[count++] = bytes[head++ % CAPACITY];
    }
    return gone ? -1 : count;
  }

  @Override
  public int write(byte[] from, int count) {
    written = Math.min(count, room);
    if (!gone) {
      device.take(from, written, this);
    }
    return gone ? -1 : written;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void sleepUntil(long nanoTime) {
    now = Math.max(now, nanoTime);
  }
}
