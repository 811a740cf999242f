package io.github.lanewise.app.study;

import io.github.lanewise.app.report.Table;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Rollouts;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * How often nominal 95 % intervals of the sensitivity cover the oracle.
 *
 * <p>From single roll-outs: in antithetic pairs curvature cancels in the estimate but not in its residuals, so that
 * intervals are wider than they need be.
 */
final class CoverageStudy {
  private static final int ROLLOUTS = 128;
  private static final double SIGMA = 0.05;
  private static final double[] NOISES = {1e-4, 1e-3, 1e-2};

  private CoverageStudy() {}

  static int work(int seeds) {
    return NOISES.length * seeds;
  }

  static Table measure(Experiment experiment, Map<String, Estimator> estimators, int seeds, IntConsumer done) {
    Table table = new Table("Share of entries of D_t whose nominal 95 % interval covers the oracle; " + ROLLOUTS
        + " single Gaussian roll-outs, sigma " + SIGMA + ", " + seeds + " seeds, no delay.",
        List.of("noise_rad"), estimators.keySet().stream().map(name -> name + "_coverage").toList());
    int finished = 0;
    for (double noise : NOISES) {
      double[] covered = new double[estimators.size()];
      for (int seed = 0; seed < seeds; seed++) {
        Rollouts rollouts =
            experiment.shake(experiment.single(SIGMA, seed), ROLLOUTS, Experiment.noise(noise, 0, 1000 + seed));
        int column = 0;
        for (Estimator estimator : estimators.values()) {
          covered[column++] += estimator.estimate(rollouts).coverage(experiment.oracle(), 0.95) / seeds;
        }
        done.accept(++finished);
      }
      table.add(List.of(noise), covered);
    }
    return table;
  }
}
