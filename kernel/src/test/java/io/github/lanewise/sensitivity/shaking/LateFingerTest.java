package io.github.lanewise.sensitivity.shaking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.Disturbance;
import io.github.lanewise.policy.LinearInTime;
import io.github.lanewise.policy.PdPolicy;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.policy.Sinusoid;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.task.Posture;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A finger whose noisy logs are late: how well its sensitivity is known nonetheless. */
class LateFingerTest {
  private static final int STEPS = 300;
  private static final int ROLLOUTS = 256;

  /** Errors of roll-outs without delay, with delay, and aligned. */
  private record Errors(double prompt, double late, double aligned) {
    double recovered() {
      return (late - aligned) / (late - prompt);
    }
  }

  private static Policy policy(String name) {
    RobotModel finger = RobotModel.builtIn("finger");
    return switch (name) {
      case "pd" -> PdPolicy.withTargets(finger, Posture.bent(finger));
      case "sine" -> new Sinusoid(finger);
      default -> new LinearInTime(finger);
    };
  }

  private static Errors errors(String name, double sigma, double noise, double delay, boolean toCommands) {
    Policy policy = policy(name);
    double[] w = policy.nominal();
    double[] deviations = Arrays.stream(policy.scales()).map(s -> sigma * s).toArray();
    DMatrixRMaj parameters =
        new Shaking(Shaking.Design.GAUSSIAN, deviations).inPairs().withSeed(1).parameters(w, ROLLOUTS);
    Disturbance prompt = new Disturbance(noise, 10 * noise, 0, 0, false, 2);
    try (PolicySimulation simulation =
        PolicySimulation.of(RobotModel.builtIn("finger"), policy).steps(STEPS).timeStep(0.002).build()) {
      DMatrixRMaj truth = simulation.oracle(w);
      Rollouts logs = simulation.run(w, parameters, new Disturbance(noise, 10 * noise, 0, delay, false, 2));
      Alignment.Result aligned = toCommands
          ? Alignment.toCommands(logs, simulation.commands(parameters).orElseThrow(), delay)
          : Alignment.toPrediction(logs, delay);
      return new Errors(error(simulation.run(w, parameters, prompt), truth), error(logs, truth),
          error(aligned.rollouts(), truth));
    }
  }

  private static double error(Rollouts rollouts, DMatrixRMaj truth) {
    Sensitivity sensitivity = new Ridge().estimate(rollouts);
    int rows = sensitivity.derivative().numRows;
    int columns = truth.numCols;
    return sensitivity.relativeError(new DMatrixRMaj(rows, columns, true, Arrays.copyOf(truth.data, rows * columns)));
  }

  @ParameterizedTest
  @CsvSource({"pd, 0.05, 1e-4, 1", "pd, 0.05, 1e-3, 5", "sine, 0.05, 1e-4, 5"})
  void isUnderstoodNearlyAsWellAsAPromptOne(String name, double sigma, double noise, double delay) {
    Errors errors = errors(name, sigma, noise, delay, false);
    assertThat(errors.late).isGreaterThan(2 * errors.prompt);
    assertThat(errors.recovered()).isGreaterThan(0.9);
  }

  /** Shaken far, trajectories bend more than a delay of one sample moves them. */
  @ParameterizedTest
  @CsvSource({"pd, 1e-4", "pd, 1e-3", "sine, 1e-3"})
  void isUnderstoodBetterEvenWhereDelaysCostLittle(String name, double noise) {
    Errors errors = errors(name, 0.2, noise, 1, false);
    assertThat(errors.aligned).isLessThan(errors.late);
  }

  /** Under forces that grow from nothing, a delay and an effect look alike: known commands tell them apart. */
  @ParameterizedTest
  @CsvSource({"linear, 0.05, 1e-4", "linear, 0.2, 1e-3", "sine, 0.05, 1e-3"})
  void isUnderstoodByItsCommandsWhereTheyAreKnown(String name, double sigma, double noise) {
    Errors errors = errors(name, sigma, noise, 5, true);
    assertThat(errors.recovered()).isGreaterThan(0.95);
  }
}
