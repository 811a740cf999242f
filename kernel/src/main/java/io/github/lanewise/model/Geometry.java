package io.github.lanewise.model;

import io.github.lanewise.spatial.Transform;

/**
 * A shape on a body of the robot or in the world: what may touch, and what is seen. It has no mass of its own here; see
 * {@link Joint#body()}.
 *
 * @param name as in the file, empty if it has none there; not unique
 * @param link the frame of {@link RobotModel#frames()} that carries it, empty for the world itself, as the floor's
 * @param joint index of the joint whose body carries it, -1 for the world and what is fixed to it
 * @param placement pose of the shape in the frame of that joint, constants
 * @param shape its form
 * @param purpose what it is there for
 * @param material how it behaves in contact
 */
public record Geometry(
    String name, String link, int joint, Transform placement, Shape shape, Purpose purpose, Material material) {
  /** What a geometry is there for. */
  public enum Purpose {
    /** It may touch others, and is not meant to be seen. */
    COLLISION,
    /** It is seen, and touches nothing. */
    VISUAL,
    /** It is seen and may touch others. */
    BOTH
  }

  /** This geometry in a model to which a free base was added in front: what is the world's stays there. */
  Geometry behindFreeBase() {
    return link.isEmpty() ? this : new Geometry(name, link, joint + 1, placement, shape, purpose, material);
  }
}
