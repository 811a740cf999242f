package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * A symmetric 6 x 6 inertia {@code [[angular, coupling], [coupling', linear]]} that maps motions (angular over linear) to forces.
 *
 * <p>Rigid-Body Dynamics Algorithms, section 7.1.
 */
public record ArticulatedInertia(Mat3 angular, Mat3 coupling, Mat3 linear) {
  /** The inertia of a rigid body: RBDA equation 2.63. */
  public static ArticulatedInertia of(Inertia body) {
    return new ArticulatedInertia(body.rotational(), Mat3.skew(body.h()), Mat3.diagonal(body.mass()));
  }

  /** {@code I a}. */
  public Force times(Motion a) {
    return new Force(
        angular.times(a.angular()).plus(coupling.times(a.linear())),
        coupling.transposeTimes(a.angular()).plus(linear.times(a.linear())));
  }

  /** {@code this + b}. */
  public ArticulatedInertia plus(ArticulatedInertia b) {
    return new ArticulatedInertia(
        angular.plus(b.angular).symmetrised(), coupling.plus(b.coupling), linear.plus(b.linear).symmetrised());
  }

  /** {@code this - u w'} for two forces whose outer product is symmetric: {@code w = u / d}. */
  public ArticulatedInertia minusOuter(Force u, Force w) {
    return new ArticulatedInertia(
        angular.minus(Mat3.outer(u.moment(), w.moment())).symmetrised(),
        coupling.minus(Mat3.outer(u.moment(), w.force())),
        linear.minus(Mat3.outer(u.force(), w.force())).symmetrised());
  }

  /** The same inertia about a frame with the same axes in which this one's origin lies at p. */
  public ArticulatedInertia shifted(Vec3 p) {
    Mat3 skew = Mat3.skew(p);
    Mat3 shiftedCoupling = coupling.plus(skew.times(linear));
    Mat3 lever = skew.times(shiftedCoupling.transpose());
    Mat3 rest = skew.times(coupling.transpose()).transpose();
    return new ArticulatedInertia(angular.plus(lever).plus(rest).symmetrised(), shiftedCoupling, linear);
  }

  /** This inertia on axes turned by R: a vector here has the coordinates R u there. */
  public ArticulatedInertia turned(Rotation r) {
    return new ArticulatedInertia(r.conjugateSymmetric(angular), r.conjugate(coupling), r.conjugateSymmetric(linear));
  }

  /** This inertia, known to give no force on the constant motion along a coordinate axis: that row and column are exactly 0. */
  public ArticulatedInertia withoutAxis(Motion s) {
    Mat3 keepAngular = complement(s.angular());
    Mat3 keepLinear = complement(s.linear());
    return new ArticulatedInertia(
        keepAngular.times(angular).times(keepAngular),
        keepAngular.times(coupling).times(keepLinear),
        keepLinear.times(linear).times(keepLinear));
  }

  private static Mat3 complement(Vec3 axis) {
    return Mat3.IDENTITY.minus(Mat3.outer(axis, axis));
  }
}
