package io.github.lanewise.compile;

import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

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

  /** Whether it is a call with its values, instead of operations. */
  boolean isCall() {
    return !operations.isEmpty() && operations.getFirst().op() == Op.CALL;
  }

  /** The ports that it reads or writes, in order; not the workspace. */
  SortedSet<Integer> ports() {
    SortedSet<Integer> ports = new TreeSet<>();
    loads.forEach(access -> ports.add(access.port()));
    stores.forEach(access -> ports.add(access.port()));
    ports.remove(WORKSPACE);
    return ports;
  }
}
