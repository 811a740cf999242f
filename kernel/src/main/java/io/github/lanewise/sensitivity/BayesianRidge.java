package io.github.lanewise.sensitivity;

import org.ejml.data.DMatrixRMaj;

/**
 * {@code b_j S_j ~ N(0, tau^2), x_k = a + b' dW_k + N(0, s^2)}: each row of the sensitivity by its posterior mean, for
 * any number of roll-outs, fewer than there are parameters included.
 *
 * <p>S_j is the root mean square perturbation of parameter j, so what is supposed is that shaking any of them moves the
 * robot about as much as shaking any other; units do not matter. Of K roll-outs only K - 1 directions of the p
 * parameters are seen: along the others the estimate is 0, and the intervals are as wide as the entries that were seen
 * are large. tau^2 / s^2 is unknown: it is integrated over decades, each row for itself, and s^2 with the prior 1 /
 * s^2, so that intervals come from Student's distribution with K - 1 degrees of freedom, or fewer where nominal
 * roll-outs repeat each other to the bit.
 *
 * <p>A 95 % interval holds about 95 of 100 entries, taken over all parameters, where the supposition is right
 * (BayesianRidgeTest: 94 to 99): that is not so for one parameter that matters a hundred times as much as the others.
 * With far fewer roll-outs than parameters, noise and motion look alike unless the nominal parameters are among the
 * roll-outs, a few times; without these motion is taken for the likelier, and intervals are wide rather than narrow.
 * Weights are inverse variances up to one factor, 0
 * for a sample that is missing. Curvature counts as noise.
 *
 * <p>Source: MacKay, Bayesian Interpolation, Neural Computation 4, 1992; Bishop, Pattern Recognition and Machine
 * Learning, section 3.5, in the space of the roll-outs.
 */
public record BayesianRidge() implements Estimator {
  private static final int LEAST = 3;

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if fewer than three roll-outs are present at a sample, or a parameter is the same
   *     in all
   */
  @Override
  public Sensitivity estimate(Rollouts rollouts) {
    int steps = rollouts.stepCount();
    int n = rollouts.stateCount();
    int p = rollouts.parameterCount();
    DMatrixRMaj slopes = new DMatrixRMaj(steps * n, p);
    DMatrixRMaj errors = new DMatrixRMaj(steps * n, p);
    DMatrixRMaj nominal = new DMatrixRMaj(steps * n, 1);
    DMatrixRMaj changes = rollouts.perturbations();
    DesignMatrix.requireShaken(rollouts.count(), p, p, changes.data);
    int freedom = Integer.MAX_VALUE;
    int rank = p;
    PriorProblem problem = null;
    for (int t = 0; t < steps; t++) {
      if (problem == null || !sameWeights(rollouts, t)) {
        requireEnough(rollouts, t);
        problem = new PriorProblem(rollouts, changes, t);
      }
      for (int row = t * n; row < (t + 1) * n; row++) {
        problem.solve(row, slopes.data, errors.data, nominal.data);
      }
      freedom = Math.min(freedom, problem.freedom());
      rank = Math.min(rank, problem.rank());
    }
    return new Sensitivity(steps, slopes, errors, nominal, freedom, rank);
  }

  private static void requireEnough(Rollouts rollouts, int t) {
    int present = 0;
    for (int k = 0; k < rollouts.count(); k++) {
      present += rollouts.weight(t, k) > 0 ? 1 : 0;
    }
    if (present < LEAST) {
      throw new IllegalArgumentException("sample " + t + ": " + present
          + " roll-outs; even with a prior it takes at least " + LEAST + " to tell how much they scatter");
    }
  }

  /** Whether sample t has the weights of the one before. */
  private static boolean sameWeights(Rollouts rollouts, int t) {
    boolean same = true;
    for (int k = 0; k < rollouts.count(); k++) {
      same &= rollouts.weight(t, k) == rollouts.weight(t - 1, k);
    }
    return same;
  }
}
