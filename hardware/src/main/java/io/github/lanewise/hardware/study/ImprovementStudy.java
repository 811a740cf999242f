package io.github.lanewise.hardware.study;

import io.github.lanewise.policy.Disturbance;
import io.github.lanewise.policy.DivergenceException;
import io.github.lanewise.policy.FramePosition;
import io.github.lanewise.policy.PolicyJacobians;
import io.github.lanewise.policy.PolicySimulation;
import io.github.lanewise.policy.Reward;
import io.github.lanewise.policy.TrajectoryReturn;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.GaussNewton;
import io.github.lanewise.sensitivity.planning.Improvement;
import io.github.lanewise.sensitivity.planning.PolicyGradient;
import io.github.lanewise.sensitivity.planning.Proposal;
import io.github.lanewise.sensitivity.planning.Step;
import io.github.lanewise.sensitivity.planning.TrustRegion;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.spatial.Vec3;
import io.github.lanewise.trace.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.ejml.data.DMatrixRMaj;

/**
 * Return after N re-shakes along the learned gradient, along the true one in the same trust region, by Gauss-Newton steps with
 * the learned sensitivity, and of CMA-ES with as many roll-outs.
 *
 * <p>The tip is to stay near a point that it passes under other parameters: r = -|y - y*|^2 per sample, less a little for the
 * torque. The learned gradient comes from noisy logs; CMA-ES is told exact returns. Compared are the returns of undisturbed
 * roll-outs.
 */
final class ImprovementStudy {
  private static final int ROLLOUTS = 16;
  private static final int NOMINALS = 2;
  private static final double SIGMA = 0.1;
  private static final double NOISE = 1e-3;
  private static final double WORST = -1e6;
  private static final double TORQUE_PRICE = 1e-4;
  private static final int[] RESHAKES = {1, 2, 5, 10, 20};
  private static final int SEEDS = 3;

  /** Who proposes a step. */
  private enum Way {
    LEARNED_GRADIENT, TRUE_GRADIENT, GAUSS_NEWTON, CMA_ES
  }

  private final Experiment experiment;
  private final FramePosition tip;
  private final double[] point;
  private final TrajectoryReturn returns;
  private final long seed;
  private int shakes;

  private ImprovementStudy(Experiment experiment, long seed) {
    this.experiment = experiment;
    this.seed = seed;
    PolicySimulation simulation = experiment.simulation();
    tip = FramePosition.tip(simulation.model());
    int n = simulation.initial().length;
    double[] nominal = experiment.nominal();
    DMatrixRMaj other = new Shaking(Shaking.Design.UNIFORM, experiment.sigma(3 * SIGMA)).withSeed(100 + seed)
        .parameters(nominal, 1);
    Rollouts target = simulation.run(nominal, other);
    double[] last = new double[n];
    Arrays.setAll(last, i -> target.states().get((target.steps() - 1) * n + i, 0));
    point = tip.value(last);
    Reward reward = (x, u, time) -> {
      Vec3 y = tip.at(Arrays.copyOf(x, n / 2));
      Scalar r = y.minus(Vec3.of(point[0], point[1], point[2])).squaredNorm().negate();
      for (Scalar torque : u) {
        r = r.minus(torque.squared().times(TORQUE_PRICE));
      }
      return r;
    };
    returns = new TrajectoryReturn(n, simulation.model().nv(), reward);
  }

  static int work() {
    return SEEDS;
  }

  static Table measure(Experiment experiment, IntConsumer done) {
    Table table = new Table("Return after re-shaking (" + ROLLOUTS + " roll-outs each, noise " + NOISE + " rad) along the learned"
        + " gradient and by Gauss-Newton steps, beside the true gradient and CMA-ES with as many roll-outs; median of " + SEEDS
        + " target points, the start's return being -1.", List.of("re_shakes", "rollouts"),
        List.of("learned_gradient_return", "true_gradient_return", "gauss_newton_return", "cma_es_return"));
    double[][][] results = new double[RESHAKES.length][Way.values().length][SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      for (Way way : Way.values()) {
        ImprovementStudy study = new ImprovementStudy(experiment, seed);
        double start = -study.undisturbed(experiment.nominal());
        double[] found = way == Way.CMA_ES ? study.byCmaEs() : study.bySteps(way);
        for (int r = 0; r < RESHAKES.length; r++) {
          results[r][way.ordinal()][seed] = found[r] / start;
        }
      }
      done.accept(seed + 1);
    }
    for (int r = 0; r < RESHAKES.length; r++) {
      table.add(List.of(Integer.toString(RESHAKES[r]), Integer.toString((RESHAKES[r] + 1) * ROLLOUTS)),
          Arrays.stream(results[r]).mapToDouble(Experiment::median).toArray());
    }
    return table;
  }

