package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.app.ShakeResult.Gradient;
import io.github.lanewise.hardware.app.ShakeResult.Reach;
import io.github.lanewise.hardware.app.ShakeResult.Trial;
import io.github.lanewise.hardware.data.RolloutFile;
import io.github.lanewise.hardware.task.TipTask;
import io.github.lanewise.model.Joint;
import io.github.lanewise.model.JointKind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.RecursiveLeastSquares;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Improvement;
import io.github.lanewise.sensitivity.planning.ReachPlan;
import io.github.lanewise.sensitivity.planning.TrustRegion;
import io.github.lanewise.sensitivity.shaking.Alignment;
import io.github.lanewise.sensitivity.shaking.Repeats;
import io.github.lanewise.sensitivity.shaking.Voxels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** The run behind {@code lanewise shake}: shake or read, align, estimate, compare, improve, reach. */
final class ShakeRun {
  private static final int TRIALS = 8;
  /** In data, one roll-out in so many is predicted from the others. */
  private static final int HELD_OUT = 10;
  /** Price of a parameter at the end of its range, as a squared distance: (0.1 mm)^2. */
  private static final double REACH_PRICE = 1e-8;

  private final ShakeSettings settings;
  private final Estimator estimator;

  ShakeRun(ShakeSettings settings) {
    this.settings = settings;
    estimator = settings.estimator().estimator();
  }

  ShakeResult run() throws IOException {
    return settings.data() == null ? ofRobot() : ofData();
  }

  private ShakeResult ofRobot() {
    try (ShakenRobot robot = new ShakenRobot(settings)) {
      TipTask task = new TipTask(settings.model(), settings.goal(), settings.effort());
      double[] nominal = robot.policy().nominal();
      Rollouts logs = Progress.during("shaking", () -> robot.shake(nominal));
      Prepared data = prepare(logs, robot.commands(logs));
      Rollouts used = data.rollouts;
      int[] via = viaSamples(used);
      Sensitivity sensitivity = Progress.during("estimating", () -> estimator.estimate(used));
      DMatrixRMaj oracle = Progress.during("comparing",
          () -> first(robot.simulation().oracle(nominal), used.steps() * used.stateRows()));
      Trial trial = Progress.during("predicting", () -> trial(robot, sensitivity));
      Gradient gradient = Progress.during("following the gradient", () -> gradient(robot, used, sensitivity, task));
      List<Improvement.Visit> visits = settings.improve() == 0 ? List.of() : improve(robot, task);
      Reach reach = settings.reach().isEmpty() ? null : reach(robot, sensitivity, via, task, robot.reach());
      return new ShakeResult(settings, robot.policy().parameters(), stateNames(settings.model()), logs, used,
          data.delays, data.atLimit, spread(used), sensitivity, oracle, settledAfter(used), trial,
          gradient, visits, reach, robot.dropped());
    }
  }

  private ShakeResult ofData() throws IOException {
    RolloutFile.Content content = RolloutFile.read(settings.data(), settings.dropBad());
    Rollouts logs = content.rollouts();
    RobotModel model = settings.model();
    if (model != null && model.nq() + model.nv() != logs.stateRows()) {
      throw new IllegalArgumentException(settings.data() + " has " + logs.stateRows() + " states, but robot '"
          + model.name() + "' has " + (model.nq() + model.nv()) + ": " + model.nq() + " positions, then "
          + model.nv() + " velocities");
    }
    Prepared data = prepare(logs, Optional.empty());
    int[] via = viaSamples(data.rollouts);
    Sensitivity sensitivity = Progress.during("estimating", () -> estimator.estimate(data.rollouts));
    List<PolicyParameter> parameters = new ArrayList<>();
    double[] nominal = logs.nominal();
    double[] shaken = shaken(logs);
    for (int j = 0; j < nominal.length; j++) {
      parameters.add(new PolicyParameter("w" + j, "", nominal[j], shaken[j]));
    }
    List<String> names = model != null ? stateNames(model)
        : IntStream.range(0, logs.stateRows()).mapToObj(i -> "x" + i).toList();
    Reach reach = settings.reach().isEmpty() ? null
        : reach(null, sensitivity, via, new TipTask(model, null, 0), shaken);
    List<String> remarks = new ArrayList<>(content.dropped());
    content.ignored().forEach(name -> remarks.add("array '" + name + "', which has no meaning here"));
    Trial trial = Progress.during("predicting", () -> heldOut(data.rollouts));
    return new ShakeResult(settings, parameters, names, logs, data.rollouts, data.delays, data.atLimit,
        spread(data.rollouts), sensitivity, null, settledAfter(data.rollouts), trial, null, List.of(), reach, remarks);
  }

