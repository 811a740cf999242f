package io.github.lanewise.sensitivity.shaking;

import org.ejml.data.DMatrixRMaj;

/** {@code sum_t |x_k(t) - reference_k(t - tau)|^2}, each state by the inverse of its residual variance. */
final class DelayMisfit {
  private final DMatrixRMaj logs;
  private final DMatrixRMaj reference;
  private final int states;
  private final int logSteps;
  private final int steps;
  private final double[] weight;
  private final Cubic cubic = new Cubic();

  /**
   * Of logs against a reference for each of them.
   *
   * @param logs T n x K
   * @param aligned the logs in the reference's time, as far as is known: the residuals that weigh states
   * @param reference as many rows and columns as {@code aligned} has
   * @param states n, rows of a sample
   */
  DelayMisfit(DMatrixRMaj logs, DMatrixRMaj aligned, DMatrixRMaj reference, int states) {
    this.logs = logs;
    this.reference = reference;
    this.states = states;
    logSteps = logs.numRows / states;
    steps = reference.numRows / states;
    weight = weights(aligned);
  }

  private double[] weights(DMatrixRMaj aligned) {
    double[] residual = new double[states];
    double[] size = new double[states];
    for (int row = 0; row < reference.numRows; row++) {
      for (int k = 0; k < reference.numCols; k++) {
        double difference = aligned.get(row, k) - reference.get(row, k);
        residual[row % states] += difference * difference;
        size[row % states] += aligned.get(row, k) * aligned.get(row, k);
      }
    }
    double[] weights = new double[states];
    for (int i = 0; i < states; i++) {
      // A state without any residual must not outweigh all others; one that is always zero says nothing.
      weights[i] = size[i] == 0 ? 0 : 1 / (residual[i] + 1e-12 * size[i]);
    }
    return weights;
  }

  /** With this delay, over the samples that are there with every delay from the lowest to the highest. */
  double at(int k, double tau, double lowest, double highest) {
    int from = (int) Math.ceil(Math.max(0, highest));
    int to = (int) Math.floor(Math.min(logSteps - 1, steps - 1 + lowest));
    double sum = 0;
    for (int t = from; t <= to; t++) {
      cubic.place(t - tau, 0, steps);
      for (int i = 0; i < states; i++) {
        double difference = logs.get(t * states + i, k) - cubic.value(reference, states, i, k);
        sum += weight[i] * difference * difference;
      }
    }
    return sum;
  }

  /**
   * The minimum of the parabola through the misfits h to both sides and here, or the least of the three if it lies
   * outside.
   */
  double parabola(int k, double tau, double h) {
    double before = at(k, tau - h, tau - h, tau + h);
    double here = at(k, tau, tau - h, tau + h);
    double after = at(k, tau + h, tau - h, tau + h);
    double curvature = before - 2 * here + after;
    double offset = 0.5 * (before - after) / curvature;
    if (curvature > 0 && Math.abs(offset) <= 1) {
      return tau + offset * h;
    }
    return before < after ? tau - h : after < before ? tau + h : tau;
  }
}
