package io.github.lanewise.sensitivity;

/**
 * {@code D_t = dX_t dW' (dW dW' + rho S^2)^-1}: ridge regression of the trajectories on the perturbations, both less
 * their means.
 *
 * <p>The nominal trajectory is the intercept. It is estimated with the slopes even if there are roll-outs with the
 * nominal parameters, which count as samples at dW = 0: differences from one noisy trajectory would all share its
 * noise, and the mean of the curvature would leak into the slopes. Perturbations are scaled by their spread, so units
 * do not matter. Without weights all samples share one p x p factor and the cost is one pass over the states; with
 * weights, or samples missing, every sample has its own.
 *
 * <p>Standard errors come from the residuals of each row, {@code s^2 (Z' Z + rho S^2)^-1 Z' Z (Z' Z + rho S^2)^-1}.
 * They measure the scatter, not the shrinking nor the curvature: with rho = 0 and straight data a 95 % interval holds
 * the truth in 95 of 100 cases. A direction of the parameters that the roll-outs do not tell apart is no error:
 * {@link Sensitivity#rank} is then below p, the estimate zero along it, and the standard errors of the parameters
 * that it touches are infinite. Fewer roll-outs than parameters are for {@link BayesianRidge}. Curvature of even order
 * cancels in antithetic roll-outs; otherwise see {@link Quadratic}.
 *
 * @param ridge rho, relative to the mean diagonal of the scaled normal matrix; 0 is least squares, without bias
 */
public record Ridge(double ridge) implements Estimator {
  /** Refuses a ridge that is negative or not finite. */
  public Ridge {
    DesignMatrix.requireRidge(ridge);
  }

  /** Least squares: no ridge. */
  public Ridge() {
    this(0);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there are fewer than p + 1 roll-outs, at a sample that has weights too, or a
   *     parameter is the same in all
   */
  @Override
  public Sensitivity estimate(Rollouts rollouts) {
    return LeastSquares.fit(rollouts, rollouts.parameterCount(), rollouts.perturbations().data, ridge);
  }
}
