package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;

/**
 * {@code min sum_k w_tk |x_tk - a_t - B_t c_k|^2 + rho |B_t S_t|^2} for one sample t, with whatever the roll-outs leave
 * unknown: {@link NormalMatrix}.
 *
 * <p>Slow, and right for any number of columns and any rank. A roll-out with weight 0 at t is not read there. One
 * thread at a time.
 */
final class WeightedProblem {
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

  /**
   * Centres the columns.
   *
   * @param columns c
   * @param values K x c, row-major
   */
  WeightedProblem(Rollouts data, int columns, double[] values, double ridge) {
    int count = data.count();
    this.data = data;
    this.n = data.stateCount();
    this.columns = columns;
    this.ridge = ridge;
    mean = new double[columns];
    regressors = new double[(columns + 1) * count];
    weighted = new double[regressors.length];
    differences = new double[n * count];
    squares = new double[n];
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

  /**
   * Solves the problem of one sample.
   *
   * @param slopes rows t n to (t + 1) n - 1 of T n x c are modified
   * @param standardErrors likewise; infinite where a slope is unknown or without a degree of freedom
   * @param intercepts likewise, T n
   * @return the normal matrix, which says what is known
   * @throws IllegalArgumentException if fewer than c + 1 roll-outs are present
   */
  NormalMatrix solve(int t, double[] slopes, double[] standardErrors, double[] intercepts) {
    int size = columns + 1;
    int count = data.count();
    int present = present(t);
    if (present < size) {
      throw new IllegalArgumentException("sample " + t + ": "
          + DesignMatrix.tooFew(present, columns, data.parameterCount()));
    }
    int first = 0;
    while (data.weight(t, first) == 0) {
      first++;
    }
    weigh(t);
    difference(t, first);
    double[] left = new double[size * size];
    double[] right = new double[n * size];
    DoubleGemm.addTimesTransposed(size, size, count, weighted, 0, count, regressors, 0, count, left, 0, size);
    DoubleGemm.addTimesTransposed(n, size, count, differences, 0, count, weighted, 0, count, right, 0, size);
    NormalMatrix normal = new NormalMatrix(columns, data.parameterCount(), centred(left), ridge);
    for (int i = 0; i < n; i++) {
      int row = t * n + i;
      double origin = data.states().get(row, first);
      double residual = coefficients(i, row, origin, left, right, normal, slopes, intercepts);
      double deviation = deviation(squares[i], residual, origin, left[0], present, normal.known());
      for (int j = 0; j < columns; j++) {
        standardErrors[row * columns + j] = deviation * Math.sqrt(normal.variance()[j]);
      }
    }
    return normal;
  }

  /** How many roll-outs have a weight above 0. */
  int present(int t) {
    int present = 0;
    for (int k = 0; k < data.count(); k++) {
      present += data.weight(t, k) > 0 ? 1 : 0;
    }
    return present;
  }

  private void weigh(int t) {
    int count = data.count();
    for (int j = 0; j <= columns; j++) {
      for (int k = 0; k < count; k++) {
        weighted[j * count + k] = data.weight(t, k) * regressors[j * count + k];
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
        double w = data.weight(t, k);
        double d = w > 0 ? x[row + k] - x[row + first] : 0;
        differences[i * count + k] = d;
        square += w * d * d;
      }
      squares[i] = square;
    }
  }

  /**
   * {@code A - a a' / w}, the normal matrix of the columns less their weighted means, from (w, a'; a, A); zero for a
   * column that is the same in all roll-outs that are present, but for rounding.
   */
  private double[] centred(double[] left) {
    int size = columns + 1;
    boolean[] varies = new boolean[columns];
    double[] normal = new double[columns * columns];
    for (int i = 0; i < columns; i++) {
      double square = left[(i + 1) * size + i + 1];
      varies[i] = square - left[i + 1] * left[i + 1] / left[0] > NormalMatrix.KNOWN * square;
    }
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        normal[i * columns + j] =
            varies[i] && varies[j] ? left[(i + 1) * size + j + 1] - left[i + 1] * left[j + 1] / left[0] : 0;
      }
    }
    return normal;
  }

  /** Slopes and intercept of a row; returns the residual sum of squares. */
  private double coefficients(int i, int row, double origin, double[] left, double[] right, NormalMatrix normal,
      double[] slopes, double[] intercepts) {
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
    intercepts[row] = intercept;
    return residual + normal.quadraticForm(slopes, at);
  }

  /** Of a residual; not less than what rounding leaves of a perfect fit. */
  private static double deviation(double square, double residual, double origin, double weight, int present,
      int known) {
    double ulp = Math.ulp(1.0);
    double offset = ulp * Math.abs(origin) * Math.sqrt(weight * present);
    double rounding = ulp * square + offset * Math.sqrt(square / present) + offset * offset;
    int freedom = present - 1 - known;
    return freedom > 0 ? Math.sqrt(Math.max(residual, rounding) / freedom) : Double.POSITIVE_INFINITY;
  }
}
