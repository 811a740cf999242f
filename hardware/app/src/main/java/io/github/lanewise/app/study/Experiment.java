package io.github.lanewise.app.study;

import io.github.lanewise.policy.Disturbance;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/** A simulated robot under a policy, to be shaken around its nominal parameters. */
final class Experiment {
  private final PolicySimulation simulation;
  private final double[] nominal;
  private DMatrixRMaj oracle;

  Experiment(PolicySimulation simulation) {
    this.simulation = simulation;
    nominal = simulation.policy().nominal();
  }

  PolicySimulation simulation() {
    return simulation;
  }

  double[] nominal() {
    return nominal.clone();
  }

  int parameterCount() {
    return nominal.length;
  }

  /** The exact sensitivity at the nominal parameters, T n x p. */
  DMatrixRMaj oracle() {
    if (oracle == null) {
      oracle = simulation.oracle(nominal);
    }
    return oracle;
  }

  /** Standard deviations of a shake: so many scales of each parameter. */
  double[] sigma(double scales) {
    return Arrays.stream(simulation.policy().scales()).map(scale -> scales * scale).toArray();
  }

  Shaking single(double sigma, long seed) {
    return new Shaking(Shaking.Design.GAUSSIAN, sigma(sigma)).withSeed(seed);
  }

  Shaking pairs(double sigma, long seed) {
    return single(sigma, seed).inPairs();
  }

  Rollouts shake(Shaking shaking, int rollouts, Disturbance disturbance) {
    return simulation.run(nominal, shaking.parameters(nominal, rollouts), disturbance);
  }

  /** White noise of {@code position} on configurations and ten times that on velocities, per second. */
  static Disturbance noise(double position, double delay, long seed) {
    return new Disturbance(position, 10 * position, 0, delay, false, seed);
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
