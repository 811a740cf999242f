package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * A spatial motion vector: angular velocity [rad/s] and the linear velocity [m/s] of the point at the frame's origin,
 * or accelerations.
 *
 * <p>Featherstone, Rigid Body Dynamics Algorithms, chapter 2. Arrays hold the linear part first, as Pinocchio does.
 *
 * @param angular [rad/s, or rad/s^2]
 * @param linear of the point at the origin of the frame [m/s, or m/s^2]
 */
public record Motion(Vec3 angular, Vec3 linear) {
  /** The zero motion. */
  public static final Motion ZERO = new Motion(Vec3.ZERO, Vec3.ZERO);

  /**
   * {@return the motion of six scalars, linear part first}
   *
   * @param a linear x, y, z, then angular x, y, z, from the offset on
   * @param offset index of the first
   */
  public static Motion of(Scalar[] a, int offset) {
    return new Motion(Vec3.of(a, offset + 3), Vec3.of(a, offset));
  }

  /**
   * {@return {@code this + b}}
   *
   * @param b a motion in the same frame
   */
  public Motion plus(Motion b) {
    return new Motion(angular.plus(b.angular), linear.plus(b.linear));
  }

  /**
   * {@return {@code this - b}}
   *
   * @param b a motion in the same frame
   */
  public Motion minus(Motion b) {
    return new Motion(angular.minus(b.angular), linear.minus(b.linear));
  }

  /** {@return {@code -this}} */
  public Motion negate() {
    return new Motion(angular.negate(), linear.negate());
  }

  /**
   * {@return {@code s this}}
   *
   * @param s the factor
   */
  public Motion times(Scalar s) {
    return new Motion(angular.times(s), linear.times(s));
  }

  /**
   * {@return {@code this x m}, the motion cross product: RBDA equation 2.31}
   *
   * @param m a motion in the same frame
   */
  public Motion cross(Motion m) {
    return new Motion(angular.cross(m.angular), angular.cross(m.linear).plus(linear.cross(m.angular)));
  }

  /**
   * {@return {@code this x* f}, the force cross product: RBDA equation 2.32}
   *
   * @param f a force in the same frame
   */
  public Force cross(Force f) {
    return new Force(angular.cross(f.moment()).plus(linear.cross(f.force())), angular.cross(f.force()));
  }

  /**
   * {@return {@code this . f}, the power of a force on this motion}
   *
   * @param f a force in the same frame
   */
  public Scalar dot(Force f) {
    return angular.dot(f.moment()).plus(linear.dot(f.force()));
  }

  /** {@return six scalars, linear part first} */
  public Scalar[] toArray() {
    return new Scalar[] {linear.x(), linear.y(), linear.z(), angular.x(), angular.y(), angular.z()};
  }
}
