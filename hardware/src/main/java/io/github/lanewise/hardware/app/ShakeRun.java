package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.app.ShakeResult.Gradient;
import io.github.lanewise.hardware.app.ShakeResult.Reach;
import io.github.lanewise.hardware.app.ShakeResult.Trial;
import io.github.lanewise.hardware.data.RolloutFile;
import io.github.lanewise.hardware.task.TipTask;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Improvement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** The run behind {@code lanewise shake} without a wire: shake or read, align, estimate, compare, improve, reach. */
final class ShakeRun {
  private static final int TRIALS = 8;

  private final ShakeSettings settings;
  private final ShakeAnalysis analysis;

  ShakeRun(ShakeSettings settings) {
    this.settings = settings;
    analysis = new ShakeAnalysis(settings);
  }

  ShakeResult run() throws IOException {
    return settings.data() == null ? ofSimulator() : ofData();
  }

  private ShakeResult ofSimulator() {
    try (ShakenRobot robot = new ShakenRobot(settings)) {
      TipTask task = new TipTask(settings.model(), settings.goal(), settings.effort());
      double[] nominal = robot.policy().nominal();
      Rollouts logs = Progress.during("shaking", () -> robot.shake(nominal));
      ShakeAnalysis.Prepared data = analysis.prepare(logs, robot.commands(logs));
      Rollouts used = data.rollouts();
      int[] via = analysis.viaSamples(used);
      Sensitivity sensitivity = analysis.estimate(used);
      DMatrixRMaj oracle = Progress.during("comparing",
          () -> ShakeAnalysis.first(robot.simulation().oracle(nominal), used.steps() * used.stateRows()));
      Trial trial = Progress.during("predicting", () -> trial(robot, sensitivity));
      Gradient gradient = Progress.during("following the gradient", () -> gradient(robot, used, sensitivity, task));
      List<Improvement.Visit> visits = settings.improve() == 0 ? List.of() : improve(robot, task);
      Reach reach = settings.reach().isEmpty() ? null : analysis.reach(sensitivity, via, task, nominal, robot.reach(),
          parameters -> robot.simulation().run(parameters).states());
      return new ShakeResult(settings, robot.policy().parameters(), ShakeAnalysis.stateNames(settings.model()), logs,
          used, data.delays(), data.atLimit(), ShakeAnalysis.spread(used), sensitivity, oracle,
          analysis.settledAfter(used), trial, gradient, visits, reach, robot.dropped());
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
    ShakeAnalysis.Prepared data = analysis.prepare(logs, Optional.empty());
    int[] via = analysis.viaSamples(data.rollouts());
    Sensitivity sensitivity = analysis.estimate(data.rollouts());
    List<PolicyParameter> parameters = new ArrayList<>();
    double[] nominal = logs.nominal();
    double[] shaken = shaken(logs);
    for (int j = 0; j < nominal.length; j++) {
      parameters.add(new PolicyParameter("w" + j, "", nominal[j], shaken[j]));
    }
    List<String> names = model != null ? ShakeAnalysis.stateNames(model)
        : IntStream.range(0, logs.stateRows()).mapToObj(i -> "x" + i).toList();
    Reach reach = settings.reach().isEmpty() ? null
        : analysis.reach(sensitivity, via, new TipTask(model, null, 0), nominal, shaken, null);
    List<String> remarks = new ArrayList<>(content.dropped());
    remarks.addAll(data.remarks());
    content.ignored().forEach(name -> remarks.add("array '" + name + "', which has no meaning here"));
    Trial trial = Progress.during("predicting", () -> analysis.heldOut(data.rollouts()));
    return new ShakeResult(settings, parameters, names, logs, data.rollouts(), data.delays(), data.atLimit(),
        ShakeAnalysis.spread(data.rollouts()), sensitivity, null, analysis.settledAfter(data.rollouts()), trial,
        null, List.of(), reach, remarks);
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

  private Gradient gradient(ShakenRobot robot, Rollouts used, Sensitivity sensitivity, TipTask task) {
    double[] learned = task.gradient(used, sensitivity, analysis.estimator());
    double[] nominal = used.nominal();
    double[] exact = robot.simulation().gradients(new DMatrixRMaj(1, nominal.length, true, nominal), task.sum()).data;
    Arrays.setAll(exact, j -> exact[j] / settings.steps());
    return new Gradient(learned, exact, null, ShakeAnalysis.cosine(learned, exact, robot.policy().scales()), task);
  }

  private List<Improvement.Visit> improve(ShakenRobot robot, TipTask task) {
    try (Progress progress = Progress.start("improving", settings.improve())) {
      ShakenPlant plant = new ShakenPlant(robot, task,
          logs -> analysis.prepare(logs, robot.commands(logs)).rollouts(), progress);
      return analysis.improve(plant, task, robot.policy().nominal(), robot.reach());
    }
  }

  /** Predictions of roll-outs that are then run, without noise. */
  private static Trial trial(ShakenRobot robot, Sensitivity sensitivity) {
    double[] nominal = robot.policy().nominal();
    Rollouts executed = robot.perturbed(nominal, TRIALS);
    DMatrixRMaj still = robot.simulation().run(nominal).states();
    return ShakeAnalysis.trial(executed, sensitivity, still);
  }
}
