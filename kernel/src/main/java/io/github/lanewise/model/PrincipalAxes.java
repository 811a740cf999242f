package io.github.lanewise.model;

import io.github.lanewise.spatial.Mat3;
import io.github.lanewise.spatial.Vec3;

/**
 * {@code I = R diag(moments) R'}: principal axes and moments of a rotational inertia, by Jacobi's rotations, the
 * largest entry beside the diagonal first (Golub and Van Loan, Matrix Computations, 8.5). Axes are ordered and signed
 * as MuJoCo's compiler does it, since files refer to such frames: each rotation turns by less than an eighth, and
 * quarter turns sort the moments downwards.
 *
 * @param rotation axes in its columns, right-handed
 * @param moments about them, the largest first [kg m^2]
 */
record PrincipalAxes(Mat3 rotation, double[] moments) {
  /** Entries beside the diagonal that count as none, relative to the largest of all. */
  private static final double ROUNDING = 2e-15;
  /** Moments that count as equal, relative to the largest: they stay where they are. */
  private static final double EQUAL = 1e-12;
  /** Convergence is quadratic: ten are plenty, and what is not finite ends too. */
  private static final int MOST_TURNS = 60;

  static PrincipalAxes of(Mat3 inertia) {
    double[][] a = {
      {inertia.xx().value(), inertia.xy().value(), inertia.xz().value()},
      {inertia.xy().value(), inertia.yy().value(), inertia.yz().value()},
      {inertia.xz().value(), inertia.yz().value(), inertia.zz().value()},
    };
    double largest = 0;
    for (double[] row : a) {
      for (double entry : row) {
        largest = Math.max(largest, Math.abs(entry));
      }
    }
    double[][] axes = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    diagonalize(a, axes, ROUNDING * largest);
    double[] moments = {a[0][0], a[1][1], a[2][2]};
    sort(moments, axes, EQUAL * largest);
    return new PrincipalAxes(Orientation.snap(Mat3.of(
        axes[0][0], axes[0][1], axes[0][2],
        axes[1][0], axes[1][1], axes[1][2],
        axes[2][0], axes[2][1], axes[2][2])), moments);
  }

  /** The axis of one moment. */
  Vec3 axis(int k) {
    return k == 0 ? rotation.columnX() : k == 1 ? rotation.columnY() : rotation.columnZ();
  }

  private static void diagonalize(double[][] a, double[][] axes, double nothing) {
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      double xy = Math.abs(a[0][1]);
      double xz = Math.abs(a[0][2]);
      double yz = Math.abs(a[1][2]);
      int p = xy > xz && xy > yz || xz > yz ? 0 : 1;
      int q = xy > xz && xy > yz ? 1 : 2;
      if (!(Math.abs(a[p][q]) > nothing)) {
        return;
      }
      rotate(a, axes, p, q);
    }
  }

  /** Makes a[p][q] zero by a rotation in the plane of axes p and q, which are columns of {@code axes}. */
  private static void rotate(double[][] a, double[][] axes, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
    double c = 1 / Math.hypot(t, 1);
    double s = t * c;
    columns(a, p, q, c, s);
    columns(axes, p, q, c, s);
    for (int k = 0; k < 3; k++) {
      double x = a[p][k];
      double y = a[q][k];
      a[p][k] = c * x - s * y;
      a[q][k] = s * x + c * y;
    }
  }

  private static void sort(double[] moments, double[][] axes, double equal) {
    for (int first : new int[] {0, 1, 0}) {
      if (moments[first] + equal < moments[first + 1]) {
        double swapped = moments[first];
        moments[first] = moments[first + 1];
        moments[first + 1] = swapped;
        columns(axes, first, first + 1, 0, -1);
      }
    }
  }

  private static void columns(double[][] m, int p, int q, double c, double s) {
    for (int k = 0; k < 3; k++) {
      double x = m[k][p];
      double y = m[k][q];
      m[k][p] = c * x - s * y;
      m[k][q] = s * x + c * y;
    }
  }
}
