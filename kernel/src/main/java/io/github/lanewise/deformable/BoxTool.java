package io.github.lanewise.deformable;

/**
 * A box that is moved, never turned, and moves a rope.
 *
 * @param halfX half its size along x [m]
 * @param halfY along y [m]
 * @param halfZ along z [m]
 * @param law what it does
 * @param reach how far from it, as the law says [m]
 * @param friction Coulomb's coefficient, of the soft laws
 */
public record BoxTool(double halfX, double halfY, double halfZ, ToolLaw law, double reach, double friction) {
  /** Refuses what is no box. */
  public BoxTool {
    if (!(halfX > 0 && halfY > 0 && halfZ > 0 && halfX < 1 && halfY < 1 && halfZ < 1)) {
      throw new IllegalArgumentException("a box with half sizes " + halfX + ", " + halfY + " and " + halfZ
          + " m: each must be between 0 and 1");
    }
    if (!(reach > 0 && reach < 1)) {
      throw new IllegalArgumentException("a box that reaches " + reach + " m: it must be between 0 and 1");
    }
    if (!(friction >= 0 && friction < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a box with friction " + friction + ": it must be at least 0 and finite");
    }
  }
}