  /** Logs in one time and, if asked for, in voxels. */
  private record Prepared(Rollouts rollouts, double[] delays, int atLimit) {}

  private Prepared prepare(Rollouts logs, Optional<DMatrixRMaj> commands) {
    Rollouts rollouts = logs;
    double[] delays = null;
    int atLimit = 0;
    if (settings.align()) {
      Alignment.Result aligned = Progress.during("aligning", () -> commands
          .map(sent -> Alignment.toCommands(logs, sent, settings.delay()))
          .orElseGet(() -> Alignment.toPrediction(logs, settings.delay())));
      rollouts = aligned.rollouts();
      delays = aligned.delays();
      atLimit = aligned.atLimit().length;
    }
    return new Prepared(settings.voxels() > 0 ? Voxels.quantized(rollouts, settings.voxels()) : rollouts, delays,
        atLimit);
  }

  private static double[] spread(Rollouts rollouts) {
    return rollouts.nominalRollouts().length < 2 ? null : Repeats.spread(rollouts);
  }

  /** The largest change of each parameter that is in the data. */
  private static double[] shaken(Rollouts rollouts) {
    DMatrixRMaj changes = rollouts.perturbations();
    double[] largest = new double[changes.numCols];
    for (int e = 0; e < changes.data.length; e++) {
      int j = e % changes.numCols;
      largest[j] = Math.max(largest[j], Math.abs(changes.data[e]));
    }
    for (int j = 0; j < largest.length; j++) {
      if (largest[j] == 0) {
        throw new IllegalArgumentException("parameter " + j
            + " is the nominal one in all roll-outs: nothing can be learned about it");
      }
    }
    return largest;
  }

  private int settledAfter(Rollouts rollouts) {
    if (settings.estimator() != ShakeSettings.Method.RECURSIVE || rollouts.weights() != null) {
      return 0;
    }
    int p = rollouts.parameterCount();
    RecursiveLeastSquares recursion = new RecursiveLeastSquares(rollouts.steps(), rollouts.stateRows(), p);
    double[] changes = rollouts.perturbations().data;
    for (int k = 0; k < rollouts.count(); k++) {
      recursion.add(Arrays.copyOfRange(changes, k * p, (k + 1) * p), column(rollouts.states(), k).data);
      if (recursion.settled(settings.tolerance())) {
        return k + 1;
      }
    }
    return 0;
  }

  private Gradient gradient(ShakenRobot robot, Rollouts used, Sensitivity sensitivity, TipTask task) {
    double[] learned = task.gradient(used, sensitivity, estimator);
    double[] nominal = used.nominal();
    double[] exact = robot.simulation().gradients(new DMatrixRMaj(1, nominal.length, true, nominal), task.sum()).data;
    double product = 0;
    double ofLearned = 0;
    double ofExact = 0;
    // In scales of the parameters, so that units do not matter.
    double[] scales = robot.policy().scales();
    for (int j = 0; j < nominal.length; j++) {
      exact[j] /= settings.steps();
      product += learned[j] * exact[j] * scales[j] * scales[j];
      ofLearned += learned[j] * learned[j] * scales[j] * scales[j];
      ofExact += exact[j] * exact[j] * scales[j] * scales[j];
    }
    return new Gradient(learned, exact, product / Math.sqrt(ofLearned * ofExact), task);
  }

