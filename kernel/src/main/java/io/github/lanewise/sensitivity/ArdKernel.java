package io.github.lanewise.sensitivity;

/**
 * {@code k(z, z') = exp(-1/2 sum_j (z_j - z'_j)^2 / l_j^2)}: Rasmussen and Williams, Gaussian Processes for Machine
 * Learning, eq. 5.1.
 */
final class ArdKernel {
  private ArdKernel() {}

  /** Of all pairs of points z (n x p), n x n. */
  static double[] pairs(double[] z, double[] lengths) {
    int n = z.length / lengths.length;
    double[] k = new double[n * n];
    for (int a = 0; a < n; a++) {
      k[a * n + a] = 1;
      for (int b = 0; b < a; b++) {
        k[a * n + b] = between(z, a * lengths.length, z, b * lengths.length, lengths);
        k[b * n + a] = k[a * n + b];
      }
    }
    return k;
  }

  /**
   * Covariances of f(x), df/dx_1 .. df/dx_p, which are the columns, with f at the points, which are the rows:
   * n x (p + 1). {@code dk(x, z)/dx_j = (z_j - x_j) / l_j^2 k(x, z)}, ibid. eq. 9.1.
   */
  static double[] valueAndSlopes(double[] x, double[] z, double[] lengths) {
    int p = lengths.length;
    int n = z.length / p;
    double[] c = new double[n * (p + 1)];
    for (int k = 0; k < n; k++) {
      int at = k * (p + 1);
      c[at] = between(x, 0, z, k * p, lengths);
      for (int j = 0; j < p; j++) {
        c[at + 1 + j] = (z[k * p + j] - x[j]) / (lengths[j] * lengths[j]) * c[at];
      }
    }
    return c;
  }

  private static double between(double[] x, int xStart, double[] z, int zStart, double[] lengths) {
    double squares = 0;
    for (int j = 0; j < lengths.length; j++) {
      double d = (x[xStart + j] - z[zStart + j]) / lengths[j];
      squares += d * d;
    }
    return Math.exp(-squares / 2);
  }
}
