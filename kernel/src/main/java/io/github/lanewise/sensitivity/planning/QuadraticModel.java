package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.dense.DoubleCholesky;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code min slope' z + 1/2 z' H z} in a region, H positive definite, z in units of the region's reach.
 *
 * <p>In the ellipsoid by {@code (H + lambda I) z = -slope}, lambda by the iteration of Nocedal and Wright, Numerical
 * Optimization (2006), algorithm 4.3; in the box by a quadratic programme.
 */
final class QuadraticModel {
  private QuadraticModel() {}

  static double[] minimum(DMatrixRMaj hessian, double[] slope, TrustRegion region) {
    return region.shape() == TrustRegion.Shape.BOX ? inBox(hessian, slope, region.radius())
        : inBall(hessian, slope, region.radius());
  }

  private static double[] inBox(DMatrixRMaj hessian, double[] slope, double radius) {
    int p = slope.length;
    DMatrixRMaj sides = new DMatrixRMaj(2 * p, p);
    double[] bounds = new double[2 * p];
    Arrays.fill(bounds, radius);
    for (int j = 0; j < p; j++) {
      sides.set(j, j, 1);
      sides.set(p + j, j, -1);
    }
    return QuadraticProgram.solve(hessian, slope, sides, bounds).x();
  }

  /** Newton's iteration on {@code 1/|z(lambda)| = 1/radius}, which rises to the solution from lambda = 0. */
  private static double[] inBall(DMatrixRMaj hessian, double[] slope, double radius) {
    int p = slope.length;
    double lambda = 0;
    while (true) {
      double[] factor = hessian.data.clone();
      for (int j = 0; j < p; j++) {
        factor[j * p + j] += lambda;
      }
      DoubleCholesky.factor(p, factor, 0, p);
      double[] z = new double[p];
      Arrays.setAll(z, j -> -slope[j]);
      DoubleCholesky.solve(p, 1, factor, 0, p, z, 0, 1);
      double length = length(z);
      if (!(length > radius * (1 + 1e-10))) {
        return z;
      }
      double[] half = z.clone();
      DoubleCholesky.solveLower(p, 1, factor, 0, p, half, 0, 1);
      double ratio = length / length(half);
      lambda += ratio * ratio * (length - radius) / radius;
    }
  }

  private static double length(double[] v) {
    double sum = 0;
    for (double e : v) {
      sum += e * e;
    }
    return Math.sqrt(sum);
  }
}
