package io.github.lanewise.sensitivity;

/**
 * {@code A = V' diag(lambda) V}: eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub
 * and Van Loan, Matrix Computations, section 8.5).
 *
 * <p>For the small matrices whose spectrum is in doubt: some ten times n^3 operations a sweep, and about eight sweeps.
 *
 * @param values n eigenvalues, in no order
 * @param vectors n x n, row i is the unit eigenvector of value i
 */
record SymmetricEigen(double[] values, double[] vectors) {
  private static final int SWEEPS = 60;

  /** Decomposes a symmetric n x n matrix, row-major, which is not changed. */
  static SymmetricEigen of(int n, double[] matrix) {
    double[] a = matrix.clone();
    double[] v = new double[n * n];
    double norm = 0;
    for (double x : a) {
      norm += x * x;
    }
    for (int i = 0; i < n; i++) {
      v[i * n + i] = 1;
    }
    double negligible = Math.ulp(1.0) * Math.ulp(1.0) * norm;
    for (int sweep = 0; sweep < SWEEPS && offDiagonal(n, a) > negligible; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          if (a[p * n + q] != 0) {
            rotate(n, a, v, p, q);
          }
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = a[i * n + i];
    }
    return new SymmetricEigen(values, v);
  }

  private static double offDiagonal(int n, double[] a) {
    double sum = 0;
    for (int p = 0; p < n; p++) {
      for (int q = p + 1; q < n; q++) {
        sum += 2 * a[p * n + q] * a[p * n + q];
      }
    }
    return sum;
  }

  /** The rotation that makes a_pq zero: the smaller root of t^2 + 2 theta t - 1 = 0. */
  private static void rotate(int n, double[] a, double[] v, int p, int q) {
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
    double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
    double c = 1 / Math.hypot(t, 1);
    double s = t * c;
    for (int i = 0; i < n; i++) {
      double x = a[i * n + p];
      double y = a[i * n + q];
      a[i * n + p] = c * x - s * y;
      a[i * n + q] = s * x + c * y;
    }
    rotateRows(n, a, p, q, c, s);
    rotateRows(n, v, p, q, c, s);
  }

  private static void rotateRows(int n, double[] m, int p, int q, double c, double s) {
    for (int i = 0; i < n; i++) {
      double x = m[p * n + i];
      double y = m[q * n + i];
      m[p * n + i] = c * x - s * y;
      m[q * n + i] = s * x + c * y;
    }
  }
}
