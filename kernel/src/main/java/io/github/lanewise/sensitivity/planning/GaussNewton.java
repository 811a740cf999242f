package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.dense.DoubleCholesky;
import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code min |r + J dW|^2} in a trust region, {@code J_t = (dr_t/dx_t) D_t}: one step for a cost that is a sum of
 * squares over a trajectory.
 *
 * <p>In the ellipsoid by {@code (J'J + lambda I) dW = -J'r} in parameters scaled to the region, lambda by the iteration
 * of Nocedal and Wright, Numerical Optimization (2006), algorithm 4.3; in the box by a quadratic programme. Directions
 * of the parameters that no residual depends on stay as they are.
 */
public final class GaussNewton {
  /**
   * Added to the diagonal of J'J, as a part of its mean: below what an estimated sensitivity can resolve, enough for a
   * factor.
   */
  private static final double RIDGE = 1e-12;

  private GaussNewton() {}

  /**
   * The step and the fall of the cost {@code |r|^2} that it predicts.
   *
   * @param residuals r at the nominal trajectory, row t q + i is residual i at sample t, T q x 1; weights belong in
   *     here
   * @param residualJacobian {@code dr_t/dx_t}, T q x n
   * @throws IllegalArgumentException if shapes differ, naming both
   */
  public static Step step(Sensitivity sensitivity, DMatrixRMaj residuals, DMatrixRMaj residualJacobian,
      TrustRegion region) {
    int steps = sensitivity.steps();
    int rows = residuals.numRows;
    if (rows == 0 || rows % steps != 0 || residuals.numCols != 1) {
      throw new IllegalArgumentException(
          "residuals of " + rows + " x " + residuals.numCols + ": must be one column, its rows a multiple of "
              + steps + " samples");
    }
    if (residualJacobian.numRows != rows || residualJacobian.numCols != sensitivity.stateRows()) {
      throw new IllegalArgumentException("the residuals' Jacobian is " + residualJacobian.numRows + " x "
          + residualJacobian.numCols
          + ", but must be " + rows + " x " + sensitivity.stateRows());
    }
    double[] reach = region.reach();
    int p = sensitivity.parameterCount();
    if (reach.length != p) {
      throw new IllegalArgumentException("a trust region of " + reach.length + " parameters, but there are " + p);
    }
    double[] jacobian = scaledJacobian(sensitivity, residualJacobian, rows / steps, reach);
    DMatrixRMaj normal = new DMatrixRMaj(p, p);
    DoubleGemm.addTransposedTimes(p, p, rows, jacobian, 0, p, jacobian, 0, p, normal.data, 0, p);
    double[] slope = new double[p];
    DoubleGemm.addTransposedTimes(p, 1, rows, jacobian, 0, p, residuals.data, 0, 1, slope, 0, 1);
    double trace = 0;
    for (int j = 0; j < p; j++) {
      trace += normal.get(j, j);
    }
    if (trace == 0) {
      return new Step(new double[p], 0);
    }
    for (int j = 0; j < p; j++) {
      normal.data[j * p + j] += RIDGE * trace / p;
    }
    double[] z = region.shape() == TrustRegion.Shape.BOX ? inBox(normal, slope, region.radius())
        : inBall(normal, slope, region.radius());
    double[] change = z.clone();
    Arrays.setAll(change, j -> z[j] * reach[j]);
    return new Step(change, gain(jacobian, residuals.data, z));
  }

  private static double[] scaledJacobian(Sensitivity sensitivity, DMatrixRMaj residualJacobian, int q, double[] reach) {
    int n = sensitivity.stateRows();
    int p = reach.length;
    double[] jacobian = new double[residualJacobian.numRows * p];
    for (int t = 0; t < sensitivity.steps(); t++) {
      DoubleGemm.addTimes(q, p, n, residualJacobian.data, t * q * n, n, sensitivity.derivative().data, t * n * p, p,
          jacobian, t * q * p, p);
    }
    for (int e = 0; e < jacobian.length; e++) {
      jacobian[e] *= reach[e % p];
    }
    return jacobian;
  }

  private static double[] inBox(DMatrixRMaj normal, double[] slope, double radius) {
    int p = slope.length;
    DMatrixRMaj sides = new DMatrixRMaj(2 * p, p);
    double[] bounds = new double[2 * p];
    Arrays.fill(bounds, radius);
    for (int j = 0; j < p; j++) {
      sides.set(j, j, 1);
      sides.set(p + j, j, -1);
    }
    return QuadraticProgram.solve(normal, slope, sides, bounds).x();
  }

  /** Newton's iteration on {@code 1/|z(lambda)| = 1/radius}, which rises to the solution from lambda = 0. */
  private static double[] inBall(DMatrixRMaj normal, double[] slope, double radius) {
    int p = slope.length;
    double lambda = 0;
    while (true) {
      double[] factor = normal.data.clone();
      for (int j = 0; j < p; j++) {
        factor[j * p + j] += lambda;
      }
      DoubleCholesky.factor(p, factor, 0, p);
      double[] z = new double[p];
      Arrays.setAll(z, j -> -slope[j]);
      DoubleCholesky.solve(p, 1, factor, 0, p, z, 0, 1);
      double length = length(z);
      if (length <= radius * (1 + 1e-10)) {
        return z;
      }
      double[] half = z.clone();
      DoubleCholesky.solveLower(p, 1, factor, 0, p, half, 0, 1);
      double ratio = length / length(half);
      lambda += ratio * ratio * (length - radius) / radius;
    }
  }

  private static double gain(double[] jacobian, double[] residuals, double[] z) {
    double gain = 0;
    for (int row = 0; row < residuals.length; row++) {
      double after = residuals[row];
      for (int j = 0; j < z.length; j++) {
        after += jacobian[row * z.length + j] * z[j];
      }
      gain += residuals[row] * residuals[row] - after * after;
    }
    return gain;
  }

  private static double length(double[] v) {
    double sum = 0;
    for (double e : v) {
      sum += e * e;
    }
    return Math.sqrt(sum);
  }
}
