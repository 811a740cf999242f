package io.github.lanewise.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.task.Posture;
import io.github.lanewise.task.TrajectoryReturn;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies on a robot whose base is free: its states have a quaternion, by whose rows everything is derived. */
class FreeBaseTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger").withFreeBase();
  private static final int N = FINGER.nq() + FINGER.nv();
  private static final int STEPS = 20;

  private static PolicySimulation.Builder simulation(Policy policy) {
    return PolicySimulation.of(FINGER, policy).steps(STEPS).substeps(2).timeStep(1e-3);
  }

  private static Policy pd() {
    return PdPolicy.of(FINGER, Posture.bent(FINGER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pd", "linear", "sine", "reach"})
  void policiesActOnTheJointsWithOneAxis(String name) {
    Policy policy = switch (name) {
      case "pd" -> pd();
      case "linear" -> new LinearInTime(FINGER);
      case "sine" -> new Sinusoid(FINGER);
      default -> new ReachPolicy(FINGER, 0.5);
    };
    try (PolicySimulation simulation = simulation(policy).build()) {
      Rollouts rollouts = simulation.run(policy.nominal());
      double base = 0;
      double joints = 0;
      for (int row = 0; row < rollouts.actions().numRows; row++) {
        if (row % FINGER.nv() < 6) {
          base = Math.max(base, Math.abs(rollouts.actions().get(row, 0)));
        } else {
          joints = Math.max(joints, Math.abs(rollouts.actions().get(row, 0)));
        }
      }
      assertThat(base).isZero();
      assertThat(joints).isPositive();
      assertThat(policy.parameters()).noneMatch(parameter -> parameter.name().contains("root_joint"));
    }
  }

  @Test
  void theOracleIsTheLimitOfDifferences() {
    Policy policy = pd();
    double[] w = policy.nominal();
    try (PolicySimulation simulation = simulation(policy).build()) {
      DMatrixRMaj d = simulation.oracle(w);
      assertThat(d.numRows).isEqualTo(STEPS * N);
      double scale = Arrays.stream(d.data).map(Math::abs).max().orElseThrow();
      for (int j = 0; j < w.length; j++) {
        double h = 1e-5 * w[j];
        double[] up = w.clone();
        double[] down = w.clone();
        up[j] += h;
        down[j] -= h;
        DMatrixRMaj xUp = simulation.run(up).states();
        DMatrixRMaj xDown = simulation.run(down).states();
        for (int row = 0; row < d.numRows; row++) {
          assertThat((xUp.get(row, 0) - xDown.get(row, 0)) / (2 * h)).isCloseTo(d.get(row, j), within(1e-6 * scale));
        }
      }
    }
  }

  /** {@code dJ/dW = sum_t D_t' dr/dx_t}, the gradient in reverse mode and the oracle in forward mode. */
  @Test
  void gradientsAgreeWithTheOracle() {
    Policy policy = pd();
    double[] w = policy.nominal();
    TrajectoryReturn objective =
        new TrajectoryReturn(N, 0, (x, u, time) -> x[2].plus(x[3].times(2)).plus(x[5].squared())
        .plus(x[N - 1].times(0.1)).plus(x[8].times(time)));
    try (PolicySimulation simulation = simulation(policy).build()) {
      double[] reverse = simulation.gradients(new DMatrixRMaj(1, w.length, true, w), objective).data;
      DMatrixRMaj d = simulation.oracle(w);
      double[] byState = objective.gradient(simulation.run(w).states(), null, 2e-3).byState().data;
      for (int j = 0; j < w.length; j++) {
        double forward = 0;
        for (int row = 0; row < byState.length; row++) {
          forward += byState[row] * d.get(row, j);
        }
        assertThat(reverse[j]).isCloseTo(forward, within(1e-9 * (1e-3 + Math.abs(forward)))).isNotZero();
      }
    }
  }

  /** {@code du_t/dW = pi_x D_{t-1} + pi_W}, of a policy that sees the quaternion, against differences of actions. */
  @Test
  void policyJacobiansAreByTheRowsOfTheState() {
    Policy policy = new Policy() {
      @Override
      public List<PolicyParameter> parameters() {
        return List.of(new PolicyParameter("a", "N m", 0.01, 0.01), new PolicyParameter("b", "N m", 0.02, 0.01));
      }

      @Override
      public Scalar[] act(Scalar[] q, Scalar[] v, Scalar time, Scalar[] w) {
        Scalar[] u = Scalar.zeros(v.length);
        u[3] = w[0].times(q[3].plus(q[6]));
        u[7] = w[1].times(q[5].plus(v[4])).plus(w[0].times(q[8]));
        return u;
      }
    };
    double[] w = policy.nominal();
    int m = FINGER.nv();
    try (PolicySimulation simulation = simulation(policy).build()) {
      DMatrixRMaj d = simulation.oracle(w);
      PolicyJacobians pi = simulation.policyJacobians(w);
      assertThat(pi.byState().numCols).isEqualTo(N);
      for (int j = 0; j < w.length; j++) {
        double h = 1e-4 * w[j];
        double[] up = w.clone();
        double[] down = w.clone();
        up[j] += h;
        down[j] -= h;
        double[] uUp = simulation.run(up).actions().data;
        double[] uDown = simulation.run(down).actions().data;
        for (int row = 0; row < STEPS * m; row++) {
          double slope = pi.byParameter().get(row, j);
          for (int i = 0; row >= m && i < N; i++) {
            slope += pi.byState().get(row, i) * d.get((row / m - 1) * N + i, j);
          }
          assertThat((uUp[row] - uDown[row]) / (2 * h)).isCloseTo(slope, within(1e-7 * (1 + Math.abs(slope))));
        }
      }
    }
  }

  /** From perturbed roll-outs alone, and with noise that leaves quaternions normalised. */
  @Test
  void shakingLearnsTheSensitivity() {
    Policy policy = pd();
    double[] w = policy.nominal();
    Shaking shaking = new Shaking(Shaking.Design.GAUSSIAN,
        Arrays.stream(policy.scales()).map(scale -> 0.01 * scale).toArray()).inPairs().withSeed(2);
    try (PolicySimulation simulation = simulation(policy).build()) {
      Rollouts exact = simulation.run(w, shaking.parameters(w, 64));
      Sensitivity sensitivity = new Ridge().estimate(exact);
      assertThat(sensitivity.relativeError(simulation.oracle(w))).isLessThan(0.01);
      Rollouts noisy = simulation.run(w, shaking.parameters(w, 64), new Disturbance(1e-3, 0, 0, 2, false, 5));
      double largest = 0;
      for (int t = 0; t < STEPS; t++) {
        double square = 0;
        for (int i = 3; i < 7; i++) {
          square += Math.pow(noisy.states().get(t * N + i, 7), 2);
          largest = Math.max(largest,
              Math.abs(noisy.states().get(t * N + i, 7) - exact.states().get(t * N + i, 7)));
        }
        assertThat(square).isCloseTo(1, within(1e-12));
      }
      assertThat(largest).isBetween(1e-4, 1e-2);
    }
  }

  @Test
  void floatsFollowDoubles() {
    Policy policy = pd();
    double[] w = policy.nominal();
    try (PolicySimulation doubles = simulation(policy).build();
        PolicySimulation floats = simulation(policy).lanes(Lanes.widest(ElementType.FLOAT)).build()) {
      double[] exact = doubles.run(w).states().data;
      double[] rounded = floats.run(w).states().data;
      double largest = 0;
      for (int e = 0; e < exact.length; e++) {
        largest = Math.max(largest, Math.abs(exact[e] - rounded[e]) / (1 + Math.abs(exact[e])));
      }
      assertThat(largest).isLessThan(1e-3).isPositive();
    }
  }
}
