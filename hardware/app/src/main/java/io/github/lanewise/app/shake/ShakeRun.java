package io.github.lanewise.app.shake;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.shake.ShakeResult.Data;
import io.github.lanewise.app.shake.ShakeResult.Gradient;
import io.github.lanewise.app.shake.ShakeResult.Learned;
import io.github.lanewise.app.shake.ShakeResult.Names;
import io.github.lanewise.app.shake.ShakeResult.Reach;
import io.github.lanewise.app.shake.ShakeResult.Trial;
import io.github.lanewise.app.shake.ShakeResult.Uses;
import io.github.lanewise.data.RolloutFile;
import io.github.lanewise.hardware.recording.RecordedRollouts;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.policy.PolicyParameter;
import io.github.lanewise.policy.SimulatedPlant;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Improvement;
import io.github.lanewise.task.TipReturn;
import java.io.IOException;
import java.nio.file.Path;
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
    return settings.subject().data() == null ? ofSimulator() : ofData(settings.subject().data());
  }

  private ShakeResult ofSimulator() {
    try (ShakenRobot robot = new ShakenRobot(settings)) {
      TipReturn task = settings.task();
      double[] nominal = robot.policy().nominal();
      Rollouts logs = Progress.during("shaking", () -> robot.shake(nominal));
      Data data = analysis.prepare(logs, robot.commands(logs));
      Rollouts used = data.used();
      int[] via = analysis.viaSamples(used);
      Sensitivity sensitivity = analysis.estimate(used);
      DMatrixRMaj oracle = Progress.during("comparing",
          () -> ShakeAnalysis.first(robot.simulation().oracle(nominal), used.stepCount() * used.stateCount()));
      Trial trial = Progress.during("predicting", () -> trial(robot, sensitivity));
      Gradient gradient = Progress.during("following the gradient", () -> gradient(robot, used, sensitivity, task));
      List<Improvement.Visit> visits = settings.goals().shakeCount() == 0 ? List.of() : improve(robot, task);
      DMatrixRMaj improved =
          ShakeAnalysis.best(visits).map(best -> robot.simulation().run(best).states()).orElse(null);
      Reach reach = settings.goals().reach().isEmpty() ? null : analysis.reach(sensitivity, via, task, nominal,
          robot.reach(), parameters -> robot.simulation().run(parameters).states());
      return new ShakeResult(settings,
          new Names(robot.policy().parameters(), ShakeAnalysis.stateNames(settings.model())), data,
          new Learned(sensitivity, oracle, analysis.settledAfter(used), trial, gradient),
          new Uses(visits, improved, reach), robot.dropped());
    }
  }

  private ShakeResult ofData(Path file) throws IOException {
    RolloutFile.Content content = RecordedRollouts.read(file, settings.logs().dropBad());
    Rollouts logs = content.rollouts();
    RobotModel model = settings.model();
    if (model != null && model.nq() + model.nv() != logs.stateCount()) {
      throw new IllegalArgumentException(file + " has " + logs.stateCount() + " states, but robot '" + model.name()
          + "' has " + (model.nq() + model.nv()) + ": " + model.nq() + " positions, then " + model.nv()
          + " velocities");
    }
    Data data = analysis.prepare(logs, Optional.empty());
    int[] via = analysis.viaSamples(data.used());
    Sensitivity sensitivity = analysis.estimate(data.used());
    List<PolicyParameter> parameters = new ArrayList<>();
    double[] nominal = logs.nominal();
    double[] shaken = shaken(logs);
    for (int j = 0; j < nominal.length; j++) {
      parameters.add(new PolicyParameter("w" + j, "", nominal[j], shaken[j]));
    }
    List<String> states = model != null ? ShakeAnalysis.stateNames(model)
        : IntStream.range(0, logs.stateCount()).mapToObj(i -> "x" + i).toList();
    Reach reach = settings.goals().reach().isEmpty() ? null
        : analysis.reach(sensitivity, via, new TipReturn(model, null, 0), nominal, shaken, null);
    List<String> remarks = new ArrayList<>(content.dropped());
    remarks.addAll(data.remarks());
    content.ignored().forEach(name -> remarks.add("array '" + name + "', which has no meaning here"));
    Trial trial = Progress.during("predicting", () -> analysis.heldOut(data.used()));
    return new ShakeResult(settings, new Names(parameters, states), data,
        new Learned(sensitivity, null, analysis.settledAfter(data.used()), trial, null),
        new Uses(List.of(), null, reach), remarks);
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

  private Gradient gradient(ShakenRobot robot, Rollouts used, Sensitivity sensitivity, TipReturn task) {
    double[] nominal = used.nominal();
    double[] exact = robot.simulation().gradients(new DMatrixRMaj(1, nominal.length, true, nominal), task.sum()).data;
    Arrays.setAll(exact, j -> exact[j] / settings.motion().stepCount());
    return analysis.gradient(used, sensitivity, task, exact, null, robot.policy().scales());
  }

  private List<Improvement.Visit> improve(ShakenRobot robot, TipReturn task) {
    try (Progress progress = Progress.start("improving", settings.goals().shakeCount())) {
      int[] shakes = {0};
      SimulatedPlant plant = robot.plant(task::returns).preparing(
          logs -> analysis.prepare(logs, robot.commands(logs)).used(), () -> progress.accept(++shakes[0]));
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
