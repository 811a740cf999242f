package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * A vector of three traced scalars. Immutable.
 *
 * @param x component along x
 * @param y component along y
 * @param z component along z
 */
public record Vec3(Scalar x, Scalar y, Scalar z) {
  /** The zero vector. */
  public static final Vec3 ZERO = of(0, 0, 0);

  /**
   * {@return the constant vector (x, y, z)}
   *
   * @param x component along x
   * @param y component along y
   * @param z component along z
   */
  public static Vec3 of(double x, double y, double z) {
    return new Vec3(Scalar.of(x), Scalar.of(y), Scalar.of(z));
  }

  /**
   * {@return the unit vector along axis 0, 1 or 2}
   *
   * @param axis 0 for x, 1 for y, 2 for z
   */
  public static Vec3 unit(int axis) {
    return of(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0);
  }

  /**
   * {@return elements {@code offset} to {@code offset + 2} of an array}
   *
   * @param a scalars x, y, z from the offset on
   * @param offset index of x
   */
  public static Vec3 of(Scalar[] a, int offset) {
    return new Vec3(a[offset], a[offset + 1], a[offset + 2]);
  }

  /**
   * {@return {@code this + b}}
   *
   * @param b a vector on the same axes
   */
  public Vec3 plus(Vec3 b) {
    return new Vec3(x.plus(b.x), y.plus(b.y), z.plus(b.z));
  }

  /**
   * {@return {@code this - b}}
   *
   * @param b a vector on the same axes
   */
  public Vec3 minus(Vec3 b) {
    return new Vec3(x.minus(b.x), y.minus(b.y), z.minus(b.z));
  }

  /** {@return {@code -this}} */
  public Vec3 negate() {
    return new Vec3(x.negate(), y.negate(), z.negate());
  }

  /**
   * {@return {@code s this}}
   *
   * @param s the factor
   */
  public Vec3 times(Scalar s) {
    return new Vec3(x.times(s), y.times(s), z.times(s));
  }

  /**
   * {@return {@code this . b}}
   *
   * @param b a vector on the same axes
   */
  public Scalar dot(Vec3 b) {
    return x.times(b.x).plus(y.times(b.y)).plus(z.times(b.z));
  }

  /**
   * {@return {@code this x b}}
   *
   * @param b a vector on the same axes
   */
  public Vec3 cross(Vec3 b) {
    return new Vec3(
        y.times(b.z).minus(z.times(b.y)),
        z.times(b.x).minus(x.times(b.z)),
        x.times(b.y).minus(y.times(b.x)));
  }

  /** {@return {@code this . this}} */
  public Scalar squaredNorm() {
    return dot(this);
  }

  /** {@return {x, y, z}} */
  public Scalar[] toArray() {
    return new Scalar[] {x, y, z};
  }
}
