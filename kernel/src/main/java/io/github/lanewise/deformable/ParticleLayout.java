package io.github.lanewise.deformable;

import io.github.lanewise.lanes.ElementType;

/**
 * Where the numbers of a rope's particles lie in an array: number after number, each particle after particle, whole
 * vectors of them. A state is x, v, C and F, matrices row after row, and behind them the tool's place.
 */
final class ParticleLayout {
  /** Rows of a state. */
  static final int V = 3;
  static final int C = 6;
  static final int F = 15;
  static final int TOOL = 24;
  private static final int LINE_BYTES = 64;

  final int count;
  /** Elements of a cache line: of the widest vectors. */
  final int line;
  /** Particles, the last vector filled; from a number to the next one. */
  final int pitch;

  ParticleLayout(int count, ElementType type) {
    this.count = count;
    line = LINE_BYTES / type.bytes();
    pitch = Math.ceilDiv(count, line) * line;
  }

  /** Room for a state. */
  int stateLength() {
    return TOOL * pitch + line;
  }
}
