package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.sensitivity.Sensitivity;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code grad J = sum_t D_t' grad_x r + (du_t/dW)' grad_u r}, the gradient of a return {@code J = sum_t r(x_t, u_t)} by
 * the sensitivity of a trajectory.
 *
 * <p>Row t m + i of action matrices belongs to the action that led to sample t. It was computed from the state before,
 * so {@code du_t/dW = pi_x D_{t-1} + pi_W} with {@code D_{-1} = 0}.
 */
public final class PolicyGradient {
  private PolicyGradient() {}

  /**
   * {@return {@code sum_t D_t' grad_x r}, p numbers: the return depends on states only; {@code gradX} is T n x 1}
   *
   * @param sensitivity that was learned
   * @param gradX derivatives of the return by the states, T n numbers
   */
  public static double[] of(Sensitivity sensitivity, DMatrixRMaj gradX) {
    requireShape("the gradient by states", gradX, sensitivity.derivative().numRows, 1);
    double[] gradient = new double[sensitivity.parameterCount()];
    addTransposedTimes(sensitivity.derivative(), gradX, gradient);
    return gradient;
  }

  /**
   * {@return the whole gradient, p numbers}
   *
   * @param sensitivity that was learned
   * @param actionDerivative {@code du_t/dW}, T m x p; from {@link #actionDerivative}, or estimated as states are
   * @param gradX gradient of the return by the states, T n x 1
   * @param gradU gradient of the return by the actions, T m x 1
   * @throws IllegalArgumentException if shapes differ, naming both
   */
  public static double[] of(Sensitivity sensitivity, DMatrixRMaj actionDerivative, DMatrixRMaj gradX,
      DMatrixRMaj gradU) {
    double[] gradient = of(sensitivity, gradX);
    requireShape("the derivative of the actions", actionDerivative, gradU.numRows, gradient.length);
    requireShape("the gradient by actions", gradU, actionDerivative.numRows, 1);
    addTransposedTimes(actionDerivative, gradU, gradient);
    return gradient;
  }

  /**
   * {@return {@code du_t/dW = pi_x D_{t-1} + pi_W}, T m x p}
   *
   * @param sensitivity that was learned
   * @param piX Jacobian of the policy by the state it saw, T m x n, or null for open loop
   * @param piW Jacobian of the policy by its parameters, T m x p, or null where only feedback acts
   * @throws IllegalArgumentException if shapes differ, naming both, or both are null
   */
  public static DMatrixRMaj actionDerivative(Sensitivity sensitivity, DMatrixRMaj piX, DMatrixRMaj piW) {
    if (piX == null && piW == null) {
      throw new IllegalArgumentException("no Jacobian of the policy, neither by the state nor by its parameters");
    }
    int steps = sensitivity.stepCount();
    int n = sensitivity.stateCount();
    int p = sensitivity.parameterCount();
    int rows = (piX == null ? piW : piX).numRows;
    if (rows == 0 || rows % steps != 0) {
      throw new IllegalArgumentException("Jacobians of the policy with " + rows + " rows, no multiple of " + steps
          + " samples");
    }
    if (piX != null) {
      requireShape("the policy's Jacobian by the state", piX, rows, n);
    }
    if (piW != null) {
      requireShape("the policy's Jacobian by its parameters", piW, rows, p);
    }
    DMatrixRMaj derivative = piW == null ? new DMatrixRMaj(rows, p) : piW.copy();
    int m = rows / steps;
    for (int t = 1; piX != null && t < steps; t++) {
      DoubleGemm.addTimes(m, p, n, piX.data, t * m * n, n, sensitivity.derivative().data, (t - 1) * n * p, p,
          derivative.data, t * m * p, p);
    }
    return derivative;
  }

  private static void addTransposedTimes(DMatrixRMaj derivative, DMatrixRMaj gradient, double[] sum) {
    DoubleGemm.addTransposedTimes(sum.length, 1, derivative.numRows, derivative.data, 0, sum.length, gradient.data, 0,
        1, sum, 0, 1);
  }

  private static void requireShape(String what, DMatrixRMaj matrix, int rows, int columns) {
    if (matrix.numRows != rows || matrix.numCols != columns) {
      throw new IllegalArgumentException(
          what + " is " + matrix.numRows + " x " + matrix.numCols + ", but must be " + rows + " x " + columns);
    }
  }
}
