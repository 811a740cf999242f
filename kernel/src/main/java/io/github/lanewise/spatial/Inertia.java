package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * The spatial inertia of a rigid body in a frame fixed to it, as the moments of its mass distribution.
 *
 * @param mass m [kg]
 * @param h first moment, the integral of r over the mass: m c, c the centre of mass in the frame [kg m]
 * @param second second moment, the integral of r r' over the mass, symmetric [kg m^2]; the rotational inertia about the
 *     frame's origin is tr(second) 1 - second
 */
public record Inertia(Scalar mass, Vec3 h, Mat3 second) {
  /** No inertia. */
  public static final Inertia ZERO = new Inertia(Scalar.ZERO, Vec3.ZERO, Mat3.ZERO);

  /**
   * {@return the inertia by mass, centre of mass and the rotational inertia about that, all in the body's frame}
   *
   * @param mass [kg]
   * @param com centre of mass [m]
   * @param atCom symmetric [kg m^2]
   */
  public static Inertia of(Scalar mass, Vec3 com, Mat3 atCom) {
    Vec3 h = com.times(mass);
    Mat3 secondAtCom = Mat3.diagonal(atCom.trace().times(0.5)).minus(atCom);
    return new Inertia(mass, h, secondAtCom.plus(Mat3.outer(com, h)).symmetrised());
  }

  /** {@return rotational inertia about the frame's origin [kg m^2] (RBDA equation 2.63)} */
  public Mat3 rotational() {
    return Mat3.symmetric(
        second.yy().plus(second.zz()), second.xy().negate(), second.xz().negate(),
        second.xx().plus(second.zz()), second.yz().negate(),
        second.xx().plus(second.yy()));
  }

  /**
   * {@return {@code I v}: the momentum of the body, or the force that gives it the acceleration v}
   *
   * @param v velocity or acceleration, in the same frame
   */
  public Force times(Motion v) {
    return new Force(
        rotational().times(v.angular()).plus(h.cross(v.linear())),
        v.linear().times(mass).minus(h.cross(v.angular())));
  }

  /**
   * {@return {@code this + b}, two bodies welded together}
   *
   * @param b a body in the same frame
   */
  public Inertia plus(Inertia b) {
    return new Inertia(mass.plus(b.mass), h.plus(b.h), second.plus(b.second).symmetrised());
  }

  /**
   * {@return {@code this - b}}
   *
   * @param b a body in the same frame
   */
  public Inertia minus(Inertia b) {
    return new Inertia(mass.minus(b.mass), h.minus(b.h), second.minus(b.second).symmetrised());
  }

  /**
   * {@return this inertia, given in the child frame of {@code x}, in its parent frame: every point r becomes p + R r}
   *
   * @param x pose of this frame in the parent frame
   */
  public Inertia toParent(Transform x) {
    return new Inertia(mass, x.rotation().times(h), x.rotation().conjugateSymmetric(second)).shifted(x.translation());
  }

  /**
   * {@return the moments about a frame with the same axes in which this one's origin lies at p}
   *
   * @param p [m]
   */
  public Inertia shifted(Vec3 p) {
    Vec3 shiftedH = h.plus(p.times(mass));
    Mat3 mixed = Mat3.outer(p, shiftedH);
    Mat3 remaining = Mat3.outer(h, p);
    return new Inertia(mass, shiftedH, Mat3.symmetric(
        second.xx().plus(mixed.xx()).plus(remaining.xx()),
        second.xy().plus(mixed.xy()).plus(remaining.xy()),
        second.xz().plus(mixed.xz()).plus(remaining.xz()),
        second.yy().plus(mixed.yy()).plus(remaining.yy()),
        second.yz().plus(mixed.yz()).plus(remaining.yz()),
        second.zz().plus(mixed.zz()).plus(remaining.zz())));
  }
}