  private List<Improvement.Visit> improve(ShakenRobot robot, TipTask task) {
    try (Progress progress = Progress.start("improving", settings.improve())) {
      ShakenPlant plant = new ShakenPlant(robot, task, logs -> prepare(logs, robot.commands(logs)).rollouts,
          progress);
      return Improvement.run(plant, estimator,
          (rollouts, sensitivity) -> task.gaussNewton(rollouts, sensitivity, estimator), robot.policy().nominal(),
          TrustRegion.ellipsoid(robot.reach()), settings.improve());
    }
  }

  /** The samples at which points are to be reached; refuses times without one before long work begins. */
  private int[] viaSamples(Rollouts used) {
    return settings.reach().stream().mapToInt(via -> via.sample(used.steps(), used.timeStep())).toArray();
  }

  /** The plan, executed where there is a robot. */
  private Reach reach(ShakenRobot robot, Sensitivity sensitivity, int[] samples, TipTask task, double[] range) {
    ReachPlan plan = new ReachPlan(sensitivity, REACH_PRICE, range);
    for (int v = 0; v < samples.length; v++) {
      plan.through(samples[v], task.output(), settings.reach().get(v).target());
    }
    ReachPlan.Plan solution = plan.solve();
    DMatrixRMaj executed = null;
    if (robot != null) {
      double[] parameters = robot.policy().nominal();
      Arrays.setAll(parameters, j -> parameters[j] + solution.change()[j]);
      executed = first(robot.simulation().run(parameters).states(), sensitivity.nominal().numRows);
    }
    int n = sensitivity.stateRows();
    double[][] points = Arrays.stream(samples).mapToObj(t -> task.output().value(
        Arrays.copyOfRange(sensitivity.nominal().data, t * n, (t + 1) * n))).toArray(double[][]::new);
    return new Reach(solution, samples, points, plan.misses(sensitivity.nominal()), executed,
        executed == null ? null : plan.misses(executed), task);
  }

  /** Predictions of roll-outs that are then run, without noise. */
  private static Trial trial(ShakenRobot robot, Sensitivity sensitivity) {
    double[] nominal = robot.policy().nominal();
    Rollouts executed = robot.perturbed(nominal, TRIALS);
    DMatrixRMaj still = robot.simulation().run(nominal).states();
    return trial(executed, sensitivity, still);
  }

  /** Predictions of every tenth roll-out, noise and all, from the others. */
  private Trial heldOut(Rollouts data) {
    int[] rest = IntStream.range(0, data.count()).filter(k -> k % HELD_OUT != HELD_OUT - 1).toArray();
    int[] held = IntStream.range(0, data.count()).filter(k -> k % HELD_OUT == HELD_OUT - 1).toArray();
    if (held.length == 0 || data.weights() != null || rest.length < data.parameterCount() + 2) {
      return null;
    }
    try {
      Sensitivity sensitivity = estimator.estimate(data.select(rest));
      return trial(data.select(held), sensitivity, sensitivity.nominal());
    } catch (IllegalArgumentException e) {
      return null; // The rest alone does not determine a sensitivity; all of them do.
    }
  }

  private static Trial trial(Rollouts executed, Sensitivity sensitivity, DMatrixRMaj still) {
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

  private static DMatrixRMaj column(DMatrixRMaj matrix, int k) {
    DMatrixRMaj column = new DMatrixRMaj(matrix.numRows, 1);
    Arrays.setAll(column.data, row -> matrix.get(row, k));
    return column;
  }

  /** The first rows: those of the samples that alignment left. */
  private static DMatrixRMaj first(DMatrixRMaj matrix, int rows) {
    return new DMatrixRMaj(rows, matrix.numCols, true, Arrays.copyOf(matrix.data, rows * matrix.numCols));
  }

  private static List<String> stateNames(RobotModel model) {
    List<String> names = new ArrayList<>();
    for (String rate : List.of("", "/s")) {
      for (Joint joint : model.joints()) {
        String unit = joint.kind() == JointKind.PRISMATIC ? "m" : "rad";
        names.add((rate.isEmpty() ? "q " : "v ") + joint.name() + " [" + unit + rate + "]");
      }
    }
    return names;
  }
}
