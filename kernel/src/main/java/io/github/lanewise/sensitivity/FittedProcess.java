package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.ejml.data.DMatrixRMaj;

/**
 * The posterior of {@link GaussianProcess}: {@code x_t(W)} and {@code dx_t/dW} at any parameters, best among the
 * roll-outs'. Immutable.
 */
public final class FittedProcess {
  /**
   * Rows that are seen in the same roll-outs.
   *
   * @param noise variance of each row's noise at weight 1 by each component, rows x components
   * @param memberships probabilities of the components given the row; they sum to one for each row
   */
  record Group(SamplePattern pattern, Trend trend, Mixture mixture, Detrended rows, double[] noise,
      double[] memberships) {
    /** Whether any row may belong to a component. */
    boolean has(int component) {
      for (int e = component; e < memberships.length; e += mixture.componentCount()) {
        if (memberships[e] > 0) {
          return true;
        }
      }
      return false;
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

  /** {@return l, p numbers in the parameters' units: the longest of the lengths that rows may have} */
  public double[] lengths() {
    double[] l = lengths.clone();
    for (int j = 0; j < l.length; j++) {
      l[j] *= inputs.units().deviation(j);
    }
    return l;
  }

  /** {@return standard deviation of each row's noise in a roll-out of weight 1, T n x 1} */
  public DMatrixRMaj noise() {
    return deviations(component -> 1);
  }

  /**
   * {@return standard deviation of each row's process, the departure from its linear trend, T n x 1; 0 where least
   * squares explain as much}
   */
  public DMatrixRMaj signal() {
    return deviations(Mixture::ratio);
  }

  /** Roots of the mean of the noise variance times a factor. */
  private DMatrixRMaj deviations(IntToDoubleFunction factor) {
    DMatrixRMaj deviation = new DMatrixRMaj(steps * stateRows, 1);
    for (Group group : groups) {
      int m = group.mixture.componentCount();
      for (int e = 0; e < group.noise.length; e++) {
        double variance = group.noise[e] * factor.applyAsDouble(e % m);
        deviation.data[group.rows.rows()[e / m]] += group.memberships[e] * variance;
      }
    }
    for (int row = 0; row < deviation.numRows; row++) {
      deviation.data[row] = Math.sqrt(deviation.data[row]);
    }
    return deviation;
  }

  /**
   * {@return the mean trajectory at W and its derivative there, with standard errors}
   *
   * @param w W, p numbers; away from the roll-outs' parameters only the linear trend is left, and standard errors say
   *     so
   */
  public Sensitivity at(double[] w) {
    double[] point = inputs.scaled(w);
    int p = point.length;
    double[] means = new double[steps * stateRows * (p + 1)];
    double[] variances = new double[means.length];
    int freedom = Integer.MAX_VALUE;
    int rank = p;
    for (Group group : groups) {
      double[] weight = new double[group.rows.count()];
      Kriging.Functionals functionals = null;
      for (int c = 0; c < group.mixture.componentCount(); c++) {
        if (functionals == null || c > 0 && Mixture.scale(c) != Mixture.scale(c - 1)) {
          functionals = functionals(group, c, point);
        }
        if (group.has(c)) {
          add(group, c, functionals, weight, means, variances);
        }
      }
      for (int j = 0; j < p; j++) {
        for (int r = 0; r < group.rows.count() && group.trend.unknown(j); r++) {
          variances[group.rows.rows()[r] * (p + 1) + 1 + j] = Double.POSITIVE_INFINITY;
        }
      }
      freedom = Math.min(freedom, group.trend.freedom());
      rank = Math.min(rank, group.trend.rank());
    }
    return sensitivity(means, variances, freedom, rank);
  }

  /** The value and the slopes at a point, the latter less what lies along unknown directions. */
  private Kriging.Functionals functionals(Group group, int component, double[] point) {
    int p = point.length;
    double[] l = group.mixture.lengths(component);
    double[] covariances = ArdKernel.valueAndSlopes(point, inputs.points(group.pattern.rollouts()), l);
    double[] variances = new double[p + 1];
    variances[0] = 1;
    double[] known = group.trend.knownSlopes();
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        variances[j + 1] += known[j * p + i] * known[j * p + i] / (l[i] * l[i]);
      }
    }
    double[] projected = new double[covariances.length];
    DoubleGemm.addTimesTransposed(group.trend.count(), p, p, covariances, 1, p + 1, known, 0, p, projected, 1, p + 1);
    for (int k = 0; k < group.trend.count(); k++) {
      projected[k * (p + 1)] = covariances[k * (p + 1)];
    }
    return group.mixture.kriging(component).functionals(projected, variances, group.trend.valueAndSlopes(point));
  }

  /** Adds a component's estimates to the mean and variance of the mixture of those before. */
  private static void add(Group group, int component, Kriging.Functionals functionals, double[] weight, double[] means,
      double[] variances) {
    int m = group.mixture.componentCount();
    int count = group.trend.count();
    int r = group.trend.size();
    double ratio = Mixture.ratio(component);
    double[] unit = functionals.variances(ratio);
    int columns = unit.length;
    double[] estimates = new double[group.rows.count() * columns];
    DoubleGemm.addTimes(group.rows.count(), columns, r, group.rows.coefficients(), 0, r, functionals.alongTrend(), 0,
        columns, estimates, 0, columns);
    if (ratio > 0) {
      DoubleGemm.addTimes(group.rows.count(), columns, count, group.rows.residuals(), 0, count,
          functionals.weights(ratio), 0, columns, estimates, 0, columns);
    }
    for (int row = 0; row < weight.length; row++) {
      double member = group.memberships[row * m + component];
      weight[row] += member;
      for (int j = 0; j < columns && member > 0; j++) {
        // Mean and variance of a mixture, updated in turn: West (1979), Communications of the ACM 22, 532.
        int at = group.rows.rows()[row] * columns + j;
        double estimate = estimates[row * columns + j];
        double off = estimate - means[at];
        means[at] += off * member / weight[row];
        variances[at] += member * (group.noise[row * m + component] * unit[j] + off * (estimate - means[at]));
      }
    }
  }

  private Sensitivity sensitivity(double[] means, double[] variances, double freedom, int rank) {
    int rows = steps * stateRows;
    int p = lengths.length;
    DMatrixRMaj derivative = new DMatrixRMaj(rows, p);
    DMatrixRMaj error = new DMatrixRMaj(rows, p);
    DMatrixRMaj nominal = new DMatrixRMaj(rows, 1);
    for (int row = 0; row < rows; row++) {
      nominal.data[row] = means[row * (p + 1)];
      for (int j = 0; j < p; j++) {
        derivative.data[row * p + j] = means[row * (p + 1) + 1 + j] / inputs.units().deviation(j);
        error.data[row * p + j] = Math.sqrt(variances[row * (p + 1) + 1 + j]) / inputs.units().deviation(j);
      }
    }
    return new Sensitivity(steps, derivative, error, nominal, freedom, rank);
  }
}
