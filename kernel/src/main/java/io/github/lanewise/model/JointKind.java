package io.github.lanewise.model;

/** What a joint lets its body do; nq and nv count the rows of configuration and of velocity. */
public enum JointKind {
  /** Rotation about an axis within a range: q [rad]. */
  REVOLUTE(1, 1),
  /** Rotation about an axis without end: q [rad]. */
  CONTINUOUS(1, 1),
  /** Translation along an axis: q [m]. */
  PRISMATIC(1, 1),
  /**
   * Rotation about a point: unit quaternion (x, y, z, w), body to parent; v = angular velocity in the body frame
   * [rad/s].
   */
  SPHERICAL(4, 3),
  /**
   * Six degrees of freedom: position in the parent [m], then unit quaternion (x, y, z, w), body to parent; v = linear
   * velocity [m/s], then angular velocity [rad/s], both in the body frame.
   */
  FREE(7, 6);

  private final int nq;
  private final int nv;

  JointKind(int nq, int nv) {
    this.nq = nq;
    this.nv = nv;
  }

  /** {@return the number of rows of configuration} */
  public int nq() {
    return nq;
  }

  /** {@return the number of rows of velocity} */
  public int nv() {
    return nv;
  }
}
