package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.ejml.data.DMatrixRMaj;

/**
 * The posterior of {@link GaussianProcess}: {@code x_t(W)} and {@code dx_t/dW} at any parameters, best among the
 * roll-outs'. Immutable.
 */
public final class FittedProcess {
  /**
   * Rows that share a factor.
   *
   * @param noise variance of each row's noise at weight 1
   * @param probability that the row belongs here; over groups they sum to one for each row
   */
  record Group(Kriging kriging, SamplePattern pattern, Detrended rows, double[] noise, double[] probability) {
    static Group of(Kriging kriging, SamplePattern pattern, Detrended rows, double[] probability) {
      int count = rows.rows().length;
      double[] white = rows.asColumns();
      kriging.whiten(count, white);
      double[] noise = Arrays.stream(Kriging.squares(count, white)).map(square -> square / kriging.freedom()).toArray();
      return new Group(kriging, pattern, rows, noise, probability);
    }
  }

  private final ShakenInputs inputs;
  private final double[] lengths;
  private final int steps;
  private final int stateRows;
  private final List<Group> groups;

  FittedProcess(ShakenInputs inputs, double[] lengths, int steps, int stateRows, List<Group> groups) {
    this.inputs = inputs;
    this.lengths = lengths;
    this.steps = steps;
    this.stateRows = stateRows;
    this.groups = List.copyOf(groups);
  }

  /** l, p numbers in the parameters' units. */
  public double[] lengths() {
    double[] l = lengths.clone();
    for (int j = 0; j < l.length; j++) {
      l[j] *= inputs.spread()[j];
    }
    return l;
  }

  /** Standard deviation of each row's noise in a roll-out of weight 1, T n x 1. */
  public DMatrixRMaj noise() {
    return deviations(kriging -> 1);
  }

  /**
   * Standard deviation of each row's process, the departure from its linear trend, T n x 1; 0 where least squares
   * explain as much.
   */
  public DMatrixRMaj signal() {
    return deviations(Kriging::ratio);
  }

  /** Roots of the mean of the noise variance times a factor. */
  private DMatrixRMaj deviations(ToDoubleFunction<Kriging> factor) {
    DMatrixRMaj deviation = new DMatrixRMaj(steps * stateRows, 1);
    for (Group group : groups) {
      for (int r = 0; r < group.noise.length; r++) {
        double variance = group.noise[r] * factor.applyAsDouble(group.kriging);
        deviation.data[group.rows.rows()[r]] += group.probability[r] * variance;
      }
    }
    for (int row = 0; row < deviation.numRows; row++) {
      deviation.data[row] = Math.sqrt(deviation.data[row]);
    }
    return deviation;
  }

  /**
   * The mean trajectory at W and its derivative there, with standard errors.
   *
   * @param w W, p numbers; away from the roll-outs' parameters only the linear trend is left, and standard errors say
   *     so
   */
  public Sensitivity at(double[] w) {
    double[] point = inputs.scaled(w);
    int p = point.length;
    double[] variances = new double[p + 1];
    double[] basis = new double[(p + 1) * (p + 1)];
    variances[0] = 1;
    basis[0] = 1;
    for (int j = 0; j < p; j++) {
      variances[j + 1] = 1 / (lengths[j] * lengths[j]);
      basis[(j + 1) * (p + 1)] = point[j];
      basis[(j + 1) * (p + 2)] = 1;
    }
    double[] weight = new double[steps * stateRows];
    double[] means = new double[weight.length * (p + 1)];
    double[] variance = new double[means.length];
    int freedom = Integer.MAX_VALUE;
    for (Group group : groups) {
      double[] covariances = ArdKernel.valueAndSlopes(point, inputs.points(group.pattern.rollouts()), lengths);
      Kriging.Functionals functionals = group.kriging.functionals(covariances, variances, basis);
      double[] estimates = estimates(group, functionals.weights(), basis);
      for (int r = 0; r < group.noise.length; r++) {
        int row = group.rows.rows()[r];
        weight[row] += group.probability[r];
        for (int j = 0; j <= p; j++) {
          // Mean and variance of a mixture, updated in turn: West (1979), Communications of the ACM 22, 532.
          int at = row * (p + 1) + j;
          double estimate = estimates[r * (p + 1) + j];
          double off = estimate - means[at];
          means[at] += off * group.probability[r] / weight[row];
          double square = group.noise[r] * functionals.variances()[j] + off * (estimate - means[at]);
          variance[at] += group.probability[r] * square;
        }
      }
      freedom = Math.min(freedom, group.kriging.freedom());
    }
    return sensitivity(means, variance, freedom);
  }

  private Sensitivity sensitivity(double[] means, double[] variances, double freedom) {
    int rows = steps * stateRows;
    int p = lengths.length;
    DMatrixRMaj derivative = new DMatrixRMaj(rows, p);
    DMatrixRMaj error = new DMatrixRMaj(rows, p);
    DMatrixRMaj nominal = new DMatrixRMaj(rows, 1);
    for (int row = 0; row < rows; row++) {
      nominal.data[row] = means[row * (p + 1)];
      for (int j = 0; j < p; j++) {
        derivative.data[row * p + j] = means[row * (p + 1) + 1 + j] / inputs.spread()[j];
        error.data[row * p + j] = Math.sqrt(variances[row * (p + 1) + 1 + j]) / inputs.spread()[j];
      }
    }
    return new Sensitivity(steps, derivative, error, nominal, freedom, p);
  }

  /** Functionals of the trend and of what is left of the rows, rows x m. */
  private static double[] estimates(Group group, double[] weights, double[] basis) {
    int rows = group.noise.length;
    int count = group.pattern.rollouts().length;
    int m = weights.length / count;
    double[] estimates = new double[rows * m];
    DoubleGemm.addTimes(rows, m, m, group.rows.coefficients(), 0, m, basis, 0, m, estimates, 0, m);
    DoubleGemm.addTimes(rows, m, count, group.rows.residuals(), 0, count, weights, 0, m, estimates, 0, m);
    return estimates;
  }
}
