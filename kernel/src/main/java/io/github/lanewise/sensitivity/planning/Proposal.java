package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;

/** Which steps to try from parameters that were shaken: by {@link GaussNewton}, {@link QuasiNewton}, or a gradient. */
@FunctionalInterface
public interface Proposal {
  /** A model of the return near some parameters. */
  @FunctionalInterface
  interface Model {
    /**
     * {@return the best step inside the region, and the rise of the return that it predicts}
     *
     * @param region in which steps are allowed
     */
    Step step(TrustRegion region);
  }

  /**
   * {@return a model of the return around the nominal parameters; asked for once for each shake}
   *
   * @param rollouts around the nominal parameters
   * @param sensitivity learned from them
   */
  Model model(Rollouts rollouts, Sensitivity sensitivity);
}
