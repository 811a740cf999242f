package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/** A vector of three traced scalars. Immutable. */
public record Vec3(Scalar x, Scalar y, Scalar z) {
  /** The zero vector. */
  public static final Vec3 ZERO = of(0, 0, 0);

  /** The constant vector (x, y, z). */
  public static Vec3 of(double x, double y, double z) {
    return new Vec3(Scalar.of(x), Scalar.of(y), Scalar.of(z));
  }

  /** The unit vector along axis 0, 1 or 2. */
  public static Vec3 unit(int axis) {
    return of(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0);
  }

  /** Elements {@code offset} to {@code offset + 2} of an array. */
  public static Vec3 of(Scalar[] a, int offset) {
    return new Vec3(a[offset], a[offset + 1], a[offset + 2]);
  }

  /** {@code this + b}. */
  public Vec3 plus(Vec3 b) {
    return new Vec3(x.plus(b.x), y.plus(b.y), z.plus(b.z));
  }

  /** {@code this - b}. */
  public Vec3 minus(Vec3 b) {
    return new Vec3(x.minus(b.x), y.minus(b.y), z.minus(b.z));
  }

  /** {@code -this}. */
  public Vec3 negate() {
    return new Vec3(x.negate(), y.negate(), z.negate());
  }

  /** {@code s this}. */
  public Vec3 times(Scalar s) {
    return new Vec3(x.times(s), y.times(s), z.times(s));
  }

  /** {@code this . b}. */
  public Scalar dot(Vec3 b) {
    return x.times(b.x).plus(y.times(b.y)).plus(z.times(b.z));
  }

  /** {@code this x b}. */
  public Vec3 cross(Vec3 b) {
    return new Vec3(
        y.times(b.z).minus(z.times(b.y)),
        z.times(b.x).minus(x.times(b.z)),
        x.times(b.y).minus(y.times(b.x)));
  }

  /** {@code this . this}. */
  public Scalar squaredNorm() {
    return dot(this);
  }

  /** {x, y, z}. */
  public Scalar[] toArray() {
    return new Scalar[] {x, y, z};
  }
}
