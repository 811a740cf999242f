package io.github.lanewise.simulation;

import io.github.lanewise.trace.Scalar;

/** {@code r(x, u, t)}: what one sample of a trajectory is worth, or what it costs, traced. */
@FunctionalInterface
public interface Reward {
  /**
   * The reward as an expression; called anew for every kernel, and builds the same expression each time.
   *
   * @param x state of the sample, (q, v) and the control law's own
   * @param u action that led to it
   * @param time of the sample [s]; that of the first is one control period
   * @return r
   */
  Scalar at(Scalar[] x, Scalar[] u, Scalar time);
}
