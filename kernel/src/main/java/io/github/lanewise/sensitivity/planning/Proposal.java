package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;

/** Which steps to try from parameters that were shaken: by {@link GaussNewton}, {@link QuasiNewton}, or a gradient. */
@FunctionalInterface
public interface Proposal {
  /** A model of the return near some parameters. */
  @FunctionalInterface
  interface Model {
    /** The best step inside the region, and the rise of the return that it predicts. */
    Step step(TrustRegion region);
  }

  /** Models the return around the nominal parameters; asked once for each shake. */
  Model model(Rollouts rollouts, Sensitivity sensitivity);
}
