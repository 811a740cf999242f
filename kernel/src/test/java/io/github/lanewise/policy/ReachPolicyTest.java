package io.github.lanewise.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.Joint;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.trace.Scalar;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

final class ReachPolicyTest {
  private static final int STEPS = 1500;
  private static final double PERIOD = 1e-3;

  /** Gravity is held, so only the way's own dynamics keep it from its goal: it ends there, below its speed limits. */
  @Test
  void endsAtItsGoalBelowTheSpeedLimits() {
    for (String name : new String[] {"finger", "double_pendulum", "arm7"}) {
      RobotModel model = RobotModel.builtIn(name);
      ReachPolicy policy = new ReachPolicy(model, 0.3);
      int n = model.nv();
      try (PolicySimulation simulation = PolicySimulation.of(model, policy).steps(STEPS).timeStep(PERIOD).build()) {
        Rollouts rollout = simulation.run(policy.nominal());
        for (int i = 0; i < n; i++) {
          Joint joint = model.joints().get(i);
          double end = rollout.states().get((STEPS - 1) * 2 * n + i, 0);
          double way = policy.nominal()[2 * n + i] - model.neutral()[i];
          assertThat(end - model.neutral()[i]).as(name + " " + joint.name()).isCloseTo(way, within(0.02));
          assertThat(Math.abs(way)).isGreaterThan(0.1);
          for (int t = 0; t < STEPS; t++) {
            assertThat(Math.abs(rollout.states().get(t * 2 * n + n + i, 0))).isLessThan(joint.velocityLimit());
          }
        }
      }
    }
  }

  /** Forward sensitivities against central differences. */
  @Test
  void hasTheDerivativesOfItsTrajectory() {
    RobotModel finger = RobotModel.builtIn("finger");
    ReachPolicy policy = new ReachPolicy(finger, 0.1);
    double[] scales = policy.scales();
    try (PolicySimulation simulation = PolicySimulation.of(finger, policy).steps(150).timeStep(PERIOD).build()) {
      DMatrixRMaj exact = simulation.oracle(policy.nominal());
      for (int j = 0; j < scales.length; j++) {
        double h = 1e-5 * scales[j];
        double[] up = policy.nominal();
        double[] down = policy.nominal();
        up[j] += h;
        down[j] -= h;
        DMatrixRMaj high = simulation.run(up).states().copy();
        DMatrixRMaj low = simulation.run(down).states();
        for (int row = 0; row < exact.numRows; row++) {
          assertThat(exact.get(row, j) * scales[j])
              .isCloseTo((high.data[row] - low.data[row]) / (2 * h) * scales[j], within(1e-6));
        }
      }
    }
  }

  @Test
  void refusesWhatItCannotBe() {
    assertThatThrownBy(() -> new ReachPolicy(RobotModel.builtIn("finger"), 0)).hasMessageContaining("a way of 0.0 s");
    Scalar[] two = Scalar.zeros(2);
    assertThatThrownBy(() -> new ReachPolicy(RobotModel.builtIn("finger"), 1).act(two, two, Scalar.ONE, two))
        .hasMessage("a configuration of 2 rows for robot 'finger', which has 3");
  }
}
