package io.github.lanewise.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.PdPolicy;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Proposal;
import io.github.lanewise.sensitivity.planning.Step;
import io.github.lanewise.sensitivity.planning.TrustRegion;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The residuals of a Gauss-Newton step are those of the return: the simulator measures what it promises. */
final class TipReturnTest {
  private static final double[] GOAL = {0.05, 0.02, -0.1};

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-3, 1})
  void gaussNewtonPromisesWhatComes(double effort) {
    RobotModel finger = RobotModel.builtIn("finger");
    PdPolicy policy = PdPolicy.withTargets(finger, Posture.bent(finger));
    try (PolicySimulation simulation = PolicySimulation.of(finger, policy).steps(80).substeps(2).threads(1)
        .build()) {
      TipReturn task = new TipReturn(finger, GOAL, effort);
      Estimator ridge = new Ridge();
      double[] w = policy.nominal();
      double[] sigma = Arrays.stream(policy.scales()).map(scale -> 1e-3 * scale).toArray();
      Shaking shaking = new Shaking(Shaking.Design.GRID, sigma).inPairs();
      Rollouts data = simulation.run(w, shaking.parameters(w, 2 * w.length));
      Sensitivity sensitivity = ridge.estimate(data);
      double before = task.returns(simulation.run(w))[0];
      Proposal.Model model = task.gaussNewton(data, sensitivity, ridge);

      TrustRegion region = TrustRegion.ellipsoid(Arrays.stream(sigma).map(s -> 20 * s).toArray());
      Step step = model.step(region);
      double[] moved = w.clone();
      Arrays.setAll(moved, j -> moved[j] + step.change()[j]);
      double gain = task.returns(simulation.run(moved))[0] - before;
      assertThat(gain).isPositive().isCloseTo(step.predictedGain(), within(0.03 * gain));

      Step along = region.within(1e-4).ascent(task.gradient(data, sensitivity, ridge));
      assertThat(model.step(region.within(1e-4)).predictedGain())
          .isCloseTo(along.predictedGain(), within(1e-3 * along.predictedGain()));
    }
  }
}
