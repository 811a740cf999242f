package io.github.lanewise.app.study;

import io.github.lanewise.app.report.Table;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.policy.SimulatedPlant;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.planning.Improvement;
import io.github.lanewise.sensitivity.planning.Proposal;
import io.github.lanewise.sensitivity.planning.QuasiNewton;
import io.github.lanewise.sensitivity.planning.TrustRegion;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.task.FramePosition;
import io.github.lanewise.task.TipReturn;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.ejml.data.DMatrixRMaj;

/**
 * Return against roll-outs: by quasi-Newton steps along the learned gradient and along the true one, by Gauss-Newton
 * steps with the learned sensitivity, and by CMA-ES.
 *
 * <p>The tip is to stay near a point that it passes under other parameters: r = -|y - y*|^2 per sample, less a little
 * for the torque. All start from the same parameters with the same sigma, and all measure returns in equally noisy logs
 * of single roll-outs; compared are the returns of undisturbed roll-outs. One parameter at a time is shaken, to both
 * sides: two roll-outs for each.
 */
final class ImprovementStudy {
  private static final double SIGMA = 0.1;
  private static final double NOISE = 1e-3;
  private static final double TORQUE_PRICE = 1e-4;
  private static final int[] ROLLOUTS = {32, 48, 96, 176, 336};
  private static final int POINTS = 9;

  /** Who proposes a step. */
  private enum Way {
    LEARNED_GRADIENT, TRUE_GRADIENT, GAUSS_NEWTON
  }

  private final Experiment experiment;
  private final long seed;
  private final TipReturn task;
  private final Estimator estimator = new Ridge();

  private ImprovementStudy(Experiment experiment, long seed) {
    this.experiment = experiment;
    this.seed = seed;
    PolicySimulation simulation = experiment.simulation();
    double[] nominal = experiment.nominal();
    DMatrixRMaj other = new Shaking(Shaking.Design.UNIFORM, experiment.sigma(3 * SIGMA)).withSeed(100 + seed)
        .parameters(nominal, 1);
    DMatrixRMaj target = simulation.run(nominal, other).states();
    int n = simulation.initial().length;
    double[] last = Arrays.copyOfRange(target.data, target.numRows - n, target.numRows);
    task = new TipReturn(simulation.model(), FramePosition.tip(simulation.model()).value(last), TORQUE_PRICE);
  }

  static int work() {
    return POINTS;
  }

  static Table measure(Experiment experiment, IntConsumer done) {
    return measure(experiment, POINTS, done);
  }

  static Table measure(Experiment experiment, int points, IntConsumer done) {
    Table table = new Table("Return against roll-outs (noise " + NOISE + " rad) by quasi-Newton steps along the learned"
        + " gradient and along the true one, by Gauss-Newton steps with the learned sensitivity, and by CMA-ES; median"
        + " of " + points + " target points, the start's return being -1. Re-shakes: how often Gauss-Newton shook.",
        List.of("rollouts"), List.of("re_shakes", "learned_gradient_return", "true_gradient_return",
            "gauss_newton_return", "cma_es_return"));
    double[][][] results = new double[ROLLOUTS.length][table.measures().size()][points];
    for (int seed = 0; seed < points; seed++) {
      ImprovementStudy study = new ImprovementStudy(experiment, seed);
      double start = -study.undisturbed(experiment.nominal());
      SimulatedPlant searched = study.plant();
      double[][] found = CmaEs.best(w -> searched.measure(w)[0], experiment.nominal(), experiment.sigma(SIGMA),
          ROLLOUTS, seed);
      for (int r = 0; r < ROLLOUTS.length; r++) {
        results[r][4][seed] = study.undisturbed(found[r]) / start;
      }
      for (Way way : Way.values()) {
        SimulatedPlant plant = study.plant();
        List<Improvement.Visit> visits = study.improve(plant, way);
        for (int r = 0; r < ROLLOUTS.length; r++) {
          results[r][1 + way.ordinal()][seed] = study.undisturbed(bestAfter(visits, ROLLOUTS[r])) / start;
          results[r][0][seed] = way == Way.GAUSS_NEWTON ? plant.shakesWithin(ROLLOUTS[r]) : results[r][0][seed];
        }
      }
      done.accept(seed + 1);
    }
    for (int r = 0; r < ROLLOUTS.length; r++) {
      table.add(List.of(ROLLOUTS[r]),
          Arrays.stream(results[r]).mapToDouble(Experiment::median).toArray());
    }
    return table;
  }

  private SimulatedPlant plant() {
    return new SimulatedPlant(experiment.simulation(), shaking(), 2 * experiment.parameterCount(), 1,
        Experiment.noise(NOISE, 0, 7919 * seed), task::returns);
  }

  private Shaking shaking() {
    return new Shaking(Shaking.Design.GRID, experiment.sigma(SIGMA)).inPairs();
  }

  private double undisturbed(double[] parameters) {
    return task.returns(experiment.simulation().run(parameters))[0];
  }

  private List<Improvement.Visit> improve(SimulatedPlant plant, Way way) {
    double[] reach = shaking().reach();
    Proposal proposal = switch (way) {
      case LEARNED_GRADIENT -> new QuasiNewton((data, d) -> task.gradient(data, d, estimator), reach);
      case TRUE_GRADIENT -> new QuasiNewton((data, _) -> trueGradient(data), reach);
      case GAUSS_NEWTON -> (data, d) -> task.gaussNewton(data, d, estimator);
    };
    int most = ROLLOUTS[ROLLOUTS.length - 1];
    return Improvement.run(plant, estimator, proposal, experiment.nominal(), TrustRegion.ellipsoid(reach),
        most / (2 * experiment.parameterCount()));
  }

  private double[] trueGradient(Rollouts data) {
    double[] w = data.nominal();
    double[] sum = experiment.simulation().gradients(new DMatrixRMaj(1, w.length, true, w), task.sum()).data;
    return Arrays.stream(sum).map(g -> g / data.stepCount()).toArray();
  }

  private static double[] bestAfter(List<Improvement.Visit> visits, int rollouts) {
    return visits.stream().filter(visit -> visit.accepted() && visit.rolloutCount() <= rollouts)
        .reduce((_, later) -> later).orElseThrow().parameters();
  }
}
