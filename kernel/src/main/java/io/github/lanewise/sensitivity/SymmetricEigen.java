package io.github.lanewise.sensitivity;

/**
 * {@code A = V' diag(lambda) V}: eigenvalues and eigenvectors of a symmetric matrix by Householder's tridiagonal form
 * and implicit QR steps (Golub and Van Loan, Matrix Computations, algorithms 8.3.1 to 8.3.3).
 *
 * <p>Errors are those of rounding A; work is about nine n^3, all of it along rows.
 *
 * @param values n eigenvalues, in no order
 * @param vectors n x n, row i is the unit eigenvector of value i
 */
record SymmetricEigen(double[] values, double[] vectors) {
  private static final double ULP = Math.ulp(1.0);
  /** Two or three steps an eigenvalue are usual. */
  private static final int STEPS = 60;

  /** Decomposes a symmetric n x n matrix, row-major, which is not changed. */
  static SymmetricEigen of(int n, double[] matrix) {
    double[] a = matrix.clone();
    double[] factors = new double[n];
    double[] d = new double[n];
    double[] e = new double[n];
    for (int k = 0; k < n - 2; k++) {
      factors[k] = reflect(n, k, a, e);
    }
    for (int k = 0; k < n; k++) {
      d[k] = a[k * n + k];
    }
    if (n > 1) {
      e[n - 2] = a[(n - 1) * n + n - 2];
    }
    double[] v = transposed(n, reflectors(n, a, factors));
    diagonalise(n, d, e, v);
    return new SymmetricEigen(d, v);
  }

  /**
   * {@code A <- H A H}, H = I - beta u u', which leaves row k with a diagonal and e_k beside it; u takes the place of
   * the rest of the row.
   */
  private static double reflect(int n, int k, double[] a, double[] e) {
    int row = k * n;
    double largest = 0;
    for (int j = k + 1; j < n; j++) {
      largest = Math.max(largest, Math.abs(a[row + j]));
    }
    double square = 0;
    for (int j = k + 1; j < n && largest > 0; j++) {
      a[row + j] /= largest;
      square += a[row + j] * a[row + j];
    }
    if (largest == 0) {
      return 0;
    }
    double first = a[row + k + 1];
    double length = first < 0 ? -Math.sqrt(square) : Math.sqrt(square);
    e[k] = -length * largest;
    a[row + k + 1] = first + length;
    double beta = 1 / (length * a[row + k + 1]);
    double[] p = new double[n];
    for (int i = k + 1; i < n; i++) {
      addTimes(beta * a[row + i], a, i * n, p, 0, k + 1, n);
    }
    double along = 0;
    for (int j = k + 1; j < n; j++) {
      along += p[j] * a[row + j];
    }
    addTimes(-0.5 * beta * along, a, row, p, 0, k + 1, n);
    for (int i = k + 1; i < n; i++) {
      addTimes(-a[row + i], p, 0, a, i * n, k + 1, n);
      addTimes(-p[i], a, row, a, i * n, k + 1, n);
    }
    return beta;
  }

  /** {@code H_0 H_1 ...}: columns are what the tridiagonal form's coordinates mean. */
  private static double[] reflectors(int n, double[] a, double[] factors) {
    double[] q = new double[n * n];
    for (int i = 0; i < n; i++) {
      q[i * n + i] = 1;
    }
    for (int k = n - 3; k >= 0; k--) {
      double[] p = new double[n];
      for (int i = k + 1; i < n; i++) {
        addTimes(factors[k] * a[k * n + i], q, i * n, p, 0, k + 1, n);
      }
      for (int i = k + 1; i < n; i++) {
        addTimes(-a[k * n + i], p, 0, q, i * n, k + 1, n);
      }
    }
    return q;
  }

  private static void addTimes(double factor, double[] x, int xStart, double[] y, int yStart, int from, int to) {
    for (int j = from; j < to; j++) {
      y[yStart + j] += factor * x[xStart + j];
    }
  }

  private static double[] transposed(int n, double[] a) {
    double[] t = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        t[j * n + i] = a[i * n + j];
      }
    }
    return t;
  }

  private static void diagonalise(int n, double[] d, double[] e, double[] v) {
    double norm = 0;
    for (int i = 0; i < n; i++) {
      norm = Math.max(norm, Math.abs(d[i]) + Math.abs(e[i]));
    }
    int steps = 0;
    for (int hi = n - 1; hi > 0;) {
      int lo = hi;
      while (lo > 0 && Math.abs(e[lo - 1]) > ULP * (Math.abs(d[lo - 1]) + Math.abs(d[lo]) + ULP * norm)) {
        lo--;
      }
      if (lo == hi) {
        hi--;
      } else if (steps++ < STEPS * n) {
        step(n, lo, hi, d, e, v);
      } else {
        throw new ArithmeticException("a matrix of " + n + " x " + n + " has no spectrum after " + steps + " steps");
      }
    }
  }

  /** An implicit QR step with Wilkinson's shift on rows lo to hi of the tridiagonal matrix. */
  private static void step(int n, int lo, int hi, double[] d, double[] e, double[] v) {
    double half = (d[hi - 1] - d[hi]) / 2;
    double root = Math.hypot(half, e[hi - 1]);
    double x = d[lo] - d[hi] + e[hi - 1] * (e[hi - 1] / (half + (half < 0 ? -root : root)));
    double z = e[lo];
    for (int k = lo; k < hi; k++) {
      double r = Math.hypot(x, z);
      double c = r == 0 ? 1 : x / r;
      double s = r == 0 ? 0 : z / r;
      if (k > lo) {
        e[k - 1] = r;
      }
      double upper = d[k];
      double lower = d[k + 1];
      double beside = e[k];
      d[k] = c * c * upper + 2 * c * s * beside + s * s * lower;
      d[k + 1] = s * s * upper - 2 * c * s * beside + c * c * lower;
      e[k] = c * s * (lower - upper) + (c * c - s * s) * beside;
      if (k < hi - 1) {
        x = e[k];
        z = s * e[k + 1];
        e[k + 1] *= c;
      }
      rotateRows(n, v, k, c, s);
    }
  }

  private static void rotateRows(int n, double[] v, int k, double c, double s) {
    int upper = k * n;
    int lower = upper + n;
    for (int j = 0; j < n; j++) {
      double x = v[upper + j];
      double y = v[lower + j];
      v[upper + j] = c * x + s * y;
      v[lower + j] = c * y - s * x;
    }
  }
}
