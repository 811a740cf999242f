package io.github.lanewise.compile;

import io.github.lanewise.lanes.Lanes;

/**
 * How much of a block the chunks of a kernel do before the next chunk takes over: all of it if the scratch rows of the
 * whole block fit the first-level cache, for each further lane group makes better use of a chunk's code and of its
 * range checks; else one lane group.
 *
 * <p>Two lane groups were slower than either: ABA of seven joints 44 to 48 ns a robot, where four took 38 to 40 and one
 * 36 to 40.
 *
 * @param elements lanes of a pass, a divisor of the block's
 * @param stride distance of scratch rows [elements]
 */
record Pass(int elements, int stride) {
  /** Part of a first-level cache of 32 KiB that scratch rows may take; the rest is for the ports. */
  private static final int SCRATCH_BYTES = 28 << 10;
  private static final int LINE_BYTES = 64;

  static Pass of(int workspaceRows, Lanes lanes) {
    // One line more, so that the rows of one lane group spread over all sets of the cache.
    int whole = (lanes.blockBytes() + LINE_BYTES) / lanes.type().bytes();
    boolean several = lanes.blockSize() > lanes.count();
    return several && workspaceRows * whole * lanes.type().bytes() <= SCRATCH_BYTES
        ? new Pass(lanes.blockSize(), whole)
        : new Pass(lanes.count(), lanes.count());
  }
}
