package io.github.lanewise.compile;

import io.github.lanewise.lanes.Lanes;

/**
 * How much of a block the chunks of a kernel do before the next chunk takes over: as many lane groups as fit the first-level cache with
 * all their scratch rows, for each further group makes better use of a chunk's code and of its range checks.
 *
 * @param elements lanes of a pass, a divisor of the block's
 * @param stride distance of scratch rows [elements]
 */
record Pass(int elements, int stride) {
  /** Part of a first-level cache of 32 KiB that scratch rows may take; the rest is for the ports. */
  private static final int SCRATCH_BYTES = 24 << 10;
  private static final int LINE_BYTES = 64;

  static Pass of(int workspaceRows, Lanes lanes) {
    int bytes = Lanes.BLOCK_BYTES;
    while (bytes > LINE_BYTES && workspaceRows * strideBytes(bytes) > SCRATCH_BYTES) {
      bytes /= 2;
    }
    return new Pass(bytes / lanes.type().bytes(), strideBytes(bytes) / lanes.type().bytes());
  }

  /** Several lines and one more, so that the rows of one lane group spread over all sets of the cache. */
  private static int strideBytes(int bytes) {
    return bytes == LINE_BYTES ? bytes : bytes + LINE_BYTES;
  }
}
