package io.github.lanewise.lanes;

import jdk.incubator.vector.DoubleVector;

/**
 * How a kernel computes: element type and width of its vectors, and how many robots a block has.
 *
 * <p>Storage does not depend on the width, only on the block: batches of one element type and size of block fit kernels
 * of every width. Threads share a batch block by block, so a small batch needs small blocks ({@link #sharedBy}).
 *
 * @param type number type
 * @param bits vector width: 128, 256 or 512; or the width of one element for plain scalar code, the slow twin of tests
 *     and benchmarks
 * @param blockBytes bytes per row of a block: one, two or four 512-bit registers
 */
public record Lanes(ElementType type, int bits, int blockBytes) {
  /** Bytes per row of a block where nothing else is asked for: four 512-bit registers. */
  public static final int BLOCK_BYTES = 256;
  private static final int LEAST_BLOCK_BYTES = 64;

  /** Refuses widths that no vector species has, and other blocks. */
  public Lanes {
    if (blockBytes != BLOCK_BYTES && blockBytes != BLOCK_BYTES / 2 && blockBytes != LEAST_BLOCK_BYTES) {
      throw new IllegalArgumentException("a block of " + blockBytes + " bytes per row: use " + LEAST_BLOCK_BYTES + ", "
          + BLOCK_BYTES / 2 + " or " + BLOCK_BYTES);
    }
    if (bits != 128 && bits != 256 && bits != 512 && bits != 8 * type.bytes()) {
      throw new IllegalArgumentException(
          "a " + type + " kernel cannot be " + bits + " bits wide: use 128, 256, 512, or " + 8 * type.bytes()
          + " for scalar code");
    }
  }

  /**
   * With blocks of {@link #BLOCK_BYTES}.
   *
   * @param type number type
   * @param bits vector width
   */
  public Lanes(ElementType type, int bits) {
    this(type, bits, BLOCK_BYTES);
  }

  /**
   * {@return the same with the largest blocks of which there is one for each thread, if there can be}
   *
   * @param robots of a batch
   * @param threads that are to share it
   */
  public Lanes sharedBy(int robots, int threads) {
    int bytes = BLOCK_BYTES;
    while (bytes > LEAST_BLOCK_BYTES && Math.ceilDiv(robots, bytes / type.bytes()) < threads) {
      bytes /= 2;
    }
    return new Lanes(type, bits, bytes);
  }

  /**
   * {@return the widest vectors that this machine computes on}
   *
   * @param type number type
   */
  public static Lanes widest(ElementType type) {
    return new Lanes(type, Math.clamp(DoubleVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512));
  }

  /**
   * {@return one element at a time: the scalar twin}
   *
   * @param type number type
   */
  public static Lanes scalar(ElementType type) {
    return new Lanes(type, 8 * type.bytes());
  }

  /** {@return whether this is scalar code} */
  public boolean isScalar() {
    return bits == 8 * type.bytes();
  }

  /** {@return elements per vector} */
  public int count() {
    return bits / (8 * type.bytes());
  }

  /** {@return robots per block} */
  public int blockSize() {
    return blockBytes / type.bytes();
  }

  /**
   * {@return robots per block of {@link #BLOCK_BYTES}}
   *
   * @param type number type
   */
  public static int blockSize(ElementType type) {
    return BLOCK_BYTES / type.bytes();
  }
}
