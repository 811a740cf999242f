package io.github.lanewise.sensitivity;

/** {@code D_t = dx_t/dW} at the nominal parameters, from roll-outs with perturbed ones. */
@FunctionalInterface
public interface Estimator {
  /**
   * {@return the sensitivity with its standard errors}
   *
   * @param rollouts around one nominal policy
   * @throws IllegalArgumentException if the roll-outs are too few, saying how many it takes
   */
  Sensitivity estimate(Rollouts rollouts);
}
