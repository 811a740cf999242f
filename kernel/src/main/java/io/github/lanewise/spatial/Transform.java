package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * The pose of a child frame B in a parent frame A, and the Plucker transforms between them.
 *
 * @param rotation R, the axes of B in A: a vector in B has the coordinates R u in A
 * @param translation p, the origin of B in A [m]
 */
public record Transform(Mat3 rotation, Vec3 translation) {
  /** The identity. */
  public static final Transform IDENTITY = new Transform(Mat3.IDENTITY, Vec3.ZERO);

  /**
   * {@return {@code this b}: the pose in A of a frame whose pose in B is b}
   *
   * @param b pose of a third frame in B
   */
  public Transform times(Transform b) {
    return new Transform(rotation.times(b.rotation), translation.plus(rotation.times(b.translation)));
  }

  /** {@return the pose of A in B} */
  public Transform inverse() {
    return new Transform(rotation.transpose(), rotation.transposeTimes(translation).negate());
  }

  /**
   * {@return a point given in B, in A}
   *
   * @param point [m]
   */
  public Vec3 times(Vec3 point) {
    return translation.plus(rotation.times(point));
  }

  /**
   * {@return {@code B_X_A m}: a motion given in A, in B (RBDA table 2.2: E w, E (v - p x w) with E = R')}
   *
   * @param m a motion in A
   */
  public Motion toChild(Motion m) {
    return new Motion(
        rotation.transposeTimes(m.angular()),
        rotation.transposeTimes(m.linear().minus(translation.cross(m.angular()))));
  }

  /**
   * {@return {@code A_X_B m}: a motion given in B, in A}
   *
   * @param m a motion in B
   */
  public Motion toParent(Motion m) {
    Vec3 angular = rotation.times(m.angular());
    return new Motion(angular, rotation.times(m.linear()).plus(translation.cross(angular)));
  }

  /**
   * {@return {@code A_X*_B f}: a force given in B, in A (RBDA table 2.2: transpose of the motion transform)}
   *
   * @param f a force in B
   */
  public Force toParent(Force f) {
    Vec3 force = rotation.times(f.force());
    return new Force(rotation.times(f.moment()).plus(translation.cross(force)), force);
  }

  /**
   * {@return {@code B_X*_A f}: a force given in A, in B}
   *
   * @param f a force in A
   */
  public Force toChild(Force f) {
    return new Force(
        rotation.transposeTimes(f.moment().minus(translation.cross(f.force()))),
        rotation.transposeTimes(f.force()));
  }

  /**
   * {@return the rotation by {@code angle} about a unit axis: {@code u u' + (1 - u u') cos + skew(u) sin} (Rodrigues)}
   *
   * @param u the axis, of length 1
   * @param angle [rad]
   */
  public static Mat3 rotation(Vec3 u, Scalar angle) {
    Mat3 uu = Mat3.outer(u, u);
    return uu.plus(Mat3.IDENTITY.minus(uu).times(angle.cos())).plus(Mat3.skew(u).times(angle.sin()));
  }

  /**
   * {@return the rotation of a unit quaternion (x, y, z, w), body to world}
   *
   * @param x x of the quaternion
   * @param y y of the quaternion
   * @param z z of the quaternion
   * @param w w of the quaternion
   */
  public static Mat3 rotation(Scalar x, Scalar y, Scalar z, Scalar w) {
    Scalar x2 = x.plus(x);
    Scalar y2 = y.plus(y);
    Scalar z2 = z.plus(z);
    Scalar one = Scalar.ONE;
    return new Mat3(
        one.minus(y.times(y2)).minus(z.times(z2)), x.times(y2).minus(w.times(z2)), x.times(z2).plus(w.times(y2)),
        x.times(y2).plus(w.times(z2)), one.minus(x.times(x2)).minus(z.times(z2)), y.times(z2).minus(w.times(x2)),
        x.times(z2).minus(w.times(y2)), y.times(z2).plus(w.times(x2)), one.minus(x.times(x2)).minus(y.times(y2)));
  }
}
