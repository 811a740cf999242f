package io.github.lanewise.app.study;

import io.github.lanewise.app.report.Table;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.shaking.Repeats;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.sensitivity.shaking.Voxels;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.ejml.data.DMatrixRMaj;

/** Voxels against plain averaging, where every perturbation was run several times. */
final class RepeatStudy {
  private static final int DISTINCT = 60;
  private static final int REPEATS = 4;
  private static final int NOMINALS = 4;
  private static final int SEEDS = 3;
  private static final double[] NOISES = {1e-4, 1e-3, 1e-2};
  private static final double[] SIGMAS = {0.05, 0.2};

  private RepeatStudy() {}

  static int work() {
    return NOISES.length * SIGMAS.length * SEEDS;
  }

  static Table measure(Experiment experiment, IntConsumer done) {
    Table table = new Table("Spatial noise: relative error of ridge, " + DISTINCT + " perturbations run " + REPEATS
        + " times each and " + REPEATS * NOMINALS + " nominal roll-outs, median of " + SEEDS + " seeds.",
        List.of("sigma", "noise_rad"),
        List.of("as_recorded_error", "averaged_error", "voxels_of_1_deviation_error", "voxels_of_2_deviations_error",
            "voxels_averaged_error"));
    int finished = 0;
    for (double sigma : SIGMAS) {
      for (double noise : NOISES) {
        double[][] errors = new double[5][SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
          Rollouts rollouts = repeated(experiment, sigma, noise, seed);
          errors[0][seed] = error(experiment, rollouts);
          errors[1][seed] = error(experiment, Repeats.averaged(rollouts));
          errors[2][seed] = error(experiment, Voxels.quantized(rollouts, 1));
          errors[3][seed] = error(experiment, Voxels.quantized(rollouts, 2));
          errors[4][seed] = error(experiment, Repeats.averaged(Voxels.quantized(rollouts, 2)));
          done.accept(++finished);
        }
        double[] medians = new double[errors.length];
        Arrays.setAll(medians, column -> Experiment.median(errors[column]));
        table.add(List.of(sigma, noise), medians);
      }
    }
    return table;
  }

  private static Rollouts repeated(Experiment experiment, double sigma, double noise, long seed) {
    double[] nominal = experiment.nominal();
    int p = nominal.length;
    Shaking shaking = experiment.pairs(sigma, seed).withNominals(NOMINALS);
    DMatrixRMaj once = shaking.parameters(nominal, DISTINCT + NOMINALS);
    DMatrixRMaj all = new DMatrixRMaj(REPEATS * once.numRows, p);
    for (int r = 0; r < REPEATS; r++) {
      System.arraycopy(once.data, 0, all.data, r * once.data.length, once.data.length);
    }
    return experiment.simulation().run(nominal, all, Experiment.noise(noise, 0, 1000 + seed));
  }

  private static double error(Experiment experiment, Rollouts rollouts) {
    Estimator ridge = new Ridge();
    return ridge.estimate(rollouts).relativeError(experiment.oracle());
  }
}
