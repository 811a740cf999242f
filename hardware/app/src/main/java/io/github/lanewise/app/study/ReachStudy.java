package io.github.lanewise.app.study;

import io.github.lanewise.app.report.Table;
import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.ReachPlan;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.task.FramePosition;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.ejml.data.DMatrixRMaj;

/**
 * Points that the tip passes under random parameters of the shaken box, reached at the first attempt with the learned
 * sensitivity.
 *
 * <p>So every point can be reached. Parameters of the points are drawn from another seed than those of the roll-outs.
 */
final class ReachStudy {
  private static final int POINTS = 100;
  private static final int ROLLOUTS = 256;
  private static final double NOISE = 1e-3;
  private static final double RHO = 1e-8;
  private static final double[] SIGMAS = {0.05, 0.1, 0.2};

  private ReachStudy() {}

  static int work() {
    return SIGMAS.length * POINTS;
  }

  static Table measure(Experiment experiment, IntConsumer done) {
    FramePosition tip = FramePosition.tip(experiment.simulation().model());
    Table table = new Table("Zero-shot reach of " + POINTS + " random points of the tip ('" + tip.frame() + "') at the"
        + " end of the motion, from " + ROLLOUTS + " roll-outs with noise of " + NOISE + " rad: distance between point"
        + " and executed tip.", List.of("sigma"),
        List.of("median_miss_m", "p90_miss_m", "median_miss_of_doing_nothing_m", "median_predicted_miss_m"));
    int finished = 0;
    for (double sigma : SIGMAS) {
      Shaking box = new Shaking(Shaking.Design.UNIFORM, experiment.sigma(sigma)).inPairs().withSeed(1);
      Sensitivity sensitivity = new Ridge().estimate(experiment.shake(box, ROLLOUTS, Experiment.noise(NOISE, 0, 1)));
      int last = sensitivity.stepCount() - 1;
      double[] nominal = experiment.nominal();
      DMatrixRMaj drawn = new Shaking(Shaking.Design.UNIFORM, experiment.sigma(sigma)).withSeed(2)
          .parameters(nominal, POINTS);
      Rollouts targets = experiment.simulation().run(nominal, drawn);
      double[] rest = tip.value(state(experiment.simulation().run(nominal), last, 0));
      DMatrixRMaj planned = new DMatrixRMaj(POINTS, nominal.length);
      double[] predicted = new double[POINTS];
      double[][] points = new double[POINTS][];
      for (int k = 0; k < POINTS; k++) {
        points[k] = tip.value(state(targets, last, k));
        ReachPlan.Plan plan = new ReachPlan(sensitivity, RHO, box.reach()).through(last, tip, points[k]).solve();
        predicted[k] = plan.misses()[0];
        for (int j = 0; j < nominal.length; j++) {
          planned.set(k, j, nominal[j] + plan.change()[j]);
        }
        done.accept(++finished);
      }
      Rollouts executed = experiment.simulation().run(nominal, planned);
      double[] misses = new double[POINTS];
      double[] nothing = new double[POINTS];
      for (int k = 0; k < POINTS; k++) {
        misses[k] = distance(tip.value(state(executed, last, k)), points[k]);
        nothing[k] = distance(rest, points[k]);
      }
      Arrays.sort(misses);
      table.add(List.of(sigma), Experiment.median(misses), misses[POINTS * 9 / 10],
          Experiment.median(nothing), Experiment.median(predicted));
    }
    return table;
  }

  private static double[] state(Rollouts rollouts, int sample, int rollout) {
    double[] state = new double[rollouts.stateCount()];
    Arrays.setAll(state, i -> rollouts.states().get(sample * state.length + i, rollout));
    return state;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }
}
