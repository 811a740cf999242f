package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;

/**
 * The principal moments of a rotational inertia, its eigenvalues; see {@link PrincipalAxes}.
 *
 * @param smallest [kg m^2]
 * @param middle [kg m^2]
 * @param largest [kg m^2]
 */
record PrincipalMoments(double smallest, double middle, double largest) {
  /** What rounding in a file of six digits may do to a moment, relative to the largest. */
  private static final double ROUNDING = 1e-6;

  static PrincipalMoments of(Mat3 inertia) {
    double[] moments = PrincipalAxes.of(inertia).moments().clone();
    Arrays.sort(moments);
    return new PrincipalMoments(moments[0], moments[1], moments[2]);
  }

  /** The inertia with the same principal axes, whose moments are {@code bound} or more [kg m^2]. */
  static Mat3 raised(Mat3 inertia, double bound) {
    if (of(inertia).smallest >= bound) {
      return inertia;
    }
    PrincipalAxes axes = PrincipalAxes.of(inertia);
    Mat3 raised = Mat3.ZERO;
    for (int k = 0; k < 3; k++) {
      double moment = Math.max(axes.moments()[k], bound);
      raised = raised.plus(Mat3.outer(axes.axis(k), axes.axis(k)).times(Scalar.of(moment)));
    }
    return raised.symmetrised();
  }

  /** Whether no moment is negative beyond rounding: rods and points, which have zeros, are allowed. */
  boolean semidefinite() {
    return smallest >= -ROUNDING * Math.max(largest, 0);
  }

  /**
   * Whether some distribution of mass has these moments: the largest is at most the sum of the others, but for
   * rounding.
   */
  boolean physical() {
    return largest <= (smallest + middle) * (1 + ROUNDING);
  }
}
