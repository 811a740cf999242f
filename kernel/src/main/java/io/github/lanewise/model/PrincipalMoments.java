package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import java.util.Arrays;

/**
 * The principal moments of a rotational inertia: its eigenvalues, by Jacobi's rotations (Golub and Van Loan, Matrix
 * Computations, 8.5).
 *
 * @param smallest [kg m^2]
 * @param middle [kg m^2]
 * @param largest [kg m^2]
 */
record PrincipalMoments(double smallest, double middle, double largest) {
  /** What rounding in a file of six digits may do to a moment, relative to the largest. */
  private static final double ROUNDING = 1e-6;

  static PrincipalMoments of(Mat3 inertia) {
    double[][] a = {
      {inertia.xx().value(), inertia.xy().value(), inertia.xz().value()},
      {inertia.xy().value(), inertia.yy().value(), inertia.yz().value()},
      {inertia.xz().value(), inertia.yz().value(), inertia.zz().value()},
    };
    // Quadratic convergence: 3 x 3 matrices are done after four or five sweeps.
    for (int sweep = 0; sweep < 10; sweep++) {
      rotate(a, 0, 1);
      rotate(a, 0, 2);
      rotate(a, 1, 2);
    }
    double[] moments = {a[0][0], a[1][1], a[2][2]};
    Arrays.sort(moments);
    return new PrincipalMoments(moments[0], moments[1], moments[2]);
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

  /** Makes a[p][q] zero by a rotation in the plane of axes p and q. */
  private static void rotate(double[][] a, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
    double c = 1 / Math.hypot(t, 1);
    double s = t * c;
    for (int k = 0; k < 3; k++) {
      double x = a[k][p];
      double y = a[k][q];
      a[k][p] = c * x - s * y;
      a[k][q] = s * x + c * y;
    }
    for (int k = 0; k < 3; k++) {
      double x = a[p][k];
      double y = a[q][k];
      a[p][k] = c * x - s * y;
      a[q][k] = s * x + c * y;
    }
  }
}
