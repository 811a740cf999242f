package io.github.lanewise.lanes;

/** The number type of a kernel and its batches. */
public enum ElementType {
  /** 32-bit floating point. */
  FLOAT(4),
  /** 64-bit floating point. */
  DOUBLE(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** {@return bytes per number} */
  public int bytes() {
    return bytes;
  }
}
