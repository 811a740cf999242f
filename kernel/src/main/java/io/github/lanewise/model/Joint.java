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
 * @param lowestEffort least force of all its actuators together [N m or N], -infinity if there is none
 * @param highestEffort largest force of all its actuators together [N m or N], infinity if there is none
 * @param armature rotor inertia seen at the joint, added to the diagonal of M [kg m^2 or kg]
 * @param damping viscous friction [N m s/rad or N s/m]
 * @param dampingGrowth how the damping grows with the speed
 * @param friction dry friction [N m or N]
 * @param stiffness spring towards {@code springReference}, of a spherical or free joint towards the neutral
 *     configuration [N m/rad, N/m]
 * @param stiffnessGrowth how the stiffness grows with the stretch
 * @param springReference of a joint with one axis [rad or m]
 * @param lift what carries weight of the body
 * @param softness of the ends of its range, null if the file says nothing of it
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
    double lowestEffort,
    double highestEffort,
    double armature,
    double damping,
    Growth dampingGrowth,
    double friction,
    double stiffness,
    Growth stiffnessGrowth,
    double springReference,
    Lift lift,
    LimitSoftness softness) {
  /** {@return the largest force that its actuators may have either way [N m or N], infinity if there is no limit} */
  public double effortLimit() {
    return Math.max(0, Math.min(-lowestEffort, highestEffort));
  }

  /** {@return whether there is a spring} */
  public boolean hasSpring() {
    return stiffness != 0 || !stiffnessGrowth.isNone();
  }

  /** This joint with another spring and damper. */
  Joint with(double otherStiffness, double otherDamping) {
    return new Joint(name, kind, parent, placement, axis, body, idxQ, idxV, lower, upper, velocityLimit, lowestEffort,
        highestEffort, armature, otherDamping, dampingGrowth, friction, otherStiffness, stiffnessGrowth,
        springReference, lift, softness);
  }

  /** This joint with another body on it. */
  Joint carrying(BodyInertia other) {
    return new Joint(name, kind, parent, placement, axis, other, idxQ, idxV, lower, upper, velocityLimit, lowestEffort,
        highestEffort, armature, damping, dampingGrowth, friction, stiffness, stiffnessGrowth, springReference, lift,
        softness);
  }

  /** This joint in a model to which a free base was added in front. */
  Joint behindFreeBase() {
    return new Joint(name, kind, parent + 1, placement, axis, body, idxQ + JointKind.FREE.nq(),
        idxV + JointKind.FREE.nv(), lower, upper, velocityLimit, lowestEffort, highestEffort, armature, damping,
        dampingGrowth, friction, stiffness, stiffnessGrowth, springReference, lift, softness);
  }
}
