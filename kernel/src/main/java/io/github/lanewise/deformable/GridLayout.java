package io.github.lanewise.deformable;

import io.github.lanewise.lanes.ElementType;

/**
 * Where the numbers of a grid of points lie in an array: coordinate after coordinate, each point after point, zeros
 * before, between and behind, so that the neighbours of any vector of points are a vector at a fixed distance.
 *
 * <p>Coordinate c of point {@code p = i + columns j} is element {@code c pitch + p} from the origin, which lies {@link
 * #pad} elements into the room of {@link #length}. Links that would wrap round the edge of the grid are there and weigh
 * nothing, as do those of the points that fill the last vector.
 */
final class GridLayout {
  /** Directions of links: with the four opposite ones every point has eight. */
  static final int DIRECTIONS = 4;
  private static final int LINE_BYTES = 64;
  private static final int[] ACROSS = {1, 0, 1, -1};
  private static final int[] ALONG = {0, 1, 1, 1};

  final int columns;
  final int rows;
  /** Elements of a cache line: of the widest vectors. */
  final int line;
  /** Points, the last vector filled. */
  final int run;
  final int pad;
  final int pitch;

  GridLayout(int columns, int rows, ElementType type) {
    this.columns = columns;
    this.rows = rows;
    line = LINE_BYTES / type.bytes();
    run = whole(columns * rows);
    pad = whole(columns + 1);
    pitch = run + pad;
  }

  private int whole(int count) {
    return Math.ceilDiv(count, line) * line;
  }

  /** Room for so many coordinates. */
  int length(int coordinates) {
    return pad + coordinates * pitch;
  }

  int pointCount() {
    return columns * rows;
  }

  /** From a point to its neighbour. */
  int offset(int direction) {
    return ACROSS[direction] + columns * ALONG[direction];
  }

  /** Whether a point has that neighbour. */
  boolean hasLink(int point, int direction) {
    int i = point % columns + ACROSS[direction];
    int j = point / columns + ALONG[direction];
    return point < pointCount() && i >= 0 && i < columns && j < rows;
  }

  /** Rest length over spacing. */
  static double restLength(int direction) {
    return ACROSS[direction] != 0 && ALONG[direction] != 0 ? Math.sqrt(2) : 1;
  }
}
