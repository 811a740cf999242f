package io.github.lanewise.sensitivity;

import org.ejml.data.DMatrixRMaj;

/**
 * {@code x_t = a_t + D_t dW + sum_{i <= j} H_tij dW_i dW_j}: ridge regression with symmetric quadratic terms, which
 * take the curvature out of D_t.
 *
 * <p>It takes {@link #minimumRolloutCount} roll-outs or more. As {@link Ridge} in all else; the nominal trajectory is
 * the value at dW = 0, not the mean. Terms that the roll-outs do not tell apart do no harm if no derivative depends on
 * them: one parameter at a time leaves all mixed terms unknown, two levels of a parameter its square.
 *
 * @param ridge rho, relative to the mean diagonal of the scaled normal matrix; 0 is least squares
 */
public record Quadratic(double ridge) implements Estimator {
  /** Refuses a ridge that is negative or not finite. */
  public Quadratic {
    DesignMatrix.requireRidge(ridge);
  }

  /** Least squares: no ridge. */
  public Quadratic() {
    this(0);
  }

  /**
   * {@return the fewest roll-outs: {@code 1 + p + p (p + 1) / 2}}
   *
   * @param parameters p
   */
  public static int minimumRolloutCount(int parameters) {
    return 1 + columns(parameters);
  }

  private static int columns(int parameters) {
    return Math.addExact(parameters, Math.multiplyExact(parameters, parameters + 1) / 2);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there are too few roll-outs, at a sample that has weights too, or a parameter
   *     is the same in all
   */
  @Override
  public Sensitivity estimate(Rollouts rollouts) {
    int p = rollouts.parameterCount();
    int columns = columns(p);
    DesignMatrix.requireEnough(rollouts.count(), columns, p);
    DMatrixRMaj change = rollouts.perturbations();
    double[] values = new double[rollouts.count() * columns];
    for (int k = 0; k < rollouts.count(); k++) {
      int at = k * columns;
      System.arraycopy(change.data, k * p, values, at, p);
      at += p;
      for (int i = 0; i < p; i++) {
        for (int j = i; j < p; j++) {
          values[at++] = change.get(k, i) * change.get(k, j);
        }
      }
    }
    return LeastSquares.fit(rollouts, columns, values, ridge);
  }
}
