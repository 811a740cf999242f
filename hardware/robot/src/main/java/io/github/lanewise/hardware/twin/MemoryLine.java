package io.github.lanewise.hardware.twin;

import io.github.lanewise.hardware.port.Line;

/** One end of a cable in memory. */
final class MemoryLine implements Line {
  private static final int CAPACITY = 1 << 16;

  private final byte[] arrived = new byte[CAPACITY];
  private int first;
  private int last;
  private MemoryLine other;
  private boolean cut;

  private MemoryLine() {}

  /** One end; {@link #other} is the other. */
  static MemoryLine cable() {
    MemoryLine one = new MemoryLine();
    one.other = new MemoryLine();
    one.other.other = one;
    return one;
  }

  MemoryLine other() {
    return other;
  }

  @Override
  public int read(byte[] into) {
    if (cut) {
      return -1;
    }
    int count = Math.min(into.length, last - first);
    System.arraycopy(arrived, first, into, 0, count);
    first += count;
    if (first == last) {
      first = 0;
      last = 0;
    }
    return count;
  }

  @Override
  public int write(byte[] from, int count) {
    if (cut) {
      return -1;
    }
    int taken = Math.min(count, CAPACITY - other.last);
    System.arraycopy(from, 0, other.arrived, other.last, taken);
    other.last += taken;
    return taken;
  }

  @Override
  public void close() {
    cut = true;
    other.cut = true;
  }
}
