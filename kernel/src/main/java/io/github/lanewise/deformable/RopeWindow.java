package io.github.lanewise.deformable;

/**
 * The nodes of the grid around a rope: along an axis along which the window is smaller than the cube it moves with the
 * rope, x and z alone; places in it are those of the cube plus a shift, the same for a whole environment step.
 */
final class RopeWindow {
  private final double spacing;
  private final int[] nodes;
  private final boolean[] moves;

  RopeWindow(Rope rope) {
    spacing = 1.0 / rope.cells();
    nodes = new int[] {rope.window().x(), rope.window().y(), rope.window().z()};
    moves = new boolean[] {nodes[0] <= rope.cells(), false, nodes[2] <= rope.cells()};
  }

  /** Whether it moves along an axis: the shift is then what brings the particles' mean into its middle. */
  boolean moves(int axis) {
    return moves[axis];
  }

  double middle(int axis) {
    return nodes[axis] / 2 * spacing;
  }

  /** Lowest place at which a particle may be. */
  double low() {
    return 0.5 * spacing;
  }

  /** Highest. */
  double high(int axis) {
    return (nodes[axis] - 1.5) * spacing;
  }
}
