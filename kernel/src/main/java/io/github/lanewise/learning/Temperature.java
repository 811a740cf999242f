package io.github.lanewise.learning;

import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.DoubleAdam;
import io.github.lanewise.network.LearningRate;

/**
 * {@code log a <- Adam(log a, H - H*)}: what a unit of entropy is worth, lower after entropies above the wanted one,
 * higher after those below (Haarnoja and others, Soft actor-critic algorithms and applications, arXiv 1812.05905,
 * section 5).
 */
final class Temperature {
  private final double wanted;
  private final double[] logarithm;
  private final double[] gradient = new double[1];
  private final DoubleAdam adam;

  /**
   * At the beginning.
   *
   * @param first a
   * @param wanted H*
   * @param rate of Adam's steps
   */
  Temperature(double first, double wanted, double rate) {
    this.wanted = wanted;
    logarithm = new double[] {Math.log(first)};
    adam = new DoubleAdam(Adam.of(LearningRate.constant(rate)), 1);
  }

  /** a. */
  double value() {
    return Math.exp(logarithm[0]);
  }

  /** A step after a mean entropy H; none if that is not finite. */
  void step(double entropy) {
    gradient[0] = entropy - wanted;
    adam.step(logarithm, gradient);
  }

  /** Keeps it. */
  void save(Snapshot snapshot) {
    snapshot.put("temperature.logarithm", logarithm);
    snapshot.put("temperature.moments", adam.moments());
    snapshot.putWhole("temperature.steps", adam.stepCount());
  }

  /** Goes on from what was kept. */
  void resume(Snapshot snapshot) {
    logarithm[0] = snapshot.get("temperature.logarithm", 1)[0];
    adam.resume(snapshot.getWhole("temperature.steps", 1)[0], snapshot.get("temperature.moments", 2));
  }
}
