package io.github.lanewise.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.task.TrajectoryReturn;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Returns against plain Java; their gradients by reverse mode, by the oracle and by difference quotients against each
 * other.
 */
class GradientTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final int N = 6;
  private static final int M = 3;

  /** Of every kind of argument, none of them separable. */
  private static Scalar reward(Scalar[] x, Scalar[] u, Scalar time) {
    Scalar error = x[0].minus(0.3).squared().plus(x[2].times(x[4]).sin());
    return error.times(time.plus(1)).plus(u[1].times(x[1])).plus(u[0].squared().times(3)).plus(u[2].times(time))
        .negate();
  }

  private static double plainReward(double[] x, double[] u, double time) {
    return -(((x[0] - 0.3) * (x[0] - 0.3) + Math.sin(x[2] * x[4])) * (time + 1) + u[1] * x[1] + 3 * u[0] * u[0]
        + u[2] * time);
  }

  private static double[] at(DMatrixRMaj all, int t, int rows, int column) {
    double[] values = new double[rows];
    Arrays.setAll(values, i -> all.get(t * rows + i, column));
    return values;
  }

  private static DMatrixRMaj perturbed(Policy policy, int count, double size) {
    double[] w = policy.nominal();
    double[] scales = policy.scales();
    java.util.Random random = new java.util.Random(3);
    DMatrixRMaj parameters = new DMatrixRMaj(count, w.length);
    for (int k = 0; k < count; k++) {
      for (int j = 0; j < w.length; j++) {
        parameters.set(k, j, w[j] + size * scales[j] * random.nextGaussian());
      }
    }
    return parameters;
  }

  @Test
  void returnsAreSumsOfRewards() {
    Policy policy = Policies.get(FINGER, "pd");
    TrajectoryReturn objective = new TrajectoryReturn(N, M, GradientTest::reward);
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(50).substeps(2).build()) {
      Rollouts rollouts = simulation.run(policy.nominal(), perturbed(policy, 37, 0.2));
      double[] returns = objective.of(rollouts);
      for (int k = 0; k < 37; k++) {
        double sum = 0;
        for (int t = 0; t < 50; t++) {
          sum += plainReward(at(rollouts.states(), t, N, k), at(rollouts.actions(), t, M, k), (t + 1) * 0.002);
        }
        assertThat(returns[k]).as("roll-out %d", k).isCloseTo(sum, within(1e-12 * Math.abs(sum)));
      }
    }
  }

  /**
   * {@code dJ/dW = sum_t D_t' r_x + (pi_x D_{t-1} + pi_W)' r_u}: reverse mode over lanes against the oracle of each of
   * them.
   */
  @ParameterizedTest
  @CsvSource({"pd, 1", "targets, 3", "linear, 2", "sine, 1", "network, 2"})
  void reverseModeIsThePolicyGradientOfTheOracle(String name, int substeps) {
    Policy policy = Policies.get(FINGER, name);
    int steps = 120;
    DMatrixRMaj parameters = perturbed(policy, 3, 0.1);
    TrajectoryReturn objective = new TrajectoryReturn(N, M, GradientTest::reward);
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(steps).substeps(substeps).threads(2)
        .build()) {
      DMatrixRMaj gradients = simulation.gradients(parameters, objective);
      for (int k = 0; k < 3; k++) {
        double[] w = Arrays.copyOfRange(parameters.data, k * parameters.numCols, (k + 1) * parameters.numCols);
        double[] expected = byOracle(simulation, w, objective);
        double norm = Math.sqrt(Arrays.stream(expected).map(x -> x * x).sum());
        for (int j = 0; j < w.length; j++) {
          assertThat(gradients.get(k, j)).as("%s, lane %d", policy.parameters().get(j).name(), k)
              .isCloseTo(expected[j], within(1e-11 * norm));
        }
      }
    }
  }

  private static double[] byOracle(PolicySimulation simulation, double[] w, TrajectoryReturn objective) {
    Rollouts trajectory = simulation.run(w);
    TrajectoryReturn.Gradient r = objective.gradient(trajectory.states(), trajectory.actions(), simulation.period());
    DMatrixRMaj d = simulation.oracle(w);
    PolicyJacobians pi = simulation.policyJacobians(w);
    double[] gradient = new double[w.length];
    for (int j = 0; j < w.length; j++) {
      for (int row = 0; row < d.numRows; row++) {
        gradient[j] += d.get(row, j) * r.byState().get(row, 0);
      }
      for (int row = 0; row < r.byAction().numRows; row++) {
        int t = row / M;
        double action = pi.byParameter().get(row, j);
        for (int i = 0; i < N && t > 0; i++) {
          action += pi.byState().get(row, i) * d.get((t - 1) * N + i, j);
        }
        gradient[j] += action * r.byAction().get(row, 0);
      }
    }
    return gradient;
  }

  @ParameterizedTest
  @CsvSource({"pd, 1", "network, 3"})
  void gradientsAreLimitsOfDifferenceQuotients(String name, int substeps) {
    Policy policy = Policies.get(FINGER, name);
    double[] w = policy.nominal();
    TrajectoryReturn objective = new TrajectoryReturn(N, M, GradientTest::reward);
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(60).substeps(substeps).build()) {
      DMatrixRMaj gradient = simulation.gradients(new DMatrixRMaj(1, w.length, true, w), objective);
      double h = 1e-5;
      for (int j = 0; j < w.length; j++) {
        double step = h * policy.scales()[j];
        double[] up = w.clone();
        double[] down = w.clone();
        up[j] += step;
        down[j] -= step;
        double quotient = (objective.of(simulation.run(up))[0] - objective.of(simulation.run(down))[0]) / (2 * step);
        assertThat(gradient.get(0, j)).as(policy.parameters().get(j).name())
            .isCloseTo(quotient, within(1e-6 * (1 + Math.abs(quotient))));
      }
    }
  }

  @Test
  void rewardsOfStatesAloneNeedNoActions() {
    Policy policy = Policies.get(FINGER, "sine");
    TrajectoryReturn states = new TrajectoryReturn(N, 0, (x, u, time) -> x[2].squared());
    TrajectoryReturn both = new TrajectoryReturn(N, M, (x, u, time) -> x[2].squared());
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(40).build()) {
      DMatrixRMaj parameters = perturbed(policy, 5, 0.1);
      assertThat(simulation.gradients(parameters, states).data)
          .containsExactly(simulation.gradients(parameters, both).data);
      Rollouts recorded = simulation.run(policy.nominal(), parameters);
      Rollouts withoutActions =
          new Rollouts(policy.nominal(), parameters, recorded.states(), null, null, recorded.stepCount(),
              recorded.timeStep());
      assertThat(states.of(withoutActions)).containsExactly(both.of(recorded));
      assertThatThrownBy(() -> both.of(withoutActions))
          .hasMessage("roll-outs of 6 states and 0 actions for a reward of 6 states and 3 actions");
    }
  }

  @Test
  void aTrajectoryWithAGapHasNoReturn() {
    Rollouts gap = new Rollouts(new double[] {0}, new DMatrixRMaj(2, 1), new DMatrixRMaj(3, 2), null,
        new DMatrixRMaj(new double[][] {{1, 1}, {1, 0}, {1, 1}}), 3, 0.1);
    assertThatThrownBy(() -> new TrajectoryReturn(1, 0, (x, u, time) -> x[0]).of(gap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("roll-out 1 has no sample 1, so it has no return: leave it out");
  }
}
