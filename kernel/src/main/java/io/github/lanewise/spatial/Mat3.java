package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * A 3 x 3 matrix of traced scalars, row by row: rotations, inertias and the blocks of 6 x 6 matrices. Immutable.
 *
 * @param xx row x, column x
 * @param xy row x, column y
 * @param xz row x, column z
 * @param yx row y, column x
 * @param yy row y, column y
 * @param yz row y, column z
 * @param zx row z, column x
 * @param zy row z, column y
 * @param zz row z, column z
 */
public record Mat3(
    Scalar xx, Scalar xy, Scalar xz,
    Scalar yx, Scalar yy, Scalar yz,
    Scalar zx, Scalar zy, Scalar zz) {
  /** The zero matrix. */
  public static final Mat3 ZERO = of(0, 0, 0, 0, 0, 0, 0, 0, 0);
  /** The unit matrix. */
  public static final Mat3 IDENTITY = of(1, 0, 0, 0, 1, 0, 0, 0, 1);

  /**
   * {@return a constant matrix, row by row}
   *
   * @param xx row x, column x
   * @param xy row x, column y
   * @param xz row x, column z
   * @param yx row y, column x
   * @param yy row y, column y
   * @param yz row y, column z
   * @param zx row z, column x
   * @param zy row z, column y
   * @param zz row z, column z
   */
  public static Mat3 of(
      double xx, double xy, double xz, double yx, double yy, double yz, double zx, double zy, double zz) {
    return new Mat3(
        Scalar.of(xx), Scalar.of(xy), Scalar.of(xz),
        Scalar.of(yx), Scalar.of(yy), Scalar.of(yz),
        Scalar.of(zx), Scalar.of(zy), Scalar.of(zz));
  }

  /**
   * {@return the matrix with the entries {@code m[row][column]}}
   *
   * @param m three rows of three
   */
  public static Mat3 of(Scalar[][] m) {
    return new Mat3(m[0][0], m[0][1], m[0][2], m[1][0], m[1][1], m[1][2], m[2][0], m[2][1], m[2][2]);
  }

  /**
   * {@return the symmetric matrix with the six given entries}
   *
   * @param xx row x, column x
   * @param xy row x, column y, and its mirror image
   * @param xz row x, column z, and its mirror image
   * @param yy row y, column y
   * @param yz row y, column z, and its mirror image
   * @param zz row z, column z
   */
  public static Mat3 symmetric(Scalar xx, Scalar xy, Scalar xz, Scalar yy, Scalar yz, Scalar zz) {
    return new Mat3(xx, xy, xz, xy, yy, yz, xz, yz, zz);
  }

  /**
   * {@return {@code s 1}}
   *
   * @param s every entry of the diagonal
   */
  public static Mat3 diagonal(Scalar s) {
    Scalar o = Scalar.ZERO;
    return new Mat3(s, o, o, o, s, o, o, o, s);
  }

  /**
   * {@return the cross-product matrix: {@code skew(p) b = p x b}}
   *
   * @param p the left factor of the cross product
   */
  public static Mat3 skew(Vec3 p) {
    Scalar o = Scalar.ZERO;
    return new Mat3(o, p.z().negate(), p.y(), p.z(), o, p.x().negate(), p.y().negate(), p.x(), o);
  }

  /**
   * {@return {@code a b'}}
   *
   * @param a the column
   * @param b the row
   */
  public static Mat3 outer(Vec3 a, Vec3 b) {
    return new Mat3(
        a.x().times(b.x()), a.x().times(b.y()), a.x().times(b.z()),
        a.y().times(b.x()), a.y().times(b.y()), a.y().times(b.z()),
        a.z().times(b.x()), a.z().times(b.y()), a.z().times(b.z()));
  }

  /**
   * {@return the matrix with columns a, b, c}
   *
   * @param a column 0
   * @param b column 1
   * @param c column 2
   */
  public static Mat3 columns(Vec3 a, Vec3 b, Vec3 c) {
    return new Mat3(a.x(), b.x(), c.x(), a.y(), b.y(), c.y(), a.z(), b.z(), c.z());
  }

  /** {@return row 0 as a vector} */
  public Vec3 rowX() {
    return new Vec3(xx, xy, xz);
  }

  /** {@return row 1 as a vector} */
  public Vec3 rowY() {
    return new Vec3(yx, yy, yz);
  }

  /** {@return row 2 as a vector} */
  public Vec3 rowZ() {
    return new Vec3(zx, zy, zz);
  }

  /** {@return column 0 as a vector} */
  public Vec3 columnX() {
    return new Vec3(xx, yx, zx);
  }

  /** {@return column 1 as a vector} */
  public Vec3 columnY() {
    return new Vec3(xy, yy, zy);
  }

  /** {@return column 2 as a vector} */
  public Vec3 columnZ() {
    return new Vec3(xz, yz, zz);
  }

  /** {@return the transposed matrix} */
  public Mat3 transpose() {
    return new Mat3(xx, yx, zx, xy, yy, zy, xz, yz, zz);
  }

  /**
   * {@return {@code this + b}}
   *
   * @param b a matrix on the same axes
   */
  public Mat3 plus(Mat3 b) {
    return new Mat3(
        xx.plus(b.xx), xy.plus(b.xy), xz.plus(b.xz),
        yx.plus(b.yx), yy.plus(b.yy), yz.plus(b.yz),
        zx.plus(b.zx), zy.plus(b.zy), zz.plus(b.zz));
  }

  /**
   * {@return {@code this - b}}
   *
   * @param b a matrix on the same axes
   */
  public Mat3 minus(Mat3 b) {
    return new Mat3(
        xx.minus(b.xx), xy.minus(b.xy), xz.minus(b.xz),
        yx.minus(b.yx), yy.minus(b.yy), yz.minus(b.yz),
        zx.minus(b.zx), zy.minus(b.zy), zz.minus(b.zz));
  }

  /**
   * {@return {@code s this}}
   *
   * @param s the factor
   */
  public Mat3 times(Scalar s) {
    return new Mat3(
        xx.times(s), xy.times(s), xz.times(s),
        yx.times(s), yy.times(s), yz.times(s),
        zx.times(s), zy.times(s), zz.times(s));
  }

  /**
   * {@return {@code this v}}
   *
   * @param v a vector
   */
  public Vec3 times(Vec3 v) {
    return new Vec3(rowX().dot(v), rowY().dot(v), rowZ().dot(v));
  }

  /**
   * {@return {@code this' v}}
   *
   * @param v a vector
   */
  public Vec3 transposeTimes(Vec3 v) {
    return new Vec3(columnX().dot(v), columnY().dot(v), columnZ().dot(v));
  }

  /**
   * {@return {@code this b}}
   *
   * @param b the right factor
   */
  public Mat3 times(Mat3 b) {
    return columns(times(b.columnX()), times(b.columnY()), times(b.columnZ()));
  }

  /**
   * {@return {@code this' b}}
   *
   * @param b the right factor
   */
  public Mat3 transposeTimes(Mat3 b) {
    return columns(transposeTimes(b.columnX()), transposeTimes(b.columnY()), transposeTimes(b.columnZ()));
  }

  /** {@return the sum of the diagonal} */
  public Scalar trace() {
    return xx.plus(yy).plus(zz);
  }

  /** {@return the inverse, by cofactors: rows b x c, c x a, a x b of the columns a, b, c, over the determinant} */
  public Mat3 inverse() {
    Vec3 first = columnY().cross(columnZ());
    Scalar scale = columnX().dot(first).reciprocal();
    return columns(first, columnZ().cross(columnX()), columnX().cross(columnY())).transpose().times(scale);
  }

  /** {@return the symmetric matrix with this one's upper triangle} */
  public Mat3 symmetrised() {
    return symmetric(xx, xy, xz, yy, yz, zz);
  }

  /**
   * {@return {@code this a this'}}
   *
   * @param a on the axes that this matrix turns from
   */
  public Mat3 conjugate(Mat3 a) {
    return times(a).times(transpose());
  }

  /**
   * {@return {@code this a this'} for a symmetric a, each entry once}
   *
   * @param a symmetric, on the axes that this matrix turns from
   */
  public Mat3 conjugateSymmetric(Mat3 a) {
    Mat3 left = times(a);
    return symmetric(
        left.rowX().dot(rowX()), left.rowX().dot(rowY()), left.rowX().dot(rowZ()),
        left.rowY().dot(rowY()), left.rowY().dot(rowZ()),
        left.rowZ().dot(rowZ()));
  }

  /** {@return entries as {@code m[row][column]}} */
  public Scalar[][] toArrays() {
    return new Scalar[][] {{xx, xy, xz}, {yx, yy, yz}, {zx, zy, zz}};
  }
}
