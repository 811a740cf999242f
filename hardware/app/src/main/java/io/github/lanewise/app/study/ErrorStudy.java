package io.github.lanewise.app.study;

import io.github.lanewise.app.report.Table;
import io.github.lanewise.policy.Disturbance;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The error of each estimator against the oracle: one of roll-outs, sigma, noise and delay is varied, the others stay.
 */
final class ErrorStudy {
  private static final int SEEDS = 3;

  /** @param delay largest delay of a log [samples] */
  private record Setting(int rollouts, double sigma, double noise, double delay) {}

  private static final List<Setting> SETTINGS = settings();

  private ErrorStudy() {}

  private static List<Setting> settings() {
    List<Setting> all = new ArrayList<>();
    for (int rollouts : new int[] {32, 64, 128, 256, 512}) {
      all.add(new Setting(rollouts, 0.05, 1e-3, 0));
    }
    for (double sigma : new double[] {0.01, 0.1, 0.2}) {
      all.add(new Setting(256, sigma, 1e-3, 0));
    }
    for (double noise : new double[] {0, 1e-4, 1e-2}) {
      all.add(new Setting(256, 0.05, noise, 0));
    }
    for (double delay : new double[] {1, 2, 5}) {
      all.add(new Setting(256, 0.05, 1e-3, delay));
    }
    return all;
  }

  static int work() {
    return SETTINGS.size() * SEEDS;
  }

  static Table measure(Experiment experiment, Map<String, Estimator> estimators, IntConsumer done) {
    Table table = new Table("Relative Frobenius error of D_t against the oracle, median of " + SEEDS
        + " seeds; antithetic pairs, no alignment.", List.of("rollouts", "sigma", "noise_rad", "delay_samples"),
        estimators.keySet().stream().map(name -> name + "_error").toList());
    int finished = 0;
    for (Setting setting : SETTINGS) {
      double[][] errors = new double[estimators.size()][SEEDS];
      for (int seed = 0; seed < SEEDS; seed++) {
        Shaking shaking = experiment.pairs(setting.sigma, seed);
        Disturbance disturbance = Experiment.noise(setting.noise, setting.delay, 1000 + seed);
        Rollouts rollouts = experiment.shake(shaking, setting.rollouts, disturbance);
        int column = 0;
        for (Estimator estimator : estimators.values()) {
          errors[column++][seed] = error(experiment, estimator, rollouts);
        }
        done.accept(++finished);
      }
      double[] medians = new double[errors.length];
      Arrays.setAll(medians, column -> Experiment.median(errors[column]));
      table.add(List.of(setting.rollouts, setting.sigma, setting.noise, setting.delay), medians);
    }
    return table;
  }

  /** NaN where the estimator takes more roll-outs than there are. */
  private static double error(Experiment experiment, Estimator estimator, Rollouts rollouts) {
    try {
      return estimator.estimate(rollouts).relativeError(experiment.oracle());
    } catch (IllegalArgumentException tooFew) {
      return Double.NaN;
    }
  }
}
