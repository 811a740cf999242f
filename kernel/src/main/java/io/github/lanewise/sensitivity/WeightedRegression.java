package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code min sum_k w_tk |x_tk - a_t - B_t c_k|^2 + rho |B_t S_t|^2} for every sample t: weighted ridge regression,
 * one small problem for each t.
 *
 * <p>A weight is the inverse of a variance up to one factor, which the residuals give row by row. A roll-out with
 * weight 0 at t is not read there and is not counted. One thread at a time.
 */
final class WeightedRegression {
  private final Rollouts data;
  private final int n;
  private final int columns;
  private final double ridge;
  private final double[] mean;
  /** Row 0 is ones, row j + 1 column j less its mean; (c + 1) x K. */
  private final double[] regressors;
  private final double[] weighted;
  private final double[] differences;
  private final double[] squares;
  private final double[] slopes;
  private final double[] standardErrors;
  private final double[] intercepts;
  private int degreesOfFreedom = Integer.MAX_VALUE;
  private int rank;

  private WeightedRegression(Rollouts data, int columns, double[] values, double ridge) {
    int count = data.count();
    this.data = data;
    this.n = data.stateRows();
    this.columns = columns;
    this.ridge = ridge;
    mean = new double[columns];
    regressors = new double[(columns + 1) * count];
    weighted = new double[regressors.length];
    differences = new double[n * count];
    squares = new double[n];
    slopes = new double[data.steps() * n * columns];
    standardErrors = new double[slopes.length];
    intercepts = new double[data.steps() * n];
    rank = data.parameterCount();
    centre(values);
  }

  /**
   * All problems.
   *
   * @param columns c
   * @param values K x c, row-major; the first columns are the parameters
   * @return T n x c; degrees of freedom and rank are those of the poorest t
   */
  static Sensitivity fit(Rollouts data, int columns, double[] values, double ridge) {
    WeightedRegression all = new WeightedRegression(data, columns, values, ridge);
    for (int t = 0; t < data.steps(); t++) {
      all.solve(t);
    }
    int rows = data.states().numRows;
    return new Sensitivity(data.steps(), DMatrixRMaj.wrap(rows, columns, all.slopes),
        DMatrixRMaj.wrap(rows, columns, all.standardErrors),
        DMatrixRMaj.wrap(rows, 1, all.intercepts), all.degreesOfFreedom, all.rank);
  }

  private void centre(double[] values) {
    int count = data.count();
    Arrays.fill(regressors, 0, count, 1);
    for (int j = 0; j < columns; j++) {
      for (int k = 0; k < count; k++) {
        mean[j] += values[k * columns + j] / count;
      }
      for (int k = 0; k < count; k++) {
        regressors[(j + 1) * count + k] = values[k * columns + j] - mean[j];
      }
    }
  }

  private void solve(int t) {
    int size = columns + 1;
    int count = data.count();
    int present = 0;
    int first = -1;
    for (int k = count - 1; k >= 0; k--) {
      if (data.weight(t, k) > 0) {
        present++;
        first = k;
      }
    }
    if (present < size) {
      throw new IllegalArgumentException("sample " + t + ": "
          + DesignMatrix.tooFew(present, columns, data.parameterCount()));
    }
    weigh(t);
    difference(t, first);
    double[] left = new double[size * size];
    double[] right = new double[n * size];
    DoubleGemm.addTimesTransposed(size, size, count, weighted, 0, count, regressors, 0, count, left, 0, size);
    DoubleGemm.addTimesTransposed(n, size, count, differences, 0, count, weighted, 0, count, right, 0, size);
    NormalMatrix normal = new NormalMatrix(columns, data.parameterCount(), centred(left), ridge);
    degreesOfFreedom = Math.min(degreesOfFreedom, present - 1 - normal.known());
    rank = Math.min(rank, normal.rank());
    for (int i = 0; i < n; i++) {
      finish(i, t * n + i, data.states().get(t * n + i, first), left, right, normal, present);
    }
  }

  private void weigh(int t) {
    int count = data.count();
    for (int j = 0; j <= columns; j++) {
      for (int k = 0; k < count; k++) {
        weighted[j * count + k] = data.weights().data[t * count + k] * regressors[j * count + k];
      }
    }
  }

  /** The states less those of one roll-out, zero where there is no sample, and their weighted squares. */
  private void difference(int t, int first) {
    int count = data.count();
    double[] x = data.states().data;
    for (int i = 0; i < n; i++) {
      int row = (t * n + i) * count;
      double square = 0;
      for (int k = 0; k < count; k++) {
        double w = data.weights().data[t * count + k];
        double d = w > 0 ? x[row + k] - x[row + first] : 0;
        differences[i * count + k] = d;
        square += w * d * d;
      }
      squares[i] = square;
    }
  }

  /** {@code A - a a' / w}, the normal matrix of the columns less their weighted means, from (w, a'; a, A). */
  private double[] centred(double[] left) {
    double[] normal = new double[columns * columns];
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        normal[i * columns + j] = left[(i + 1) * (columns + 1) + j + 1] - left[i + 1] * left[j + 1] / left[0];
      }
    }
    return normal;
  }

  private void finish(int i, int row, double origin, double[] left, double[] right, NormalMatrix normal, int present) {
    int at = row * columns;
    int rhs = i * (columns + 1);
    double sum = right[rhs];
    double weight = left[0];
    double residual = squares[i] - sum * sum / weight;
    double intercept = origin + sum / weight;
    for (int j = 0; j < columns; j++) {
      double b = 0;
      for (int l = 0; l < columns; l++) {
        b += normal.inverse()[j * columns + l] * (right[rhs + 1 + l] - left[1 + l] * sum / weight);
      }
      slopes[at + j] = b;
      intercept -= b * (left[1 + j] / weight + mean[j]);
      residual -= 2 * b * (right[rhs + 1 + j] - left[1 + j] * sum / weight);
    }
    residual += normal.quadraticForm(slopes, at);
    double ulp = Math.ulp(1.0);
    double offset = ulp * Math.abs(origin) * Math.sqrt(weight * present);
    double rounding = ulp * squares[i] + offset * Math.sqrt(squares[i] / present) + offset * offset;
    int freedom = present - 1 - normal.known();
    double deviation = freedom > 0 ? Math.sqrt(Math.max(residual, rounding) / freedom) : Double.POSITIVE_INFINITY;
    intercepts[row] = intercept;
    for (int j = 0; j < columns; j++) {
      standardErrors[at + j] = deviation * Math.sqrt(normal.variance()[j]);
    }
  }
}
