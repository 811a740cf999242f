package io.github.lanewise.spatial;

import io.github.lanewise.trace.Scalar;

/**
 * A symmetric 6 x 6 inertia {@code [[angular, coupling], [coupling', linear]]} that maps motions (angular over linear)
 * to forces.
 *
 * <p>Rigid-Body Dynamics Algorithms, section 7.1.
 *
 * @param angular moment per angular acceleration, symmetric [kg m^2]
 * @param coupling moment per linear acceleration [kg m]
 * @param linear force per linear acceleration, symmetric [kg]
 */
public record ArticulatedInertia(Mat3 angular, Mat3 coupling, Mat3 linear) {
  /**
   * {@return the inertia of a rigid body: RBDA equation 2.63}
   *
   * @param body mass and its moments
   */
  public static ArticulatedInertia of(Inertia body) {
    return new ArticulatedInertia(body.rotational(), Mat3.skew(body.h()), Mat3.diagonal(body.mass()));
  }

  /**
   * {@return {@code I a}}
   *
   * @param a a motion in the same frame
   */
  public Force times(Motion a) {
    return new Force(
        angular.times(a.angular()).plus(coupling.times(a.linear())),
        coupling.transposeTimes(a.angular()).plus(linear.times(a.linear())));
  }

  /**
   * {@return {@code this + b}}
   *
   * @param b an inertia in the same frame
   */
  public ArticulatedInertia plus(ArticulatedInertia b) {
    return new ArticulatedInertia(
        angular.plus(b.angular).symmetrised(), coupling.plus(b.coupling), linear.plus(b.linear).symmetrised());
  }

  /**
   * {@return {@code this - u w'} for two forces whose outer product is symmetric: {@code w = u / d}}
   *
   * @param u a force in the same frame
   * @param w the same direction over d
   */
  public ArticulatedInertia minusOuter(Force u, Force w) {
    return new ArticulatedInertia(
        angular.minus(Mat3.outer(u.moment(), w.moment())).symmetrised(),
        coupling.minus(Mat3.outer(u.moment(), w.force())),
        linear.minus(Mat3.outer(u.force(), w.force())).symmetrised());
  }

  /**
   * {@return the same inertia about a frame with the same axes in which this one's origin lies at p}
   *
   * @param p [m]
   */
  public ArticulatedInertia shifted(Vec3 p) {
    Mat3 skew = Mat3.skew(p);
    Mat3 shiftedCoupling = coupling.plus(skew.times(linear));
    Mat3 lever = skew.times(shiftedCoupling.transpose());
    Mat3 rest = skew.times(coupling.transpose()).transpose();
    return new ArticulatedInertia(angular.plus(lever).plus(rest).symmetrised(), shiftedCoupling, linear);
  }

  /**
   * {@return this inertia on axes turned by R: a vector here has the coordinates R u there}
   *
   * @param r from the axes here to those there
   */
  public ArticulatedInertia turned(Rotation r) {
    return new ArticulatedInertia(r.conjugateSymmetric(angular), r.conjugate(coupling), r.conjugateSymmetric(linear));
  }

  /**
   * {@return this inertia, known to give no force on the constant motion along a coordinate axis: that row and column
   * are exactly 0}
   *
   * @param s unit motion along or about a coordinate axis
   */
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
