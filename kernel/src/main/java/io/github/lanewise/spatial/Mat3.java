package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/** A 3 x 3 matrix of traced scalars, row by row: rotations, inertias and the blocks of 6 x 6 matrices. Immutable. */
public record Mat3(
    Scalar xx, Scalar xy, Scalar xz,
    Scalar yx, Scalar yy, Scalar yz,
    Scalar zx, Scalar zy, Scalar zz) {
  /** The zero matrix. */
  public static final Mat3 ZERO = of(0, 0, 0, 0, 0, 0, 0, 0, 0);
  /** The unit matrix. */
  public static final Mat3 IDENTITY = of(1, 0, 0, 0, 1, 0, 0, 0, 1);

  /** A constant matrix, row by row. */
  public static Mat3 of(
      double xx, double xy, double xz, double yx, double yy, double yz, double zx, double zy, double zz) {
    return new Mat3(
        Scalar.of(xx), Scalar.of(xy), Scalar.of(xz),
        Scalar.of(yx), Scalar.of(yy), Scalar.of(yz),
        Scalar.of(zx), Scalar.of(zy), Scalar.of(zz));
  }

  /** The matrix with the entries {@code m[row][column]}. */
  public static Mat3 of(Scalar[][] m) {
    return new Mat3(m[0][0], m[0][1], m[0][2], m[1][0], m[1][1], m[1][2], m[2][0], m[2][1], m[2][2]);
  }

  /** The symmetric matrix with the six given entries. */
  public static Mat3 symmetric(Scalar xx, Scalar xy, Scalar xz, Scalar yy, Scalar yz, Scalar zz) {
    return new Mat3(xx, xy, xz, xy, yy, yz, xz, yz, zz);
  }

  /** {@code s 1}. */
  public static Mat3 diagonal(Scalar s) {
    Scalar o = Scalar.ZERO;
    return new Mat3(s, o, o, o, s, o, o, o, s);
  }

  /** The cross-product matrix: {@code skew(p) b = p x b}. */
  public static Mat3 skew(Vec3 p) {
    Scalar o = Scalar.ZERO;
    return new Mat3(o, p.z().negate(), p.y(), p.z(), o, p.x().negate(), p.y().negate(), p.x(), o);
  }

  /** {@code a b'}. */
  public static Mat3 outer(Vec3 a, Vec3 b) {
    return new Mat3(
        a.x().times(b.x()), a.x().times(b.y()), a.x().times(b.z()),
        a.y().times(b.x()), a.y().times(b.y()), a.y().times(b.z()),
        a.z().times(b.x()), a.z().times(b.y()), a.z().times(b.z()));
  }

  /** The matrix with columns a, b, c. */
  public static Mat3 columns(Vec3 a, Vec3 b, Vec3 c) {
    return new Mat3(a.x(), b.x(), c.x(), a.y(), b.y(), c.y(), a.z(), b.z(), c.z());
  }

  /** Row 0 as a vector. */
  public Vec3 rowX() {
    return new Vec3(xx, xy, xz);
  }

  /** Row 1 as a vector. */
  public Vec3 rowY() {
    return new Vec3(yx, yy, yz);
  }

  /** Row 2 as a vector. */
  public Vec3 rowZ() {
    return new Vec3(zx, zy, zz);
  }

  /** Column 0 as a vector. */
  public Vec3 columnX() {
    return new Vec3(xx, yx, zx);
  }

  /** Column 1 as a vector. */
  public Vec3 columnY() {
    return new Vec3(xy, yy, zy);
  }

  /** Column 2 as a vector. */
  public Vec3 columnZ() {
    return new Vec3(xz, yz, zz);
  }

  /** The transposed matrix. */
  public Mat3 transpose() {
    return new Mat3(xx, yx, zx, xy, yy, zy, xz, yz, zz);
  }

  /** {@code this + b}. */
  public Mat3 plus(Mat3 b) {
    return new Mat3(
        xx.plus(b.xx), xy.plus(b.xy), xz.plus(b.xz),
        yx.plus(b.yx), yy.plus(b.yy), yz.plus(b.yz),
        zx.plus(b.zx), zy.plus(b.zy), zz.plus(b.zz));
  }

  /** {@code this - b}. */
  public Mat3 minus(Mat3 b) {
    return new Mat3(
        xx.minus(b.xx), xy.minus(b.xy), xz.minus(b.xz),
        yx.minus(b.yx), yy.minus(b.yy), yz.minus(b.yz),
        zx.minus(b.zx), zy.minus(b.zy), zz.minus(b.zz));
  }

  /** {@code s this}. */
  public Mat3 times(Scalar s) {
    return new Mat3(
        xx.times(s), xy.times(s), xz.times(s),
        yx.times(s), yy.times(s), yz.times(s),
        zx.times(s), zy.times(s), zz.times(s));
  }

  /** {@code this v}. */
  public Vec3 times(Vec3 v) {
    return new Vec3(rowX().dot(v), rowY().dot(v), rowZ().dot(v));
  }

  /** {@code this' v}. */
  public Vec3 transposeTimes(Vec3 v) {
    return new Vec3(columnX().dot(v), columnY().dot(v), columnZ().dot(v));
  }

  /** {@code this b}. */
  public Mat3 times(Mat3 b) {
    return columns(times(b.columnX()), times(b.columnY()), times(b.columnZ()));
  }

  /** {@code this' b}. */
  public Mat3 transposeTimes(Mat3 b) {
    return columns(transposeTimes(b.columnX()), transposeTimes(b.columnY()), transposeTimes(b.columnZ()));
  }

  /** The sum of the diagonal. */
  public Scalar trace() {
    return xx.plus(yy).plus(zz);
  }

  /** The symmetric matrix with this one's upper triangle. */
  public Mat3 symmetrised() {
    return symmetric(xx, xy, xz, yy, yz, zz);
  }

  /** {@code this a this'}. */
  public Mat3 conjugate(Mat3 a) {
    return times(a).times(transpose());
  }

  /** {@code this a this'} for a symmetric a, each entry once. */
  public Mat3 conjugateSymmetric(Mat3 a) {
    Mat3 left = times(a);
    return symmetric(
        left.rowX().dot(rowX()), left.rowX().dot(rowY()), left.rowX().dot(rowZ()),
        left.rowY().dot(rowY()), left.rowY().dot(rowZ()),
        left.rowZ().dot(rowZ()));
  }

  /** Entries as {@code m[row][column]}. */
  public Scalar[][] toArrays() {
    return new Scalar[][] {{xx, xy, xz}, {yx, yy, yz}, {zx, zy, zz}};
  }
}
