package io.github.lanewise.app.shake;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.options.Choice;
import io.github.lanewise.app.shake.ShakeResult.Data;
import io.github.lanewise.app.shake.ShakeResult.Gradient;
import io.github.lanewise.app.shake.ShakeResult.Reach;
import io.github.lanewise.app.shake.ShakeResult.Trial;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.model.RowNames;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Improvement;
import io.github.lanewise.sensitivity.planning.Plant;
import io.github.lanewise.sensitivity.planning.ReachPlan;
import io.github.lanewise.sensitivity.planning.TrustRegion;
import io.github.lanewise.sensitivity.shaking.Alignment;
import io.github.lanewise.sensitivity.shaking.Voxels;
import io.github.lanewise.task.TipReturn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** What {@code lanewise shake} does with roll-outs, whether they come from the simulator, a robot or a file. */
final class ShakeAnalysis {
  /** Of recorded roll-outs, one in so many is predicted from the others. */
  private static final int HELD_OUT = 10;
  /** Price of a parameter at the end of its range, as a squared distance: (0.1 mm)^2. */
  private static final double REACH_PRICE = 1e-8;

  private final ShakeSettings settings;
  private final Estimator estimator;

  ShakeAnalysis(ShakeSettings settings) {
    this.settings = settings;
    estimator = settings.estimation().method().estimator();
  }

  Sensitivity estimate(Rollouts rollouts) {
    int p = rollouts.parameterCount();
    if (rollouts.count() <= p && !settings.estimation().method().takesFewer()) {
      throw new IllegalArgumentException(rollouts.count() + " roll-outs of " + p + " parameters: --estimator "
          + Choice.text(settings.estimation().method()) + " takes at least " + (p + 1)
          + "; bayes and directions take fewer");
    }
    return Progress.during("estimating", () -> estimator.estimate(rollouts));
  }

  /** Aligns and quantises as asked for; delays can be found of roll-outs with all their samples only. */
  Data prepare(Rollouts logs, Optional<DMatrixRMaj> commands) {
    ShakeSettings.Logs asked = settings.logs();
    Rollouts rollouts = logs;
    double[] delays = null;
    int atLimit = 0;
    List<String> remarks = new ArrayList<>();
    if (asked.align()) {
      Rollouts complete = complete(logs);
      if (complete.count() < logs.count()) {
        remarks.add((logs.count() - complete.count()) + " roll-outs with missing samples, which cannot be aligned");
      }
      Alignment.Result aligned = Progress.during("aligning", () -> commands
          .map(sent -> Alignment.toCommands(logs, sent, asked.delay()))
          .orElseGet(() -> Alignment.toPrediction(complete, asked.delay())));
      rollouts = aligned.rollouts();
      delays = aligned.delays();
      atLimit = aligned.atLimit().length;
    }
    return new Data(logs, asked.voxels() > 0 ? Voxels.quantized(rollouts, asked.voxels()) : rollouts, delays, atLimit,
        remarks);
  }

  /** The roll-outs that have all their samples; the same if all have. */
  static Rollouts complete(Rollouts rollouts) {
    if (rollouts.weights() == null) {
      return rollouts;
    }
    Rollouts some = rollouts.select(IntStream.range(0, rollouts.count())
        .filter(k -> IntStream.range(0, rollouts.stepCount()).allMatch(t -> rollouts.weight(t, k) == 1)).toArray());
    return new Rollouts(some.nominal(), some.parameters(), some.states(), some.actions(), null, some.stepCount(),
        some.timeStep());
  }

  /** Root mean square change of each parameter that is in the data: of what size its shaking was. */
  static double[] deviations(Rollouts rollouts) {
    DMatrixRMaj changes = rollouts.perturbations();
    double[] squares = new double[changes.numCols];
    for (int e = 0; e < changes.data.length; e++) {
      squares[e % changes.numCols] += changes.data[e] * changes.data[e];
    }
    return Arrays.stream(squares).map(sum -> Math.sqrt(sum / changes.numRows)).toArray();
  }

  /** After how many roll-outs shaking could have stopped, or did; 0 if not before the last, or not asked. */
  int settledAfter(Rollouts rollouts) {
    if (settings.estimation().method() != ShakeSettings.Method.RECURSIVE) {
      return 0;
    }
    Rollouts complete = complete(rollouts);
    Arrivals arrivals = new Arrivals(complete.stepCount(), complete.stateCount(), deviations(rollouts));
    double[] changes = complete.perturbations().data;
    int p = complete.parameterCount();
    for (int k = 0; k < complete.count(); k++) {
      arrivals.add(Arrays.copyOfRange(changes, k * p, (k + 1) * p), column(complete.states(), k).data);
      if (arrivals.relativeStandardError() <= settings.estimation().tolerance()) {
        return k + 1;
      }
    }
    return 0;
  }

  /**
   * The gradient of the return, learned; by random directions from the returns alone, with half the widths of the 95 %
   * intervals of its numbers.
   *
   * @param exact null if it is not known
   * @param exactError null if it is exact
   */
  Gradient gradient(Rollouts used, Sensitivity sensitivity, TipReturn task, double[] exact, double[] exactError,
      double[] scales) {
    double[] learned;
    double[] halfWidths = null;
    if (settings.estimation().method() == ShakeSettings.Method.DIRECTIONS) {
      Sensitivity alone = estimator.estimate(used.ofReturns(task.returns(used)));
      learned = alone.derivative().data;
      halfWidths = alone.halfWidths(0.95).data;
    } else {
      learned = task.gradient(used, sensitivity, estimator);
    }
    return new Gradient(learned, halfWidths, exact, exactError,
        exact == null ? Double.NaN : cosine(learned, exact, scales), task);
  }

