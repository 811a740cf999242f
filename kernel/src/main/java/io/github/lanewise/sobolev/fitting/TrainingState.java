package io.github.lanewise.sobolev.fitting;

import java.util.List;

/**
 * A training between two epochs: all that it goes on from to the same bits.
 *
 * @param epochCount whole ones done
 * @param seconds of training so far
 * @param members of the ensemble, at least one
 * @param curve errors on the way
 */
public record TrainingState(long epochCount, double seconds, List<Member> members, List<Fit.Point> curve) {
  /**
   * One network.
   *
   * @param weights P numbers, in the units of training
   * @param moments of the optimiser, 2 P numbers: mean gradient, then mean square
   * @param stepCount of the optimiser
   * @param firstLoss of the very first batch
   */
  public record Member(double[] weights, double[] moments, long stepCount, double firstLoss) {}
}
