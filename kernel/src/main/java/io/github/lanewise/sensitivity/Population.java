package io.github.lanewise.sensitivity;

import java.util.Arrays;

/**
 * What the rows of a trajectory have in common: lengths of their kernels, and how many of them belong to each component
 * of the {@link Mixture}.
 *
 * <p>Both maximise the restricted likelihood of rows, each of which may belong to any component (empirical Bayes): the
 * shares by expectation maximisation (Dempster, Laird and Rubin, 1977, J. R. Stat. Soc. B 39, 1), the lengths by their
 * gradient. So curvature that hides below the noise of one row is seen in all of them together.
 *
 * @param lengths p, in spreads of the parameters
 * @param scales factors of all lengths
 * @param shares of components among rows; they sum to one
 */
record Population(double[] lengths, double[] scales, double[] shares) {
  /** Rows may bend more sharply than most: over half or a quarter of the length. */
  private static final double[] SCALES = {1, 0.5, 0.25};
  private static final int ROUNDS = 3;
  private static final int STEPS = 10;
  private static final int SHARING_ROUNDS = 50;
  /** So many rows more, spread over components as they are before, keep any from being ruled out. */
  private static final double IMAGINED_ROWS = 1;
  /** Farthest that the log of a length moves in a step: the likelihood is no parabola over more. */
  private static final double FARTHEST = 1;
  /** Of the gradient, in units of log likelihood for a length e times as long. */
  private static final double TOLERANCE = 0.05;
  /** Components less likely than this against the best of a row are left out. */
  private static final double NEGLIGIBLE = 1e-6;

  /**
   * Components of rows, given them.
   *
   * @param memberships probabilities, rows x components; they sum to one in a row
   * @param logEvidence log of the likelihood of all rows, whatever their components
   */
  record Given(double[] memberships, double logEvidence) {}

  /** Before any row is seen, with lengths that are those of all rows. */
  static Population before(double[] lengths) {
    return before(lengths, new double[] {1});
  }

  /**
   * Half of the rows have no curvature, and short lengths are the rarer: the roughest process is hardly to be told from
   * noise, so rows with much of it would not rule it out, and would know next to nothing of their slopes.
   */
  private static Population before(double[] lengths, double[] scales) {
    double[] shares = new double[Mixture.componentCount(scales.length)];
    int ratios = Mixture.componentCount(1) - 1;
    double all = Arrays.stream(scales).map(scale -> scale * scale).sum();
    shares[0] = 0.5;
    for (int c = 1; c < shares.length; c++) {
      double scale = scales[(c - 1) / ratios];
      shares[c] = 0.5 * scale * scale / all / ratios;
    }
    return new Population(lengths, scales, shares);
  }

  /**
   * Lengths and shares that rows make most likely.
   *
   * @param points z of the roll-outs, K x p
   */
  static Population of(int parameters, double[] points, Trend trend, Detrended rows) {
    double[] logLengths = new double[parameters];
    Arrays.fill(logLengths, Math.log(LengthLikelihood.typicalLength(parameters)));
    Population found = before(exp(logLengths), SCALES);
    for (int round = 0; round < ROUNDS; round++) {
      Mixture mixture = found.mixture(points, trend);
      found = found.sharing(mixture.logLikelihoods(mixture.noise(rows)), rows);
      logLengths = LimitedMemoryBfgs.minimise(new LengthLikelihood(found, points, trend, rows), logLengths, FARTHEST,
          TOLERANCE, STEPS);
      found = before(exp(logLengths), SCALES);
    }
    return found;
  }

  private static double[] exp(double[] logarithms) {
    return Arrays.stream(logarithms).map(Math::exp).toArray();
  }

  /** Factors for roll-outs. */
  Mixture mixture(double[] points, Trend trend) {
    return new Mixture(points, trend, lengths, scales);
  }

  /** With the shares that rows make most likely. */
  Population sharing(double[] logLikelihoods, Detrended rows) {
    Population found = this;
    for (int round = 0; round < SHARING_ROUNDS; round++) {
      double[] memberships = found.given(logLikelihoods, rows).memberships;
      double[] counts = Arrays.stream(shares).map(share -> IMAGINED_ROWS * share).toArray();
      double total = IMAGINED_ROWS;
      for (int e = 0; e < memberships.length; e++) {
        double member = rows.linear()[e / counts.length] ? 0 : memberships[e];
        counts[e % counts.length] += member;
        total += member;
      }
      for (int c = 0; c < counts.length; c++) {
        counts[c] /= total;
      }
      found = new Population(lengths, scales, counts);
    }
    return found;
  }

  /**
   * What rows tell of their components. One that is a straight line is on the first, which has no curvature: its
   * likelihoods are those of rounding.
   *
   * @param logLikelihoods {@link Mixture#logLikelihoods}
   */
  Given given(double[] logLikelihoods, Detrended rows) {
    int m = shares.length;
    double[] p = new double[logLikelihoods.length];
    double logEvidence = 0;
    for (int r = 0; r < rows.count(); r++) {
      if (rows.linear()[r]) {
        p[r * m] = 1;
        continue;
      }
      double best = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < m; c++) {
        p[r * m + c] = logLikelihoods[r * m + c] + Math.log(shares[c]);
        best = Math.max(best, p[r * m + c]);
      }
      double sum = 0;
      for (int c = 0; c < m; c++) {
        p[r * m + c] = Math.exp(p[r * m + c] - best);
        sum += p[r * m + c];
      }
      logEvidence += best + Math.log(sum);
      double kept = 0;
      for (int c = 0; c < m; c++) {
        p[r * m + c] = p[r * m + c] < NEGLIGIBLE ? 0 : p[r * m + c];
        kept += p[r * m + c];
      }
      for (int c = 0; c < m; c++) {
        p[r * m + c] /= kept;
      }
    }
    return new Given(p, logEvidence);
  }
}
