package io.github.lanewise.model;

import io.github.lanewise.spatial.Transform;
import io.github.lanewise.spatial.Vec3;

/**
 * One joint, the body it carries, and what acts in it. Angles in rad, lengths in m; for a prismatic joint read N for N
 * m.
 *
 * @param name unique within the model
 * @param kind what it lets the body do
 * @param parent index of the joint whose body it is mounted on, always smaller than its own; -1 for the world
 * @param placement pose of the joint frame in the parent's joint frame at q = 0, constants
 * @param axis unit vector in the joint frame of a revolute, continuous or prismatic joint, constants; (0, 0, 1)
 *     otherwise
 * @param body the lumped body (with everything that is fixed to it) in the joint frame
 * @param idxQ first row of its configuration in q
 * @param idxV first row of its velocity in v
 * @param lower lower end of the range [rad or m], -infinity if there is none
 * @param upper upper end of the range [rad or m], infinity if there is none
 * @param velocityLimit [rad/s or m/s], infinity if there is none
 * @param effortLimit [N m or N], infinity if there is none
 * @param armature rotor inertia seen at the joint, added to the diagonal of M [kg m^2 or kg]
 * @param damping viscous friction [N m s/rad or N s/m]
 * @param friction dry friction [N m or N]
 * @param stiffness spring towards {@code springReference} [N m/rad or N/m]
 * @param springReference [rad or m]
 */
public record Joint(
    String name,
    JointKind kind,
    int parent,
    Transform placement,
    Vec3 axis,
    BodyInertia body,
    int idxQ,
    int idxV,
    double lower,
    double upper,
    double velocityLimit,
    double effortLimit,
    double armature,
    double damping,
    double friction,
    double stiffness,
    double springReference) {
  /** This joint in a model to which a free base was added in front. */
  Joint behindFreeBase() {
    return new Joint(name, kind, parent + 1, placement, axis, body, idxQ + JointKind.FREE.nq(),
        idxV + JointKind.FREE.nv(), lower, upper, velocityLimit, effortLimit, armature, damping, friction, stiffness,
        springReference);
  }
}