  private double undisturbed(double[] parameters) {
    return returns.of(experiment.simulation().run(parameters))[0];
  }

  /** A roll-out that leaves the finite numbers is worse than any other. */
  private double undisturbedOrWorst(double[] parameters) {
    try {
      return undisturbed(parameters);
    } catch (DivergenceException flewApart) {
      return WORST;
    }
  }

  private double[] bySteps(Way way) {
    boolean exact = way == Way.TRUE_GRADIENT;
    PolicySimulation simulation = experiment.simulation();
    Shaking shaking = experiment.pairs(SIGMA, seed).withNominals(NOMINALS);
    Estimator ridge = new Ridge();
    Estimator estimator = exact ? this::oracle : ridge;
    Proposal proposal = way == Way.GAUSS_NEWTON ? this::newton
        : (data, sensitivity, region) -> region.ascent(gradient(data, sensitivity));
    Improvement improvement = new Improvement(
        w -> simulation.run(w, shaking.withSeed(1000 * seed + shakes).parameters(w, ROLLOUTS),
            exact ? Disturbance.NONE : disturbance()),
        estimator, returns::of, proposal);
    List<Improvement.Visit> visits =
        improvement.run(experiment.nominal(), TrustRegion.ellipsoid(shaking.reach()), RESHAKES[RESHAKES.length - 1]);
    List<Double> best = new ArrayList<>();
    double kept = Double.NaN;
    for (Improvement.Visit visit : visits) {
      kept = visit.accepted() ? undisturbed(visit.parameters()) : kept;
      best.add(kept);
    }
    return Arrays.stream(RESHAKES).mapToDouble(r -> best.get(Math.min(r, best.size() - 1))).toArray();
  }

  private Disturbance disturbance() {
    return Experiment.noise(NOISE, 0, 7919 * seed + shakes++);
  }

  private Sensitivity oracle(Rollouts data) {
    double[] w = data.nominal();
    DMatrixRMaj d = experiment.simulation().oracle(w);
    DMatrixRMaj x = experiment.simulation().run(w).states();
    return new Sensitivity(data.steps(), d, new DMatrixRMaj(d.numRows, d.numCols), x, Double.POSITIVE_INFINITY, w.length);
  }

  /** With the policy's Jacobians, which whoever wrote the policy knows, along the trajectory. */
  private double[] gradient(Rollouts data, Sensitivity sensitivity) {
    PolicyJacobians pi = experiment.simulation().policyJacobians(data.nominal());
    DMatrixRMaj actions = experiment.simulation().run(data.nominal()).actions();
    TrajectoryReturn.Gradient by = returns.gradient(sensitivity.nominal(), actions, data.timeStep());
    DMatrixRMaj actionDerivative = PolicyGradient.actionDerivative(sensitivity, pi.byState(), pi.byParameter());
    return PolicyGradient.of(sensitivity, actionDerivative, by.byState(), by.byAction());
  }

  /** The distances from the point are the residuals; the price of torques is left out of the step, not out of its trial. */
  private Step newton(Rollouts data, Sensitivity sensitivity, TrustRegion region) {
    Rollouts nominals = data.select(data.nominalRollouts());
    int n = data.stateRows();
    DMatrixRMaj residuals = new DMatrixRMaj(3 * data.steps(), 1);
    DMatrixRMaj byState = new DMatrixRMaj(3 * data.steps(), n);
    for (int t = 0; t < data.steps(); t++) {
      double[] state = new double[n];
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < nominals.count(); k++) {
          state[i] += nominals.states().get(t * n + i, k) / nominals.count();
        }
      }
      double[] y = tip.value(state);
      for (int row = 0; row < 3; row++) {
        residuals.set(3 * t + row, 0, y[row] - point[row]);
      }
      System.arraycopy(tip.jacobian(state).data, 0, byState.data, 3 * t * n, 3 * n);
    }
    return GaussNewton.step(sensitivity, residuals, byState, region);
  }

  private double[] byCmaEs() {
    double[] results = new double[RESHAKES.length];
    for (int r = 0; r < RESHAKES.length; r++) {
      results[r] = CmaEs.best(this::undisturbedOrWorst, experiment.nominal(), experiment.sigma(SIGMA),
          (RESHAKES[r] + 1) * ROLLOUTS, seed);
    }
    return results;
  }
}
