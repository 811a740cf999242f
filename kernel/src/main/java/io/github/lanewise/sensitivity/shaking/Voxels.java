package io.github.lanewise.sensitivity.shaking;

import io.github.lanewise.sensitivity.Rollouts;
import org.ejml.data.DMatrixRMaj;

/**
 * Spatial noise: state space cut into voxels around the mean nominal trajectory; a difference from it of less than one
 * cell counts as zero, a larger one as the nearest whole number of cells.
 *
 * <p>Takes the noise out of differences that are nothing else, and the signal with it wherever {@code |D dW|} is
 * smaller than a cell: compare with {@link Repeats#averaged}.
 */
public final class Voxels {
  private Voxels() {}

  /**
   * {@return the same roll-outs, in cells of so many standard deviations of the repeated nominal ones; see
   * {@link Repeats#spread}}
   *
   * @param rollouts to be quantised
   * @param deviations edge of a cell, positive
   */
  public static Rollouts quantized(Rollouts rollouts, double deviations) {
    if (!(deviations > 0) || Double.isInfinite(deviations)) {
      throw new IllegalArgumentException("voxels of " + deviations
          + " standard deviations: must be positive and finite");
    }
    double[] cell = Repeats.spread(rollouts);
    for (int i = 0; i < cell.length; i++) {
      cell[i] *= deviations;
    }
    return quantized(rollouts, cell);
  }

  /**
   * {@return the same roll-outs with quantised states; actions stay as they are}
   *
   * @param rollouts to be quantised
   * @param cell edge of a voxel for each state, in its unit; 0 leaves that state as it is
   * @throws IllegalArgumentException if there is not one cell size for each state, one is negative or not finite, or a
   *     sample has no nominal roll-out
   */
  public static Rollouts quantized(Rollouts rollouts, double[] cell) {
    int n = rollouts.stateCount();
    if (cell.length != n) {
      throw new IllegalArgumentException(cell.length + " voxel sizes, but " + n + " states");
    }
    for (int i = 0; i < n; i++) {
      if (!(cell[i] >= 0) || Double.isInfinite(cell[i])) {
        throw new IllegalArgumentException("voxel size " + cell[i] + " of state " + i
            + ": must be finite and not negative");
      }
    }
    int[] nominals = rollouts.nominalRollouts();
    DMatrixRMaj states = rollouts.states().copy();
    for (int row = 0; row < states.numRows; row++) {
      int t = row / n;
      double center = center(rollouts, nominals, row, t);
      for (int k = 0; k < states.numCols; k++) {
        if (rollouts.weight(t, k) > 0) {
          states.set(row, k, center + whole(states.get(row, k) - center, cell[row % n]));
        }
      }
    }
    return new Rollouts(rollouts.nominal(), rollouts.parameters(), states, rollouts.actions(), rollouts.weights(),
        rollouts.stepCount(),
        rollouts.timeStep());
  }

  private static double center(Rollouts rollouts, int[] nominals, int row, int t) {
    double sum = 0;
    double weights = 0;
    for (int k : nominals) {
      double weight = rollouts.weight(t, k);
      sum += weight > 0 ? weight * rollouts.states().get(row, k) : 0;
      weights += weight;
    }
    if (weights == 0) {
      throw new IllegalArgumentException("no nominal roll-out at sample " + t
          + ": voxels are laid around the nominal trajectory");
    }
    return sum / weights;
  }

  private static double whole(double difference, double cell) {
    if (cell == 0) {
      return difference;
    }
    return Math.abs(difference) < cell ? 0 : cell * Math.rint(difference / cell);
  }
}
