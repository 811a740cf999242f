package io.github.lanewise.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.dynamics.TestRobots;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.task.Posture;
import io.github.lanewise.trace.Graph;
import io.github.lanewise.trace.Interpreter;
import io.github.lanewise.trace.Scalar;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Traced policies against their formulas in plain Java, at random arguments; nominal values against what they are said
 * to do.
 */
class PoliciesTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final double[] TARGET = {0.1, 0.8, 0.9};

  @FunctionalInterface
  private interface Formula {
    double force(int i, double[] q, double[] v, double t, double[] w);
  }

  private static double[] evaluate(Policy policy, double[] q, double[] v, double t, double[] w) {
    Graph g = new Graph("policy");
    Scalar[] u = policy.act(g.input("q", 3), g.input("v", 3), g.input("t", 1)[0], g.input("w", w.length));
    g.output("u", u);
    return new Interpreter(g).evaluate(q, v, new double[] {t}, w)[0].clone();
  }

  private static void check(Policy policy, int parameters, Formula formula) {
    assertThat(policy.parameters()).hasSize(parameters);
    Random random = new Random(11);
    for (int trial = 0; trial < 20; trial++) {
      double[] q = TestRobots.normal(random, 3);
      double[] v = TestRobots.normal(random, 3);
      double[] w = TestRobots.normal(random, parameters);
      double t = random.nextDouble();
      double[] u = evaluate(policy, q, v, t, w);
      for (int i = 0; i < 3; i++) {
        assertThat(u[i]).isCloseTo(formula.force(i, q, v, t, w), within(1e-14));
      }
    }
  }

  @Test
  void linearInTime() {
    check(new LinearInTime(FINGER), 6, (i, q, v, t, w) -> w[i] * t + w[3 + i]);
  }

  @Test
  void sinusoid() {
    check(new Sinusoid(FINGER), 9, (i, q, v, t, w) -> w[i] * Math.sin(w[3 + i] * t + w[6 + i]));
  }

  @Test
  void pd() {
    check(PdPolicy.of(FINGER, TARGET), 6, (i, q, v, t, w) -> w[i] * (TARGET[i] - q[i]) - w[3 + i] * v[i]);
  }

  @Test
  void pdWithTargets() {
    check(PdPolicy.withTargets(FINGER, TARGET), 9, (i, q, v, t, w) -> w[i] * (w[6 + i] - q[i]) - w[3 + i] * v[i]);
  }

  /** Two hidden units: rows of 8 weights and a bias, then rows of 2 weights and a bias. */
  @Test
  void network() {
    double[] scale = JointScales.forces(FINGER);
    check(new NeuralPolicy(FINGER, 2, 1), 2 * 9 + 3 * 3, (i, q, v, t, w) -> {
      double[] z = {q[0], q[1], q[2], v[0] / 10, v[1] / 10, v[2] / 10, Math.sin(2 * Math.PI * t),
          Math.cos(2 * Math.PI * t)};
      double sum = w[18 + 3 * i + 2];
      for (int h = 0; h < 2; h++) {
        double a = w[9 * h + 8];
        for (int j = 0; j < 8; j++) {
          a += w[9 * h + j] * z[j];
        }
        sum += w[18 + 3 * i + h] * Math.tanh(a);
      }
      return scale[i] * sum;
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"pd", "targets", "linear", "sine", "network"})
  void parametersHaveNamesOfTheirOwn(String name) {
    Policy policy = Policies.get(FINGER, name);
    Set<String> names = policy.parameters().stream().map(PolicyParameter::name).collect(Collectors.toSet());
    assertThat(names).hasSize(policy.parameters().size());
  }

  @Test
  void parametersSayWhatTheyAre() {
    assertThat(Policies.get(FINGER, "targets").parameters()).extracting(p -> p.name() + " [" + p.unit() + "]")
        .containsExactly("P_spread [N m/rad]", "P_bend [N m/rad]", "P_curl [N m/rad]", "D_spread [N m s/rad]",
            "D_bend [N m s/rad]", "D_curl [N m s/rad]", "q*_spread [rad]", "q*_bend [rad]", "q*_curl [rad]");
  }

  /** {@code b} of the linear policy alone holds the finger at rest where it starts. */
  @Test
  void nominalForcesHoldTheRobot() {
    Policy policy = new LinearInTime(FINGER);
    double[] w = policy.nominal();
    w[0] = w[1] = w[2] = 0;
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(10).build()) {
      for (double x : simulation.run(w).states().data) {
        assertThat(x).isCloseTo(0, within(1e-12));
      }
    }
  }

  /** The PD policy's nominal gains bring the finger's spread, which gravity does not move, to its target. */
  @Test
  void nominalGainsReachTheTarget() {
    Policy policy = PdPolicy.of(FINGER, 0.4, 0.7, 0.9);
    try (PolicySimulation simulation = PolicySimulation.of(FINGER, policy).steps(1500).build()) {
      double[] x = simulation.run(policy.nominal()).states().data;
      assertThat(x[x.length - 6]).isCloseTo(0.4, within(1e-3));
      assertThat(x[x.length - 3]).isCloseTo(0, within(1e-3));
    }
  }

  @Test
  void networksOfOneSeedAreEqual() {
    assertThat(new NeuralPolicy(FINGER, 4, 7).nominal()).containsExactly(new NeuralPolicy(FINGER, 4, 7).nominal());
    assertThat(new NeuralPolicy(FINGER, 4, 8).nominal()).isNotEqualTo(new NeuralPolicy(FINGER, 4, 7).nominal());
  }

  @Test
  void postureInTheRangesOrBesideNeutral() {
    assertThat(Posture.bent(FINGER)).containsExactly(new double[] {0.25, 1.2, 1.425}, within(1e-15));
    assertThat(Posture.bent(RobotModel.builtIn("double_pendulum"))).containsExactly(0.5, 0.5);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> PdPolicy.of(FINGER, 1, 2))
        .hasMessage("a posture of 2 numbers for robot 'finger', which has 3 configuration rows");
    assertThatThrownBy(() -> new NeuralPolicy(FINGER, 0, 1)).hasMessage("a network of 0 hidden units: at least 1");
    assertThatThrownBy(() -> new PolicyParameter("P", "N", 1, 0))
        .hasMessage("policy parameter 'P' is 1.0 with a scale of 0.0: both must be finite, the scale positive");
  }
}
