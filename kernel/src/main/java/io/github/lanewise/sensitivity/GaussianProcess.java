package io.github.lanewise.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code x_t(W) = linear trend + Gaussian process + noise}, differentiated: its mean is the sensitivity, its variance
 * the standard error.
 *
 * <p>Every row of the trajectory (one state at one sample) is a process of its own with the kernel
 * {@code a exp(-1/2 sum_j (w_j - w'_j)^2 / l_j^2)}. The lengths l are common to all rows and maximise the restricted
 * marginal likelihood of rows spread evenly over the trajectory (about 100 of them), by its exact gradient. Each row
 * has a noise variance of its own, which has a closed form, and a ratio of signal to noise variance of its own, over
 * which the estimate averages: a ladder with decades for rungs, each with its probability given the row. The slopes of
 * the trend have a flat prior, so that estimates are not drawn towards zero: the process describes curvature only, and
 * a row without any is left to least squares, which is the lowest rung.
 *
 * <p>The kernel is a model too: where bends that it does not expect (all of them along one direction, say) hide just
 * below the noise, they bias the slopes, and intervals of 95 % were seen to cover as little as 85 %. Shake less, or
 * more often, if the signal there is large.
 *
 * <p>The degrees of freedom are K - p - 1, those of the residuals; given lengths and ratio, the error over its standard
 * error has Student's t distribution with as many. Work is O(K^3) for each rung and O(K^2) for each row and rung.
 * Samples with different weights are different problems and each set of equal ones pays for its own factors. Immutable;
 * any number of threads may use one.
 *
 * <p>Rasmussen and Williams, Gaussian Processes for Machine Learning, sections 2.7, 5.4 and 9.4; Santner, Williams and
 * Notz, The Design and Analysis of Computer Experiments, section 4.1, for the t distribution.
 */
public final class GaussianProcess implements Estimator {
  private static final int ROWS_FOR_LENGTHS = 96;
  private static final int ROUNDS = 3;
  private static final int STEPS = 20;
  /** Farthest that the log of a length moves in a step: the likelihood is no parabola over more. */
  private static final double FARTHEST = 1;
  /** Of the gradient, in units of log likelihood for a length e times as long. */
  private static final double TOLERANCE = 0.05;

  private final double[] lengths;

  /** With the most likely lengths. */
  public GaussianProcess() {
    lengths = null;
  }

  /**
   * With these lengths.
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
   * The processes given the roll-outs, which answer at other parameters as well.
   *
   * @throws IllegalArgumentException if roll-outs are fewer than p + 2 at some sample, or a parameter is the same in
   *     all of them or a linear combination of others, or there are not as many lengths as parameters
   */
  public FittedProcess fit(Rollouts rollouts) {
    ShakenInputs inputs = ShakenInputs.of(rollouts);
    if (lengths != null && lengths.length != inputs.parameters()) {
      throw new IllegalArgumentException(lengths.length + " lengths, but the roll-outs have " + inputs.parameters()
          + " parameters");
    }
    List<SamplePattern> patterns = SamplePattern.of(rollouts);
    patterns.forEach(inputs::requireSlopes);
    double[] scaled = lengths == null
        ? mostLikelyLengths(rollouts, inputs, patterns.getFirst()) : inputs.divide(lengths);
    List<FittedProcess.Group> groups = new ArrayList<>();
    for (SamplePattern pattern : patterns) {
      Detrended rows = Detrended.of(rollouts, inputs, pattern, pattern.rows(rollouts.stateRows()));
      groups.addAll(Ladder.of(inputs, pattern, scaled).groups(pattern, rows));
    }
    return new FittedProcess(inputs, scaled, rollouts.steps(), rollouts.stateRows(), groups);
  }

  /** Alternates between the rungs of some rows given lengths and the lengths given rungs. */
  private static double[] mostLikelyLengths(Rollouts rollouts, ShakenInputs inputs, SamplePattern pattern) {
    int n = rollouts.stateRows();
    int samples = Math.min(pattern.samples().length, Math.max(1, ROWS_FOR_LENGTHS / n));
    int[] rows = new int[samples * n];
    for (int r = 0; r < rows.length; r++) {
      long sample = (2L * (r / n) + 1) * pattern.samples().length / (2L * samples);
      rows[r] = pattern.samples()[(int) sample] * n + r % n;
    }
    Detrended detrended = Detrended.of(rollouts, inputs, pattern, rows);
    double[] logLengths = new double[inputs.parameters()];
    Arrays.fill(logLengths, Math.log(LengthLikelihood.typicalLength(logLengths.length)));
    for (int round = 0; round < ROUNDS; round++) {
      double[] found = Arrays.stream(logLengths).map(Math::exp).toArray();
      Map<Double, double[]> observations = new HashMap<>();
      Ladder ladder = Ladder.of(inputs, pattern, found);
      int[] rungs = ladder.mostLikely(detrended);
      Arrays.stream(rungs).filter(rung -> rung > 0).distinct().forEach(rung -> {
        int[] on = IntStream.range(0, rungs.length).filter(r -> rungs[r] == rung).toArray();
        observations.put(ladder.ratio(rung), detrended.select(on).asColumns());
      });
      if (observations.isEmpty()) {
        break;
      }
      logLengths = LimitedMemoryBfgs.minimise(new LengthLikelihood(inputs, pattern, observations), logLengths,
          FARTHEST, TOLERANCE, STEPS);
    }
    return Arrays.stream(logLengths).map(Math::exp).toArray();
  }
}
