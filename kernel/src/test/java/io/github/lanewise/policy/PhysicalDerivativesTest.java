package io.github.lanewise.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.GaussianProcess;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.ReachPlan;
import io.github.lanewise.sensitivity.shaking.Alignment;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.task.FramePosition;
import io.github.lanewise.task.Posture;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is learned by shaking a simulated finger, against the exact sensitivity of its trajectory. */
class PhysicalDerivativesTest {
  private static final RobotModel FINGER = RobotModel.builtIn("finger");
  private static final int STEPS = 300;
  private static final double NOISE = 1e-3;

  static List<Policy> policies() {
    return List.of(PdPolicy.of(FINGER, Posture.bent(FINGER)), new Sinusoid(FINGER));
  }

  static Stream<Arguments> estimators() {
    return policies().stream()
        .flatMap(policy -> Stream.of(new Ridge(), new GaussianProcess()).map(e -> Arguments.of(policy, e)));
  }

  private static PolicySimulation simulation(Policy policy) {
    return PolicySimulation.of(FINGER, policy).steps(STEPS).substeps(2).build();
  }

  private static Shaking gaussian(Policy policy, double sigma, long seed) {
    double[] sigmas = Arrays.stream(policy.scales()).map(s -> sigma * s).toArray();
    return new Shaking(Shaking.Design.GAUSSIAN, sigmas).inPairs().withSeed(seed);
  }

  private static Rollouts shake(PolicySimulation simulation, double sigma, int rollouts, double noise, double delay,
      long seed) {
    double[] nominal = simulation.policy().nominal();
    Disturbance disturbance = new Disturbance(noise, 10 * noise, 0, delay, false, 1000 + seed);
    DMatrixRMaj parameters = gaussian(simulation.policy(), sigma, seed).parameters(nominal, rollouts);
    return simulation.run(nominal, parameters, disturbance);
  }

  private static double error(Rollouts rollouts, DMatrixRMaj oracle) {
    Sensitivity sensitivity = new Ridge().estimate(rollouts);
    DMatrixRMaj truth = new DMatrixRMaj(sensitivity.derivative().numRows, oracle.numCols);
    System.arraycopy(oracle.data, 0, truth.data, 0, truth.data.length);
    return sensitivity.relativeError(truth);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void smallAntitheticShakesWithoutNoiseFindTheOracle(Policy policy) {
    try (PolicySimulation simulation = simulation(policy)) {
      assertThat(error(shake(simulation, 0.002, 64, 0, 0, 1), simulation.oracle(policy.nominal()))).isPositive()
          .isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void alignmentRecoversFourFifthsOfWhatDelaysCost(Policy policy) {
    try (PolicySimulation simulation = simulation(policy)) {
      DMatrixRMaj oracle = simulation.oracle(policy.nominal());
      double[] recovered = IntStream.range(0, 3).mapToDouble(seed -> {
        double prompt = error(shake(simulation, 0.05, 256, NOISE, 0, seed), oracle);
        Rollouts late = shake(simulation, 0.05, 256, NOISE, 5, seed);
        double delayed = error(late, oracle);
        return (delayed - error(Alignment.toPrediction(late, 5).rollouts(), oracle)) / (delayed - prompt);
      }).sorted().toArray();
      assertThat(recovered[1]).as("share of the lost accuracy, of three seeds " + Arrays.toString(recovered))
          .isBetween(0.8, 1.1);
    }
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void nominalIntervalsCoverTheOracle(Policy policy, Estimator estimator) {
    try (PolicySimulation simulation = simulation(policy)) {
      DMatrixRMaj oracle = simulation.oracle(policy.nominal());
      double share = IntStream.range(0, 8).mapToDouble(seed -> {
        return estimator.estimate(shake(simulation, 0.05, 128, NOISE, 0, seed)).coverage(oracle, 0.95);
      }).average().orElseThrow();
      assertThat(share).as("share of entries inside nominal 95 %% intervals").isBetween(0.9, 0.98);
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void plansReachPointsOfTheShakenBoxAtTheFirstAttempt(Policy policy) {
    FramePosition tip = FramePosition.tip(FINGER);
    try (PolicySimulation simulation = simulation(policy)) {
      double[] nominal = policy.nominal();
      Sensitivity sensitivity = new Ridge().estimate(shake(simulation, 0.05, 256, 1e-4, 0, 1));
      Shaking box = new Shaking(Shaking.Design.UNIFORM, gaussian(policy, 0.05, 0).sigma()).withSeed(2);
      int points = 100;
      Rollouts targets = simulation.run(nominal, box.parameters(nominal, points));
      DMatrixRMaj planned = new DMatrixRMaj(points, nominal.length);
      for (int k = 0; k < points; k++) {
        double[] change = new ReachPlan(sensitivity, 1e-8, box.reach())
            .through(STEPS - 1, tip, tip.value(end(targets, k))).solve().change();
        for (int j = 0; j < nominal.length; j++) {
          planned.set(k, j, nominal[j] + change[j]);
        }
      }
      Rollouts executed = simulation.run(nominal, planned);
      double[] rest = tip.value(end(simulation.run(nominal), 0));
      double[] misses = IntStream.range(0, points)
          .mapToDouble(k -> distance(tip.value(end(executed, k)), tip.value(end(targets, k)))).sorted().toArray();
      double[] nothing = IntStream.range(0, points)
          .mapToDouble(k -> distance(rest, tip.value(end(targets, k)))).sorted().toArray();
      assertThat(misses[points / 2]).as("median miss [m]").isLessThan(0.25 * nothing[points / 2]);
    }
  }

  private static double[] end(Rollouts rollouts, int rollout) {
    return IntStream.range(0, rollouts.stateCount())
        .mapToDouble(i -> rollouts.states().get((rollouts.stepCount() - 1) * rollouts.stateCount() + i, rollout))
        .toArray();
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(IntStream.range(0, a.length).mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i])).sum());
  }
}
