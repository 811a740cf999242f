package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * The spatial inertia of a rigid body in a frame fixed to it.
 *
 * @param mass m [kg]
 * @param h first moment m c [kg m], c the centre of mass in the frame
 * @param rotational rotational inertia about the frame's origin, symmetric [kg m^2]: {@code Ic - m skew(c)^2} (RBDA equation 2.63)
 */
public record Inertia(Scalar mass, Vec3 h, Mat3 rotational) {
  /** No inertia. */
  public static final Inertia ZERO = new Inertia(Scalar.ZERO, Vec3.ZERO, Mat3.ZERO);

  /** From mass, centre of mass and the rotational inertia about the centre of mass, all in the body's frame. */
  public static Inertia of(Scalar mass, Vec3 com, Mat3 atCom) {
    Vec3 h = com.times(mass);
    return new Inertia(mass, h, atCom.plus(parallelAxis(com, h)));
  }

  /** {@code I v}: the momentum of the body, or the force that gives it the acceleration v. */
  public Force times(Motion v) {
    return new Force(
        rotational.times(v.angular()).plus(h.cross(v.linear())),
        v.linear().times(mass).minus(h.cross(v.angular())));
  }

  /** {@code this + b}, two bodies welded together. */
  public Inertia plus(Inertia b) {
    return new Inertia(mass.plus(b.mass), h.plus(b.h), rotational.plus(b.rotational));
  }

  /** {@code this - b}. */
  public Inertia minus(Inertia b) {
    return new Inertia(mass.minus(b.mass), h.minus(b.h), rotational.minus(b.rotational));
  }

  /** This inertia, given in the child frame of {@code x}, in its parent frame. */
  public Inertia toParent(Transform x) {
    Vec3 p = x.translation();
    Vec3 rotatedH = x.rotation().times(h);
    Mat3 rotated = rotateSymmetric(x.rotation(), rotational);
    // About the parent's origin: each point r becomes p + r, so -skew(p + r)^2 adds the two mixed terms and m (-skew(p)^2).
    Vec3 shifted = rotatedH.plus(p.times(mass));
    return new Inertia(mass, shifted, rotated.plus(parallelAxis(p, rotatedH.plus(shifted))));
  }

  /** {@code R A R'} for a symmetric A, each entry once. */
  public static Mat3 rotateSymmetric(Mat3 r, Mat3 a) {
    Mat3 ra = r.times(a);
    return Mat3.symmetric(
        ra.rowX().dot(r.rowX()), ra.rowX().dot(r.rowY()), ra.rowX().dot(r.rowZ()),
        ra.rowY().dot(r.rowY()), ra.rowY().dot(r.rowZ()),
        ra.rowZ().dot(r.rowZ()));
  }

  /** Symmetric part of {@code -skew(p) skew(h)}: {@code (p . h) 1 - (p h' + h p') / 2}. */
  private static Mat3 parallelAxis(Vec3 p, Vec3 h) {
    Vec3 half = p.times(Scalar.of(0.5));
    Scalar xx = p.x().times(h.x());
    Scalar yy = p.y().times(h.y());
    Scalar zz = p.z().times(h.z());
    return Mat3.symmetric(
        yy.plus(zz),
        half.x().times(h.y()).plus(half.y().times(h.x())).negate(),
        half.x().times(h.z()).plus(half.z().times(h.x())).negate(),
        xx.plus(zz),
        half.y().times(h.z()).plus(half.z().times(h.y())).negate(),
        xx.plus(yy));
  }
}
