package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.Map;

/**
 * Minus the log of the restricted marginal likelihood of many rows as a function of the log lengths of their common
 * kernel.
 *
 * <p>Each row has a signal-to-noise ratio of its own, and slopes, mean and noise variance at their best, which have
 * closed forms: {@code -2 log L = (K - m) log(y' P y) + log|C| + log|H' C^-1 H|}. The gradient takes one K x K matrix
 * for all rows and parameters, Rasmussen and Williams, Gaussian Processes for Machine Learning, eq. 5.9, with P in
 * place of C^-1. A wide log-normal prior holds lengths of which the rows know nothing; its median grows as sqrt(p), as
 * distances between the points do.
 */
final class LengthLikelihood implements LimitedMemoryBfgs.Objective {
  /** Standard deviation of the log of a length. */
  private static final double PRIOR_WIDTH = 1.5;

  private final double[] z;
  private final int parameters;
  private final SamplePattern pattern;
  private final double[] h;
  private final Map<Double, double[]> observations;

  /**
   * Rows of one pattern.
   *
   * @param inputs the points
   * @param observations per signal-to-noise ratio the rows with it as columns, K x columns
   */
  LengthLikelihood(ShakenInputs inputs, SamplePattern pattern, Map<Double, double[]> observations) {
    this.z = inputs.points(pattern.rollouts());
    this.parameters = inputs.parameters();
    this.pattern = pattern;
    this.h = inputs.trend(pattern.rollouts());
    this.observations = observations;
  }

  /** The median of the prior, in spreads of the parameters. */
  static double typicalLength(int parameters) {
    return 3 * Math.sqrt(parameters);
  }

  @Override
  public double at(double[] logLengths, double[] gradient) {
    double[] lengths = new double[parameters];
    double value = 0;
    for (int j = 0; j < parameters; j++) {
      lengths[j] = Math.exp(logLengths[j]);
      double off = (logLengths[j] - Math.log(typicalLength(parameters))) / PRIOR_WIDTH;
      value += 0.5 * off * off;
      gradient[j] = off / PRIOR_WIDTH;
    }
    int count = pattern.rollouts().length;
    double[] kernel = ArdKernel.pairs(z, lengths);
    double[] byKernel = new double[kernel.length];
    for (var rows : observations.entrySet()) {
      value -= addRows(new Kriging(rows.getKey(), kernel, pattern.noise(), h), rows.getValue().clone(), byKernel);
    }
    for (int e = 0; e < byKernel.length; e++) {
      byKernel[e] *= kernel[e];
    }
    subtractByLengths(count, byKernel, lengths, gradient);
    return value;
  }

  /** Adds d log L / dR to a K x K matrix, and returns log L. */
  private static double addRows(Kriging kriging, double[] b, double[] byKernel) {
    int count = (int) Math.round(Math.sqrt(byKernel.length));
    int rows = b.length / count;
    kriging.whiten(rows, b);
    double[] squares = Kriging.squares(rows, b);
    double value = 0;
    for (double square : squares) {
      value += kriging.logLikelihood(square);
    }
    kriging.unwhiten(rows, b);
    double[] scaled = b.clone();
    for (int e = 0; e < b.length; e++) {
      scaled[e] *= 0.5 * kriging.ratio() * kriging.freedom() / squares[e % rows];
    }
    DoubleGemm.addTimesTransposed(count, count, rows, scaled, 0, rows, b, 0, rows, byKernel, 0, count);
    double[] projection = kriging.projection();
    for (int e = 0; e < projection.length; e++) {
      byKernel[e] -= 0.5 * kriging.ratio() * rows * projection[e];
    }
    return value;
  }

  /** {@code sum_kk' G_kk' R_kk' (z_kj - z_k'j)^2 / l_j^2} for symmetric G o R, taken off the gradient. */
  private void subtractByLengths(int count, double[] weights, double[] lengths, double[] gradient) {
    double[] wz = new double[count * parameters];
    DoubleGemm.addTimes(count, parameters, count, weights, 0, count, z, 0, parameters, wz, 0, parameters);
    for (int k = 0; k < count; k++) {
      double sum = 0;
      for (int other = 0; other < count; other++) {
        sum += weights[k * count + other];
      }
      for (int j = 0; j < parameters; j++) {
        double at = z[k * parameters + j];
        gradient[j] -= 2 * at * (sum * at - wz[k * parameters + j]) / (lengths[j] * lengths[j]);
      }
    }
  }
}
