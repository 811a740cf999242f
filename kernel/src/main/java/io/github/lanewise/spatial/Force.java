package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * A spatial force vector: moment [N m] about the frame's origin and force [N].
 *
 * <p>Featherstone, Rigid Body Dynamics Algorithms, chapter 2. Arrays hold the force first, as Pinocchio does.
 *
 * @param moment about the origin of the frame [N m]
 * @param force [N]
 */
public record Force(Vec3 moment, Vec3 force) {
  /** The zero force. */
  public static final Force ZERO = new Force(Vec3.ZERO, Vec3.ZERO);

  /**
   * {@return the force of six scalars, force first}
   *
   * @param a force x, y, z, then moment x, y, z, from the offset on
   * @param offset index of the first
   */
  public static Force of(Scalar[] a, int offset) {
    return new Force(Vec3.of(a, offset + 3), Vec3.of(a, offset));
  }

  /**
   * {@return {@code this + b}}
   *
   * @param b a force in the same frame
   */
  public Force plus(Force b) {
    return new Force(moment.plus(b.moment), force.plus(b.force));
  }

  /**
   * {@return {@code this - b}}
   *
   * @param b a force in the same frame
   */
  public Force minus(Force b) {
    return new Force(moment.minus(b.moment), force.minus(b.force));
  }

  /** {@return {@code -this}} */
  public Force negate() {
    return new Force(moment.negate(), force.negate());
  }

  /**
   * {@return {@code s this}}
   *
   * @param s the factor
   */
  public Force times(Scalar s) {
    return new Force(moment.times(s), force.times(s));
  }

  /** {@return six scalars, force first} */
  public Scalar[] toArray() {
    return new Scalar[] {force.x(), force.y(), force.z(), moment.x(), moment.y(), moment.z()};
  }
}
