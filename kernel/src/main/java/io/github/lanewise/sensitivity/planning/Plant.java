package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.sensitivity.Rollouts;
import java.util.Optional;

/** What improvement asks of a robot or its simulator: roll-outs near parameters, and the return with them. */
public interface Plant {
  /**
   * Roll-outs around parameters, as many as a sensitivity takes.
   *
   * @param parameters W, p numbers
   * @param scale of the perturbations, at most 1: the region of radius 1
   * @return with those parameters as their nominal; empty if a roll-out failed (fell, flew apart), so that it is better
   *     to shake less
   */
  Optional<Rollouts> shake(double[] parameters, double scale);

  /**
   * {@return J, to be maximised, of one or more roll-outs with exactly these parameters; negative infinity if one
   * failed}
   *
   * @param parameters W, p numbers
   */
  double[] measure(double[] parameters);

  /** {@return how many were run so far, failed ones included} */
  int rolloutCount();
}
