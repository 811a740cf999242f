package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * A spatial force vector: moment [N m] about the frame's origin and force [N].
 *
 * <p>Featherstone, Rigid Body Dynamics Algorithms, chapter 2. Arrays hold the force first, as Pinocchio does.
 */
public record Force(Vec3 moment, Vec3 force) {
  /** The zero force. */
  public static final Force ZERO = new Force(Vec3.ZERO, Vec3.ZERO);

  /** From six scalars, force first. */
  public static Force of(Scalar[] a, int offset) {
    return new Force(Vec3.of(a, offset + 3), Vec3.of(a, offset));
  }

  /** {@code this + b}. */
  public Force plus(Force b) {
    return new Force(moment.plus(b.moment), force.plus(b.force));
  }

  /** {@code this - b}. */
  public Force minus(Force b) {
    return new Force(moment.minus(b.moment), force.minus(b.force));
  }

  /** {@code -this}. */
  public Force negate() {
    return new Force(moment.negate(), force.negate());
  }

  /** {@code s this}. */
  public Force times(Scalar s) {
    return new Force(moment.times(s), force.times(s));
  }

  /** Six scalars, force first. */
  public Scalar[] toArray() {
    return new Scalar[] {force.x(), force.y(), force.z(), moment.x(), moment.y(), moment.z()};
  }
}
