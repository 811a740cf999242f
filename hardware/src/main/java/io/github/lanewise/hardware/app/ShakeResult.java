package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.task.TipTask;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Improvement;
import io.github.lanewise.sensitivity.planning.ReachPlan;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * What came of shaking.
 *
 * @param parameters of the policy; of a file's, named w0, w1, ...
 * @param stateNames with units, n of them
 * @param logs the roll-outs as they came
 * @param used the roll-outs that the sensitivity was estimated from: aligned, in voxels
 * @param delays found for each roll-out [samples]; null without alignment
 * @param delaysAtLimit how many were found at the end of the range
 * @param spread standard deviation of each state between repeated nominals; null if there are fewer than two
 * @param sensitivity D_t
 * @param oracle the true D_t of the same samples; null where it is not known
 * @param settledAfter roll-outs after which recursive least squares stopped shaking, or would have; 0 if it never
 *     would or was not asked
 * @param trial predictions of new perturbations; null if there are none
 * @param gradient null for recorded roll-outs
 * @param visits of improvement; empty if none was asked for
 * @param reach null if none was asked for
 * @param remarks what was left out, roll-outs and arrays, a line each
 */
record ShakeResult(ShakeSettings settings, List<PolicyParameter> parameters, List<String> stateNames, Rollouts logs,
    Rollouts used, double[] delays, int delaysAtLimit, double[] spread, Sensitivity sensitivity, DMatrixRMaj oracle,
    int settledAfter, Trial trial, Gradient gradient, List<Improvement.Visit> visits, Reach reach,
    List<String> remarks) {

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
   * @param exact null if it is not known
   * @param exactError standard error of the exact one, where it was measured; null where it was computed
   * @param cosine of the angle between the two; NaN if there is but one
   */
  record Gradient(double[] learned, double[] exact, double[] exactError, double cosine, TipTask task) {}

  /**
   * A plan to reach points and what came of it.
   *
   * @param samples of the via points
   * @param nominalPoints where the nominal policy takes the tip instead [m]
   * @param nominalMisses of doing nothing, by the learned nominal trajectory [m]
   * @param executed states, T n x 1; null if it was not executed
   * @param executedMisses [m]; null if it was not executed
   */
  record Reach(ReachPlan.Plan plan, int[] samples, double[][] nominalPoints, double[] nominalMisses,
      DMatrixRMaj executed, double[] executedMisses, TipTask task) {}

  /** As {@link Arrivals#relativeStandardError(Sensitivity, double[])}, for the parameters as they were shaken. */
  double relativeStandardError() {
    return Arrivals.relativeStandardError(sensitivity, ShakeAnalysis.deviations(used));
  }
}
