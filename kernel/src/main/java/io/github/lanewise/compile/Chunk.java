package io.github.lanewise.compile;

import io.github.lanewise.trace.Scalar;
import java.util.List;

/**
 * One compiled method of a kernel: reads rows, computes, writes rows, for every lane group of a block.
 *
 * @param operations what it computes, arguments first
 * @param loads values from ports or from earlier chunks, with the place where they lie
 * @param stores values that later chunks or the caller read, with the place where they go
 */
record Chunk(List<Scalar> operations, List<Access> loads, List<Access> stores) {
  /** The port number that means the workspace. */
  static final int WORKSPACE = -1;

  /** A value and its row: of the workspace, of an input port, or of an output port (numbered after the inputs). */
  record Access(Scalar value, int port, int row) {}
}
