package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code min |r + J dW|^2} in a trust region, {@code J_t = (dr_t/dx_t) D_t}: one step for a cost that is a sum of
 * squares over a trajectory.
 *
 * <p>In the ellipsoid that is Levenberg and Marquardt's {@code (J'J + lambda I) dW = -J'r} in parameters scaled to the
 * region. Directions of the parameters that no residual depends on stay as they are.
 */
public final class GaussNewton {
  /**
   * Added to the diagonal of J'J, as a part of its mean: below what an estimated sensitivity can resolve, enough for a
   * factor.
   */
  private static final double RIDGE = 1e-12;

  private GaussNewton() {}

  /**
   * {@return the step and the fall of the cost {@code |r|^2} that it predicts, for residuals of states}
   *
   * @param sensitivity that was learned
   * @param residuals r at the nominal trajectory, row t q + i is residual i at sample t, T q x 1; weights belong in
   *     here
   * @param residualJacobian {@code dr_t/dx_t}, T q x n
   * @param region in which steps are allowed
   * @throws IllegalArgumentException if shapes differ, naming both
   */
  public static Step step(Sensitivity sensitivity, DMatrixRMaj residuals, DMatrixRMaj residualJacobian,
      TrustRegion region) {
    int steps = sensitivity.stepCount();
    int rows = residuals.numRows;
    if (rows == 0 || rows % steps != 0 || residuals.numCols != 1) {
      throw new IllegalArgumentException(
          "residuals of " + rows + " x " + residuals.numCols + ": must be one column, its rows a multiple of "
              + steps + " samples");
    }
    int n = sensitivity.stateCount();
    if (residualJacobian.numRows != rows || residualJacobian.numCols != n) {
      throw new IllegalArgumentException("the residuals' Jacobian is " + residualJacobian.numRows + " x "
          + residualJacobian.numCols + ", but must be " + rows + " x " + n);
    }
    int q = rows / steps;
    int p = sensitivity.parameterCount();
    DMatrixRMaj derivative = new DMatrixRMaj(rows, p);
    for (int t = 0; t < steps; t++) {
      DoubleGemm.addTimes(q, p, n, residualJacobian.data, t * q * n, n, sensitivity.derivative().data, t * n * p, p,
          derivative.data, t * q * p, p);
    }
    return step(residuals, derivative, region);
  }

  /**
   * {@return the same for any residuals, of actions too}
   *
   * @param residuals r, R x 1
   * @param derivative {@code dr/dW}, R x p
   * @param region in which steps are allowed
   * @throws IllegalArgumentException if shapes differ, naming both
   */
  public static Step step(DMatrixRMaj residuals, DMatrixRMaj derivative, TrustRegion region) {
    double[] reach = region.reach();
    int p = derivative.numCols;
    int rows = residuals.numRows;
    if (residuals.numCols != 1 || derivative.numRows != rows) {
      throw new IllegalArgumentException("residuals of " + rows + " x " + residuals.numCols
          + " with a derivative of " + derivative.numRows + " x " + p + ": must be one column, and as many rows");
    }
    if (reach.length != p) {
      throw new IllegalArgumentException("a trust region of " + reach.length + " parameters, but there are " + p);
    }
    double[] jacobian = derivative.data.clone();
    for (int e = 0; e < rows * p; e++) {
      jacobian[e] *= reach[e % p];
    }
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
    double[] z = QuadraticModel.minimum(normal, slope, region);
    double[] change = z.clone();
    Arrays.setAll(change, j -> z[j] * reach[j]);
    return new Step(change, gain(jacobian, residuals.data, z));
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
}
