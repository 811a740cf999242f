package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;

/** Which step to try from parameters that were shaken: along a {@link PolicyGradient}, or by {@link GaussNewton}. */
@FunctionalInterface
public interface Proposal {
  /** A step inside the region, and the rise of the return that it predicts. */
  Step propose(Rollouts rollouts, Sensitivity sensitivity, TrustRegion region);
}
