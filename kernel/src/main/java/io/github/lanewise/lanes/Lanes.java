package io.github.lanewise.lanes;

import jdk.incubator.vector.DoubleVector;

/**
 * How a kernel computes: element type and width of its vectors.
 *
 * <p>Storage does not depend on the width: a block always holds {@link #BLOCK_BYTES} bytes per row, so batches of one
 * element type fit kernels of every width.
 *
 * @param type number type
 * @param bits vector width: 128, 256 or 512; or the width of one element for plain scalar code, the slow twin of tests
 *     and benchmarks
 */
public record Lanes(ElementType type, int bits) {
  /** Bytes per row of a block: four 512-bit registers. */
  public static final int BLOCK_BYTES = 256;

  /** Refuses widths that no vector species has. */
  public Lanes {
    if (bits != 128 && bits != 256 && bits != 512 && bits != 8 * type.bytes()) {
      throw new IllegalArgumentException(
          "a " + type + " kernel cannot be " + bits + " bits wide: use 128, 256, 512, or " + 8 * type.bytes() + " for scalar code");
    }
  }

  /** The widest vectors that this machine computes on. */
  public static Lanes widest(ElementType type) {
    return new Lanes(type, Math.clamp(DoubleVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512));
  }

  /** One element at a time: the scalar twin. */
  public static Lanes scalar(ElementType type) {
    return new Lanes(type, 8 * type.bytes());
  }

  /** Whether this is scalar code. */
  public boolean isScalar() {
    return bits == 8 * type.bytes();
  }

  /** Elements per vector. */
  public int count() {
    return bits / (8 * type.bytes());
  }

  /** Robots per block. */
  public int blockSize() {
    return blockSize(type);
  }

  /** Robots per block of a batch of this element type. */
  public static int blockSize(ElementType type) {
    return BLOCK_BYTES / type.bytes();
  }
}
