package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.WeightedLeastSquares;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code min sum_k w_tk |x_tk - a_t - B_t c_k|^2 + rho |B_t S_t|^2} for every sample t: weighted ridge regression, one
 * small problem for each t.
 *
 * <p>A weight is the inverse of a variance up to one factor, which the residuals give row by row. A roll-out with
 * weight 0 at t is not read there and is not counted. All samples are solved together by {@link WeightedLeastSquares};
 * where it cannot tell the columns apart, or if it takes no problem of so many columns, each by
 * {@link WeightedProblem}.
 */
final class WeightedRegression {
  private WeightedRegression() {
  }

  /**
   * All problems.
   *
   * @param columns c
   * @param values K x c, row-major; the first columns are the parameters
   * @return T n x c; degrees of freedom and rank are those of the poorest t
   */
  static Sensitivity fit(Rollouts data, int columns, double[] values, double ridge) {
    int steps = data.stepCount();
    int rows = data.states().numRows;
    DMatrixRMaj slopes = new DMatrixRMaj(rows, columns);
    DMatrixRMaj standardErrors = new DMatrixRMaj(rows, columns);
    DMatrixRMaj intercepts = new DMatrixRMaj(rows, 1);
    double[] present = new double[steps];
    double[] traces = new double[steps];
    if (columns <= WeightedLeastSquares.MOST_PARAMETERS) {
      new WeightedLeastSquares(data.stateCount(), columns, data.count()).solve(steps, values, data.states().data,
          data.weights().data, ridge, slopes.data, standardErrors.data, intercepts.data, present, traces);
    }
    int rank = data.parameterCount();
    int degreesOfFreedom = Integer.MAX_VALUE;
    WeightedProblem alone = null;
    for (int t = 0; t < steps; t++) {
      int freedom = (int) present[t] - 1 - columns;
      if (freedom < 0 || !NormalMatrix.certain(columns, traces[t])) {
        alone = alone == null ? new WeightedProblem(data, columns, values, ridge) : alone;
        NormalMatrix normal = alone.solve(t, slopes.data, standardErrors.data, intercepts.data);
        freedom = alone.present(t) - 1 - normal.known();
        rank = Math.min(rank, normal.rank());
      }
      degreesOfFreedom = Math.min(degreesOfFreedom, freedom);
    }
    return new Sensitivity(steps, slopes, standardErrors, intercepts, degreesOfFreedom, rank);
  }
}