  /** Cosine of the angle between two gradients, in scales of the parameters, so that units do not matter. */
  static double cosine(double[] a, double[] b, double[] scales) {
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int j = 0; j < a.length; j++) {
      product += a[j] * b[j] * scales[j] * scales[j];
      ofA += a[j] * a[j] * scales[j] * scales[j];
      ofB += b[j] * b[j] * scales[j] * scales[j];
    }
    return product / Math.sqrt(ofA * ofB);
  }

  List<Improvement.Visit> improve(Plant plant, TipReturn task, double[] nominal, double[] reach) {
    return Improvement.run(plant, estimator,
        (rollouts, sensitivity) -> task.gaussNewton(rollouts, sensitivity, estimator), nominal,
        TrustRegion.ellipsoid(reach), settings.goals().shakeCount());
  }

  /** The best parameters that were visited; empty if none are better than the first. */
  static Optional<double[]> best(List<Improvement.Visit> visits) {
    return visits.stream().skip(1).filter(Improvement.Visit::accepted).reduce((a, b) -> b)
        .map(Improvement.Visit::parameters);
  }

  /** The samples at which points are to be reached; refuses times without one before long work begins. */
  int[] viaSamples(Rollouts used) {
    return settings.goals().reach().stream().mapToInt(via -> via.sample(used.stepCount(), used.timeStep())).toArray();
  }

  /**
   * The plan, executed where there is a robot.
   *
   * @param execute the states of one roll-out with these parameters; gives null if it failed, and is null without robot
   */
  Reach reach(Sensitivity sensitivity, int[] samples, TipReturn task, double[] nominal, double[] range,
      Function<double[], DMatrixRMaj> execute) {
    ReachPlan plan = new ReachPlan(sensitivity, REACH_PRICE, range);
    for (int v = 0; v < samples.length; v++) {
      plan.through(samples[v], task.output(), settings.goals().reach().get(v).target());
    }
    ReachPlan.Plan solution = plan.solve();
    double[] parameters = nominal.clone();
    Arrays.setAll(parameters, j -> parameters[j] + solution.change()[j]);
    DMatrixRMaj states = execute == null ? null : execute.apply(parameters);
    DMatrixRMaj executed = states == null ? null : first(states, sensitivity.nominal().numRows);
    int n = sensitivity.stateCount();
    double[][] points = Arrays.stream(samples).mapToObj(t -> task.output().value(
        Arrays.copyOfRange(sensitivity.nominal().data, t * n, (t + 1) * n))).toArray(double[][]::new);
    return new Reach(task, solution, samples, new Reach.Nominal(points, plan.misses(sensitivity.nominal())),
        executed == null ? null : new Reach.Executed(executed, plan.misses(executed)));
  }

  /** Predictions of every tenth roll-out, noise and all, from the others. */
  Trial heldOut(Rollouts rollouts) {
    Rollouts data = complete(rollouts);
    int[] rest = IntStream.range(0, data.count()).filter(k -> k % HELD_OUT != HELD_OUT - 1).toArray();
    int[] held = IntStream.range(0, data.count()).filter(k -> k % HELD_OUT == HELD_OUT - 1).toArray();
    if (held.length == 0
        || rest.length < data.parameterCount() + 2 && !settings.estimation().method().takesFewer()) {
      return null;
    }
    try {
      Sensitivity sensitivity = estimator.estimate(data.select(rest));
      return trial(data.select(held), sensitivity, sensitivity.nominal());
    } catch (IllegalArgumentException e) {
      return null; // The rest alone does not determine a sensitivity; all of them do.
    }
  }

  static Trial trial(Rollouts executed, Sensitivity sensitivity, DMatrixRMaj still) {
    int rows = sensitivity.nominal().numRows;
    int p = sensitivity.parameterCount();
    double[] changes = executed.perturbations().data;
    double error = 0;
    double motion = 0;
    DMatrixRMaj firstPrediction = null;
    for (int k = 0; k < executed.count(); k++) {
      DMatrixRMaj predicted = sensitivity.predict(Arrays.copyOfRange(changes, k * p, (k + 1) * p));
      for (int row = 0; row < rows; row++) {
        double x = executed.states().get(row, k);
        error += (predicted.data[row] - x) * (predicted.data[row] - x);
        motion += (x - still.data[row]) * (x - still.data[row]);
      }
      firstPrediction = firstPrediction == null ? predicted : firstPrediction;
    }
    return new Trial(executed.count(), Math.sqrt(error / motion), firstPrediction,
        first(column(executed.states(), 0), rows));
  }

  static DMatrixRMaj column(DMatrixRMaj matrix, int k) {
    DMatrixRMaj column = new DMatrixRMaj(matrix.numRows, 1);
    Arrays.setAll(column.data, row -> matrix.get(row, k));
    return column;
  }

  /** The first rows: those of the samples that alignment left. */
  static DMatrixRMaj first(DMatrixRMaj matrix, int rows) {
    return new DMatrixRMaj(rows, matrix.numCols, true, Arrays.copyOf(matrix.data, rows * matrix.numCols));
  }

  static List<String> stateNames(RobotModel model) {
    List<String> names = new ArrayList<>();
    RowNames.configuration(model).forEach(row -> names.add("q " + row));
    RowNames.velocity(model).forEach(row -> names.add("v " + row));
    return names;
  }
}
