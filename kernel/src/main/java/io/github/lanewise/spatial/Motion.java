package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * A spatial motion vector: angular velocity [rad/s] and the linear velocity [m/s] of the point at the frame's origin, or accelerations.
 *
 * <p>Featherstone, Rigid Body Dynamics Algorithms, chapter 2. Arrays hold the linear part first, as Pinocchio does.
 */
public record Motion(Vec3 angular, Vec3 linear) {
  /** The zero motion. */
  public static final Motion ZERO = new Motion(Vec3.ZERO, Vec3.ZERO);

  /** From six scalars, linear part first. */
  public static Motion of(Scalar[] a, int offset) {
    return new Motion(Vec3.of(a, offset + 3), Vec3.of(a, offset));
  }

  /** {@code this + b}. */
  public Motion plus(Motion b) {
    return new Motion(angular.plus(b.angular), linear.plus(b.linear));
  }

  /** {@code this - b}. */
  public Motion minus(Motion b) {
    return new Motion(angular.minus(b.angular), linear.minus(b.linear));
  }

  /** {@code -this}. */
  public Motion negate() {
    return new Motion(angular.negate(), linear.negate());
  }

  /** {@code s this}. */
  public Motion times(Scalar s) {
    return new Motion(angular.times(s), linear.times(s));
  }

  /** {@code this x m}, the motion cross product: RBDA equation 2.31. */
  public Motion cross(Motion m) {
    return new Motion(angular.cross(m.angular), angular.cross(m.linear).plus(linear.cross(m.angular)));
  }

  /** {@code this x* f}, the force cross product: RBDA equation 2.32. */
  public Force cross(Force f) {
    return new Force(angular.cross(f.moment()).plus(linear.cross(f.force())), angular.cross(f.force()));
  }

  /** {@code this . f}, the power of a force on this motion. */
  public Scalar dot(Force f) {
    return angular.dot(f.moment()).plus(linear.dot(f.force()));
  }

  /** Six scalars, linear part first. */
  public Scalar[] toArray() {
    return new Scalar[] {linear.x(), linear.y(), linear.z(), angular.x(), angular.y(), angular.z()};
  }
}
