package io.github.lanewise.sobolev.fitting;

import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.sobolev.DynamicsModel;
import java.util.List;

/**
 * What came of training.
 *
 * @param loss that was minimised
 * @param models one, or those of an ensemble; the last good ones if training diverged
 * @param curve errors on the way, the last at the end
 * @param failure why training ended early, or null
 */
public record Fit(LossKind loss, List<DynamicsModel> models, List<Point> curve, DivergenceException failure) {
  /**
   * A moment of training.
   *
   * @param epoch whole ones so far
   * @param seconds of training so far, measurements left out
   * @param loss mean over the batches of the last epoch; NaN at the beginning
   * @param errors on held-out samples
   */
  public record Point(long epoch, double seconds, double loss, HeldOutErrors.Errors errors) {}

  /** {@return errors at the end, and what they took} */
  public Point end() {
    return curve.getLast();
  }
}
