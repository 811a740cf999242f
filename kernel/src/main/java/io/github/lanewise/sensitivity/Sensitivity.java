package io.github.lanewise.sensitivity;

import org.ejml.data.DMatrixRMaj;

/**
 * {@code D_t = dx_t/dW} for every sample t: the physical derivative of a trajectory, with what is known of its error.
 *
 * <p>Row t n + i of the matrices belongs to state i at sample t.
 *
 * @param stepCount T
 * @param derivative T n x p
 * @param standardError of each entry of the derivative, T n x p
 * @param nominal the trajectory at the nominal parameters, T n x 1
 * @param degreesOfFreedom of the residuals behind the standard errors; infinite where they come from a model's own
 *     variance
 * @param rank how many directions of the parameter space the roll-outs tell apart; below p, derivatives along the
 *     others are not known and their standard errors infinite, or what the estimator supposes of them
 */
public record Sensitivity(
    int stepCount, DMatrixRMaj derivative, DMatrixRMaj standardError, DMatrixRMaj nominal, double degreesOfFreedom,
    int rank) {
  /** Refuses matrices of different shapes. */
  public Sensitivity {
    if (derivative.numRows % stepCount != 0 || nominal.numRows != derivative.numRows
        || standardError.numRows != derivative.numRows || standardError.numCols != derivative.numCols) {
      throw new IllegalArgumentException("a derivative of " + derivative.numRows + " x " + derivative.numCols + " over "
          + stepCount
          + " samples with standard errors of " + standardError.numRows + " x " + standardError.numCols
          + " and a trajectory of " + nominal.numRows + " rows");
    }
  }

  /** {@return n, the number of states} */
  public int stateCount() {
    return derivative.numRows / stepCount;
  }

  /** {@return p, the number of parameters} */
  public int parameterCount() {
    return derivative.numCols;
  }

  /**
   * {@return D_t, n x p, a copy}
   *
   * @param t sample, counted from 0
   */
  public DMatrixRMaj at(int t) {
    int n = stateCount();
    DMatrixRMaj d = new DMatrixRMaj(n, derivative.numCols);
    System.arraycopy(derivative.data, t * n * derivative.numCols, d.data, 0, d.data.length);
    return d;
  }

  /**
   * {@code t s}: the true derivative is within this of the estimate at the given level of confidence, if the model is
   * right and the noise normal.
   *
   * <p>t is the quantile of Student's distribution with {@link #degreesOfFreedom}, s the standard error.
   *
   * @param row t n + i
   * @param column j, of a parameter
   * @param level such as 0.95
   * @return infinite where the derivative is not known, or there are no degrees of freedom
   * @throws IllegalArgumentException unless the level is between 0 and 1
   */
  public double halfWidth(int row, int column, double level) {
    return StudentT.quantile(degreesOfFreedom, level) * standardError.get(row, column);
  }

  /**
   * {@return {@link #halfWidth} of every entry, T n x p}
   *
   * @param level of confidence, such as 0.95
   */
  public DMatrixRMaj halfWidths(double level) {
    double quantile = StudentT.quantile(degreesOfFreedom, level);
    DMatrixRMaj result = standardError.copy();
    for (int e = 0; e < result.data.length; e++) {
      result.data[e] *= quantile;
    }
    return result;
  }

  /**
   * {@return {@code x_t(W + dW) = x_t(W) + D_t dW} for all samples, T n x 1}
   *
   * @param change dW, p numbers
   */
  public DMatrixRMaj predict(double[] change) {
    if (change.length != parameterCount()) {
      throw new IllegalArgumentException("a change of " + change.length + " parameters, but there are "
          + parameterCount());
    }
    DMatrixRMaj x = nominal.copy();
    for (int row = 0; row < x.numRows; row++) {
      for (int j = 0; j < change.length; j++) {
        x.data[row] += derivative.get(row, j) * change[j];
      }
    }
    return x;
  }

  /**
   * {@return {@code |D - D_true| / |D_true|}, Frobenius norms over all samples}
   *
   * @param truth T n x p
   */
  public double relativeError(DMatrixRMaj truth) {
    requireSameSize(truth);
    double error = 0;
    double norm = 0;
    for (int e = 0; e < truth.data.length; e++) {
      error += (derivative.data[e] - truth.data[e]) * (derivative.data[e] - truth.data[e]);
      norm += truth.data[e] * truth.data[e];
    }
    return Math.sqrt(error / norm);
  }

  /**
   * {@return the share of all entries of {@code D_true} that lie in their intervals of {@link #halfWidths}}
   *
   * @param truth T n x p
   * @param level of confidence, such as 0.95
   */
  public double coverage(DMatrixRMaj truth, double level) {
    requireSameSize(truth);
    DMatrixRMaj widths = halfWidths(level);
    int covered = 0;
    for (int e = 0; e < truth.data.length; e++) {
      covered += Math.abs(derivative.data[e] - truth.data[e]) <= widths.data[e] ? 1 : 0;
    }
    return (double) covered / truth.data.length;
  }

  private void requireSameSize(DMatrixRMaj truth) {
    if (truth.numRows != derivative.numRows || truth.numCols != derivative.numCols) {
      throw new IllegalArgumentException("a derivative of " + derivative.numRows + " x " + derivative.numCols
          + " against one of " + truth.numRows + " x " + truth.numCols);
    }
  }
}
