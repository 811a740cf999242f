package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.stream.IntStream;

/**
 * Minus the log of the restricted likelihood of many rows as a function of the log lengths of their common kernel,
 * whatever component of the {@link Mixture} each belongs to.
 *
 * <p>The gradient is the mean of the components' with each row's probabilities; it takes one K x K matrix for each
 * scale, all its rows and parameters, Rasmussen and Williams, Gaussian Processes for Machine Learning, eq. 5.9, with
 * the trend taken off. A wide log-normal prior holds lengths of which the rows know nothing; its median grows as
 * sqrt(p), as distances between the points do.
 */
final class LengthLikelihood implements LimitedMemoryBfgs.Objective {
  /** Standard deviation of the log of a length. */
  private static final double PRIOR_WIDTH = 1.5;

  private final Population population;
  private final double[] z;
  private final int parameters;
  private final Trend trend;
  private final Detrended rows;

  /**
   * Rows of one pattern.
   *
   * @param population whose scales and shares hold for any lengths
   * @param points z of the roll-outs, K x p
   */
  LengthLikelihood(Population population, double[] points, Trend trend, Detrended rows) {
    this.population = population;
    this.z = points;
    this.parameters = population.lengths().length;
    this.trend = trend;
    this.rows = rows;
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
    Mixture mixture = new Mixture(z, trend, lengths, population.scales());
    double[] noise = mixture.noise(rows);
    Population.Given given = population.given(mixture.logLikelihoods(noise), rows);
    for (int scale = 0; scale < population.scales().length; scale++) {
      subtractScale(mixture, scale, noise, given.memberships(), gradient);
    }
    return value - given.logEvidence();
  }

  /** Takes the derivatives of log likelihoods of one scale's components off the gradient. */
  private void subtractScale(Mixture mixture, int scale, double[] noise, double[] memberships, double[] gradient) {
    int count = trend.count();
    int m = mixture.componentCount();
    int[] components = IntStream.range(1, m).filter(c -> Mixture.scale(c) == scale)
        .filter(c -> IntStream.range(0, rows.count()).anyMatch(r -> memberships[r * m + c] > 0)).toArray();
    if (components.length == 0) {
      return;
    }
    Kriging kriging = mixture.kriging(components[0]);
    double[] rotated = kriging.rotate(rows.count(), rows.residuals());
    double[] byKernel = new double[count * count];
    for (int c : components) {
      addComponent(mixture, c, rotated, noise, memberships, byKernel);
    }
    double[] half = new double[count * count];
    DoubleGemm.addTimes(count, count, count, byKernel, 0, count, kriging.vectors(), 0, count, half, 0, count);
    double[] weights = new double[count * count];
    DoubleGemm.addTransposedTimes(count, count, count, kriging.vectors(), 0, count, half, 0, count, weights, 0, count);
    double[] lengths = mixture.lengths(components[0]);
    double[] kernel = ArdKernel.pairs(z, lengths);
    for (int e = 0; e < weights.length; e++) {
      weights[e] *= trend.whitening()[e / count] * trend.whitening()[e % count] * kernel[e];
    }
    subtractByLengths(count, weights, lengths, gradient);
  }

  /** Adds d log L / dR in the kriging's coordinates to a K x K matrix. */
  private void addComponent(Mixture mixture, int component, double[] rotated, double[] noise, double[] memberships,
      double[] byKernel) {
    int count = trend.count();
    int m = mixture.componentCount();
    double ratio = Mixture.ratio(component);
    double[] damping = mixture.kriging(component).damping(ratio);
    double[] columns = new double[rotated.length];
    double members = 0;
    for (int r = 0; r < rows.count(); r++) {
      double member = rows.linear()[r] ? 0 : memberships[r * m + component];
      if (member > 0) {
        members += member;
        double factor = Math.sqrt(0.5 * ratio * member / noise[r * m + component]);
        for (int i = 0; i < count; i++) {
          columns[r * count + i] = factor * damping[i] * rotated[r * count + i];
        }
      }
    }
    DoubleGemm.addTransposedTimes(count, count, rows.count(), columns, 0, count, columns, 0, count, byKernel, 0, count);
    for (int i = 0; i < count; i++) {
      byKernel[i * (count + 1)] -= 0.5 * ratio * members * damping[i];
    }
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
