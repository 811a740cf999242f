package io.github.lanewise.sensitivity;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code x_t(W) = linear trend + Gaussian process + noise}, differentiated: its mean is the sensitivity, its variance
 * the standard error.
 *
 * <p>Every row of the trajectory (one state at one sample) is a process of its own with the kernel
 * {@code a exp(-1/2 sum_j (w_j - w'_j)^2 / (c l_j)^2)}. The lengths l are common to all rows and maximise the
 * restricted marginal likelihood of rows spread evenly over the trajectory (about 100 of them, and about 128
 * roll-outs), by its exact gradient. Each row has a noise variance of its own, which has a closed form; a ratio of
 * signal to noise variance of its own; and a scale c of its own, one, a half or a quarter, for some rows bend more
 * sharply than others. Over decades of the ratio and over scales the estimate averages, with probabilities given the
 * row and how many rows of the whole trajectory are of each kind. So curvature just below the noise of each row, which
 * biases its slopes, is known from all rows together and widens the intervals of each. The slopes of the trend have a
 * flat prior, so that estimates are not drawn towards zero: the process describes curvature only, and a row without any
 * is left to least squares.
 *
 * <p>The kernel is a model too: where trajectories bend as a cubic along one direction of the parameters and noise just
 * hides it, intervals of 95 % were seen to cover as little as 80 %. Shake less, or more often, if the signal there is
 * large.
 *
 * <p>The degrees of freedom are those of the residuals, K - p - 1; given lengths, scale and ratio, the error over its
 * standard error has Student's t distribution with as many. A direction of the parameters that the roll-outs do not
 * tell apart is no error: {@link Sensitivity#rank} is then below p, the estimate zero along it, and the standard errors
 * of the parameters that it touches are infinite, for the prior of the trend is flat there. Work is O(K^3) for each
 * scale and O(K^2) for each row and scale. Samples with different weights are different problems and each set of equal
 * ones pays for its own factors. Immutable; any number of threads may use one.
 *
 * <p>Rasmussen and Williams, Gaussian Processes for Machine Learning, sections 2.7, 5.4 and 9.4; Santner, Williams and
 * Notz, The Design and Analysis of Computer Experiments, section 4.1, for the t distribution.
 */
public final class GaussianProcess implements Estimator {
  private static final int ROWS_TO_LEARN_FROM = 96;
  private static final int ROLLOUTS_TO_LEARN_FROM = 128;

  private final double[] lengths;

  /** With the most likely lengths. */
  public GaussianProcess() {
    lengths = null;
  }

  /**
   * With these lengths, the same for all rows.
   *
   * @param lengths over which the trajectory's curvature changes, one for each parameter in its unit
   */
  public GaussianProcess(double... lengths) {
    for (int j = 0; j < lengths.length; j++) {
      if (!(lengths[j] > 0) || Double.isInfinite(lengths[j])) {
        throw new IllegalArgumentException("length " + j + " is " + lengths[j] + ": must be positive and finite");
      }
    }
    this.lengths = lengths.clone();
  }

  /** {@inheritDoc} */
  @Override
  public Sensitivity estimate(Rollouts rollouts) {
    return fit(rollouts).at(rollouts.nominal());
  }

  /**
   * {@return the processes given the roll-outs, which answer at other parameters as well}
   *
   * @param rollouts around one nominal policy
   * @throws IllegalArgumentException if roll-outs are fewer than p + 2 at some sample, or a parameter is the same in
   *     all of them, or there are not as many lengths as parameters
   */
  public FittedProcess fit(Rollouts rollouts) {
    ShakenInputs inputs = ShakenInputs.of(rollouts);
    if (lengths != null && lengths.length != inputs.parameterCount()) {
      throw new IllegalArgumentException(lengths.length + " lengths, but the roll-outs have " + inputs.parameterCount()
          + " parameters");
    }
    List<SamplePattern> patterns = SamplePattern.of(rollouts);
    patterns.forEach(inputs::requireEnough);
    Population population = lengths == null ? population(rollouts, inputs, patterns.getFirst())
        : Population.before(inputs.divide(lengths));
    List<FittedProcess.Group> groups = new ArrayList<>();
    for (SamplePattern pattern : patterns) {
      Trend trend = new Trend(inputs, pattern);
      Detrended rows = Detrended.of(rollouts, trend, pattern, pattern.rows(rollouts.stateCount()));
      Mixture mixture = population.mixture(inputs.points(pattern.rollouts()), trend);
      double[] noise = mixture.noise(rows);
      double[] likelihoods = mixture.logLikelihoods(noise);
      if (groups.isEmpty()) {
        population = population.sharing(likelihoods, rows);
      }
      groups.add(new FittedProcess.Group(pattern, trend, mixture, rows, noise,
          population.given(likelihoods, rows).memberships()));
    }
    return new FittedProcess(inputs, population.lengths(), rollouts.stepCount(), rollouts.stateCount(), groups);
  }

  /** Learned from some of the rows in some of the roll-outs. */
  private Population population(Rollouts rollouts, ShakenInputs inputs, SamplePattern pattern) {
    int n = rollouts.stateCount();
    int samples = Math.min(pattern.samples().length, Math.max(1, ROWS_TO_LEARN_FROM / n));
    int[] rows = new int[samples * n];
    for (int r = 0; r < rows.length; r++) {
      long sample = (2L * (r / n) + 1) * pattern.samples().length / (2L * samples);
      rows[r] = pattern.samples()[(int) sample] * n + r % n;
    }
    SamplePattern some = pattern.thinned(Math.max(ROLLOUTS_TO_LEARN_FROM, 4 * inputs.parameterCount()));
    Trend trend = new Trend(inputs, some);
    Detrended detrended = Detrended.of(rollouts, trend, some, rows);
    return Population.of(inputs.parameterCount(), inputs.points(some.rollouts()), trend, detrended);
  }
}
