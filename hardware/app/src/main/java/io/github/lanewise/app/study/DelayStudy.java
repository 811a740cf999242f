package io.github.lanewise.app.study;

import io.github.lanewise.app.report.Table;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.shaking.Alignment;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.ejml.data.DMatrixRMaj;

/** What random delays of the logs cost, and how much of it alignment brings back. */
final class DelayStudy {
  private static final int ROLLOUTS = 256;
  private static final double[] SIGMAS = {0.05, 0.2};
  private static final double[] NOISES = {1e-4, 1e-3};
  private static final double[] DELAYS = {1, 2, 5};
  private static final int SEEDS = 3;
  private static final int COLUMNS = 6;

  private DelayStudy() {}

  static int work() {
    return SIGMAS.length * NOISES.length * DELAYS.length * SEEDS;
  }

  static Table measure(Experiment experiment, IntConsumer done) {
    Table table = new Table("Temporal noise: relative error of ridge from " + ROLLOUTS + " roll-outs in antithetic"
        + " pairs, each log late by a random delay, median of " + SEEDS + " seeds; to commands where the policy is open"
        + " loop. Recovered: share of the error that the delay added, by commands or else by prediction.",
        List.of("sigma", "noise_rad", "delay_samples"),
        List.of("without_delay_error", "delayed_error", "aligned_to_mean_error", "aligned_to_prediction_error",
            "aligned_to_commands_error", "recovered_share"));
    int finished = 0;
    for (double sigma : SIGMAS) {
      for (double noise : NOISES) {
        for (double delay : DELAYS) {
          double[][] errors = new double[COLUMNS][SEEDS];
          for (int seed = 0; seed < SEEDS; seed++) {
            double[] row = errors(experiment, sigma, noise, delay, seed);
            for (int column = 0; column < row.length; column++) {
              errors[column][seed] = row[column];
            }
            done.accept(++finished);
          }
          table.add(List.of(sigma, noise, delay),
              Arrays.stream(errors).mapToDouble(Experiment::median).toArray());
        }
      }
    }
    return table;
  }

  private static double[] errors(Experiment experiment, double sigma, double noise, double delay, long seed) {
    Estimator ridge = new Ridge();
    Shaking shaking = experiment.pairs(sigma, seed);
    Rollouts prompt = experiment.shake(shaking, ROLLOUTS, Experiment.noise(noise, 0, 1000 + seed));
    Rollouts late = experiment.shake(shaking, ROLLOUTS, Experiment.noise(noise, delay, 1000 + seed));
    double without = error(experiment, ridge, prompt);
    double delayed = error(experiment, ridge, late);
    double mean = error(experiment, ridge, Alignment.toMean(late, delay).rollouts());
    double prediction = error(experiment, ridge, Alignment.toPrediction(late, delay).rollouts());
    double commands = experiment.simulation().commands(late.parameters())
        .map(sent -> error(experiment, ridge, Alignment.toCommands(late, sent, delay).rollouts())).orElse(Double.NaN);
    double best = Double.isNaN(commands) ? prediction : commands;
    return new double[] {without, delayed, mean, prediction, commands, (delayed - best) / (delayed - without)};
  }

  /** Over the samples that alignment left. */
  private static double error(Experiment experiment, Estimator estimator, Rollouts rollouts) {
    Sensitivity sensitivity = estimator.estimate(rollouts);
    DMatrixRMaj oracle = experiment.oracle();
    DMatrixRMaj truth = new DMatrixRMaj(sensitivity.derivative().numRows, oracle.numCols);
    System.arraycopy(oracle.data, 0, truth.data, 0, truth.data.length);
    return sensitivity.relativeError(truth);
  }
}
