package io.github.lanewise.app.shake;

import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Improvement;
import io.github.lanewise.sensitivity.planning.ReachPlan;
import io.github.lanewise.sensitivity.shaking.Repeats;
import io.github.lanewise.task.TipReturn;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * What came of shaking.
 *
 * @param remarks what was left out, roll-outs and arrays, a line each
 */
record ShakeResult(ShakeSettings settings, Names names, Data data, Learned learned, Uses uses, List<String> remarks) {
  /**
   * What the rows and columns of the sensitivity are.
   *
   * @param parameters of the policy; of a file's, named w0, w1, ...
   * @param states with units, n of them
   */
  record Names(List<PolicyParameter> parameters, List<String> states) {}

  /**
   * What was learned from.
   *
   * @param logs the roll-outs as they came
   * @param used the roll-outs that the sensitivity is estimated from: aligned, in voxels
   * @param delays found for each roll-out [samples]; null without alignment
   * @param atLimitCount how many delays were found at the end of the range
   * @param remarks what was left out
   */
  record Data(Rollouts logs, Rollouts used, double[] delays, int atLimitCount, List<String> remarks) {
    /** Standard deviation of each state between repeated nominals; null if there are fewer than two. */
    double[] spread() {
      return used.nominalRollouts().length < 2 ? null : Repeats.spread(used);
    }
  }

  /**
   * What was learned, and how well.
   *
   * @param sensitivity D_t
   * @param oracle the true D_t of the same samples; null where it is not known
   * @param settledAfter roll-outs after which recursive least squares stopped shaking, or would have; 0 if it never
   *     would or was not asked
   * @param trial predictions of new perturbations; null if there are none
   * @param gradient null for recorded roll-outs
   */
  record Learned(Sensitivity sensitivity, DMatrixRMaj oracle, int settledAfter, Trial trial, Gradient gradient) {}

  /**
   * Predicted against executed trajectories of perturbed parameters.
   *
   * @param count how many
   * @param relativeError {@code |predicted - executed| / |executed - nominal|} over all of them, Frobenius norms
   * @param predicted the first of them, T n x 1
   * @param executed the first of them, T n x 1
   */
  record Trial(int count, double relativeError, DMatrixRMaj predicted, DMatrixRMaj executed) {}

  /**
   * dJ/dW at the nominal parameters.
   *
   * @param halfWidths of the 95 % intervals of what was learned; null where only the sensitivity has some
   * @param exact null if it is not known
   * @param exactError standard error of the exact one, where it was measured; null where it was computed
   * @param cosine of the angle between the two; NaN if there is but one
   */
  record Gradient(double[] learned, double[] halfWidths, double[] exact, double[] exactError, double cosine,
      TipReturn task) {
    /** The share of the exact numbers that lie in their intervals; there are both. */
    double coverage() {
      int covered = 0;
      for (int j = 0; j < exact.length; j++) {
        covered += Math.abs(learned[j] - exact[j]) <= halfWidths[j] ? 1 : 0;
      }
      return (double) covered / exact.length;
    }
  }

  /**
   * What the sensitivity was used for.
   *
   * @param visits of improvement; empty if none was asked for
   * @param improved the states with the best parameters, T n x 1; null if these are the first
   * @param reach null if none was asked for
   */
  record Uses(List<Improvement.Visit> visits, DMatrixRMaj improved, Reach reach) {}

  /**
   * A plan to reach points and what came of it.
   *
   * @param samples of the via points
   * @param nominal what the nominal policy does instead, by the learned nominal trajectory
   * @param executed null if it was not executed
   */
  record Reach(TipReturn task, ReachPlan.Plan plan, int[] samples, Nominal nominal, Executed executed) {
    /** Where doing nothing takes the tip, and how far that is off [m]. */
    record Nominal(double[][] points, double[] misses) {}

    /** The states, T n x 1, and how far the tip was off [m]. */
    record Executed(DMatrixRMaj states, double[] misses) {}
  }

  /** As {@link Arrivals#relativeStandardError(Sensitivity, double[])}, for the parameters as they were shaken. */
  double relativeStandardError() {
    return Arrivals.relativeStandardError(learned.sensitivity, ShakeAnalysis.deviations(data.used));
  }
}
