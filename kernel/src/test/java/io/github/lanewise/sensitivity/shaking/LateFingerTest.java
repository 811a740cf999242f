package io.github.lanewise.sensitivity.shaking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.Disturbance;
import io.github.lanewise.policy.PdPolicy;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.policy.Sinusoid;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A finger whose noisy logs are up to five samples late: alignment recovers four fifths of what the delays cost. */
class LateFingerTest {
  private static final int STEPS = 400;

  @ParameterizedTest
  @CsvSource({"pd, 0.01", "pd, 0.05", "sine, 0.01"})
  void isUnderstoodNearlyAsWellAsAPromptOne(String name, double scale) {
    RobotModel finger = RobotModel.builtIn("finger");
    Policy policy = name.equals("pd") ? PdPolicy.of(finger, PdPolicy.posture(finger)) : new Sinusoid(finger);
    double[] w = policy.nominal();
    double[] sigma = Arrays.stream(policy.scales()).map(s -> scale * s).toArray();
    DMatrixRMaj parameters = new Shaking(Shaking.Design.GAUSSIAN, sigma).inPairs().withNominals(8).withSeed(3)
        .parameters(w, 264);
    Disturbance noise = new Disturbance(1e-3, 1e-2, 0, 0, false, 5);
    Disturbance delayed = new Disturbance(1e-3, 1e-2, 0, 5, false, 5);
    Estimator ridge = new Ridge();
    try (PolicySimulation simulation = PolicySimulation.of(finger, policy).steps(STEPS).timeStep(0.002).build()) {
      DMatrixRMaj truth = simulation.oracle(w);
      double prompt = error(ridge.estimate(simulation.run(w, parameters, noise)), truth);
      Rollouts logs = simulation.run(w, parameters, delayed);
      double late = error(ridge.estimate(logs), truth);
      double aligned = error(ridge.estimate(Alignment.toPrediction(logs, 5, ridge).rollouts()), truth);
      assertThat(late).isGreaterThan(2 * prompt);
      assertThat((late - aligned) / (late - prompt)).isGreaterThan(0.8);
    }
  }

  private static double error(Sensitivity sensitivity, DMatrixRMaj truth) {
    int rows = sensitivity.derivative().numRows;
    int columns = truth.numCols;
    return sensitivity.relativeError(new DMatrixRMaj(rows, columns, true, Arrays.copyOf(truth.data, rows * columns)));
  }
}
