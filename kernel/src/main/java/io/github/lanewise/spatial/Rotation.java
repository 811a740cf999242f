package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/** A rotation R: a vector u on the child's axes has the coordinates R u on the parent's. */
public sealed interface Rotation permits Rotation.AboutAxis, Rotation.Dense {
  /**
   * {@return {@code R u}}
   *
   * @param u a vector on the child's axes
   */
  Vec3 times(Vec3 u);

  /**
   * {@return {@code R' u}}
   *
   * @param u a vector on the parent's axes
   */
  Vec3 transposeTimes(Vec3 u);

  /**
   * {@return {@code R a R'}}
   *
   * @param a a matrix on the child's axes
   */
  Mat3 conjugate(Mat3 a);

  /**
   * {@return {@code R a R'} for a symmetric a}
   *
   * @param a a matrix on the child's axes
   */
  Mat3 conjugateSymmetric(Mat3 a);

  /** {@return R entry by entry} */
  Mat3 matrix();

  /**
   * A rotation given by its matrix.
   *
   * @param matrix R, orthogonal with determinant 1
   */
  record Dense(Mat3 matrix) implements Rotation {
    @Override
    public Vec3 times(Vec3 u) {
      return matrix.times(u);
    }

    @Override
    public Vec3 transposeTimes(Vec3 u) {
      return matrix.transposeTimes(u);
    }

    @Override
    public Mat3 conjugate(Mat3 a) {
      return matrix.conjugate(a);
    }

    @Override
    public Mat3 conjugateSymmetric(Mat3 a) {
      return matrix.conjugateSymmetric(a);
    }
  }

  /**
   * A rotation about a coordinate axis, by its sine and cosine: what lies along the axis stays, the plane across it
   * turns.
   *
   * @param axis 0 for x, 1 for y, 2 for z
   * @param sin sine of the angle
   * @param cos cosine of the angle
   */
  record AboutAxis(int axis, Scalar sin, Scalar cos) implements Rotation {
    private int a() {
      return (axis + 1) % 3;
    }

    private int b() {
      return (axis + 2) % 3;
    }

    @Override
    public Vec3 times(Vec3 u) {
      Scalar[] r = u.toArray();
      Scalar a = r[a()];
      Scalar b = r[b()];
      r[a()] = cos.times(a).minus(sin.times(b));
      r[b()] = sin.times(a).plus(cos.times(b));
      return Vec3.of(r, 0);
    }

    @Override
    public Vec3 transposeTimes(Vec3 u) {
      return new AboutAxis(axis, sin.negate(), cos).times(u);
    }

    /**
     * With d = m_aa - m_bb, e = m_ab + m_ba and w = s d + c e the plane turns to (m_aa - s w, c w - m_ba; c w - m_ab,
     * m_bb + s w).
     */
    @Override
    public Mat3 conjugate(Mat3 matrix) {
      Scalar[][] m = matrix.toArrays();
      Scalar w = sin.times(m[a()][a()].minus(m[b()][b()])).plus(cos.times(m[a()][b()].plus(m[b()][a()])));
      Scalar[][] r = new Scalar[3][3];
      r[a()][a()] = m[a()][a()].minus(sin.times(w));
      r[b()][b()] = m[b()][b()].plus(sin.times(w));
      r[a()][b()] = cos.times(w).minus(m[b()][a()]);
      r[b()][a()] = cos.times(w).minus(m[a()][b()]);
      r[axis][axis] = m[axis][axis];
      r[a()][axis] = cos.times(m[a()][axis]).minus(sin.times(m[b()][axis]));
      r[b()][axis] = sin.times(m[a()][axis]).plus(cos.times(m[b()][axis]));
      r[axis][a()] = cos.times(m[axis][a()]).minus(sin.times(m[axis][b()]));
      r[axis][b()] = sin.times(m[axis][a()]).plus(cos.times(m[axis][b()]));
      return Mat3.of(r);
    }

    @Override
    public Mat3 conjugateSymmetric(Mat3 matrix) {
      return conjugate(matrix);
    }

    @Override
    public Mat3 matrix() {
      return Mat3.columns(times(Vec3.unit(0)), times(Vec3.unit(1)), times(Vec3.unit(2)));
    }
  }
}
