package io.github.lanewise.sensitivity;

/** {@code D_t = dx_t/dW} at the nominal parameters, from roll-outs with perturbed ones. */
@FunctionalInterface
public interface Estimator {
  /**
   * The sensitivity with its standard errors.
   *
   * @throws IllegalArgumentException if the roll-outs are too few, saying how many it takes
   */
  Sensitivity estimate(Rollouts rollouts);
}
