package io.github.lanewise.app.shake;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.shake.ShakeResult.Gradient;
import io.github.lanewise.app.shake.ShakeResult.Reach;
import io.github.lanewise.app.wire.ConnectedRobot;
import io.github.lanewise.app.wire.PortOptions;
import io.github.lanewise.hardware.loop.Safety;
import io.github.lanewise.hardware.port.Clock;
import io.github.lanewise.hardware.robot.TwinGradient;
import io.github.lanewise.hardware.robot.WiredRobot;
import io.github.lanewise.hardware.servo.ServoBus;
import io.github.lanewise.hardware.twin.Imperfections;
import io.github.lanewise.hardware.twin.SteppedTwin;
import io.github.lanewise.hardware.twin.Twin;
import io.github.lanewise.policy.Policy;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.planning.Improvement;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.task.TipReturn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;

/** {@code lanewise shake --port} and {@code --twin}: the same work on a robot whose roll-outs a control loop runs. */
final class ShakeOnWire {
  /** The true gradient is the mean of so many differences for each parameter. */
  private static final int REPEATS = 16;
  /** Of the true gradient's differences, in scales of the parameters: what the roll-outs of a usual shake cover. */
  private static final double DIFFERENCE = 0.05;

  /** A busy machine keeps simulated servos from answering now and then. */
  private static final int RESUMPTIONS = 20;

  private final ShakeSettings settings;
  private final ShakeWire wire;
  private final ShakeSettings.Motion motion;
  private final WiredRuns runs;
  private final ShakeAnalysis analysis;
  private final Policy policy;
  private final Shaking shaking;
  private final TipReturn task;
  private int settled;

  ShakeOnWire(ShakeSettings settings, WiredRuns runs) {
    this.settings = settings;
    this.runs = runs;
    wire = settings.subject().wire();
    motion = settings.motion();
    analysis = new ShakeAnalysis(settings);
    policy = settings.policy();
    shaking = settings.perturbation().of(policy);
    task = settings.task();
  }

  ShakeResult run() throws IOException {
    DMatrixRMaj parameters = parameters();
    if (!wire.simulated()) {
      return run(wire.port(), parameters);
    }
    if (wire.stepped()) {
      try (SteppedTwin twin = wire.twin().stepped(); ConnectedRobot robot = wire.servos().connect(
          wire.twin().port("memory"), twin.line(), twin, settings.model())) {
        return run(robot, twin, parameters);
      }
    }
    try (Twin twin = wire.twin().atRest(wire.fifo())) {
      return run(wire.twin().port(twin.path()), parameters);
    }
  }

  private ShakeResult run(PortOptions port, DMatrixRMaj parameters) throws IOException {
    try (ConnectedRobot robot = wire.servos().connect(port, Clock.system(), settings.model())) {
      return run(robot, Clock.system(), parameters);
    }
  }

  /** Of the first shake. */
  DMatrixRMaj parameters() {
    return shaking.parameters(policy.nominal(), settings.perturbation().rolloutCount());
  }

  private ShakeResult run(ConnectedRobot connected, Clock clock, DMatrixRMaj parameters) throws IOException {
    connected.requireRate(1 / motion.timeStep());
    ServoBus bus = connected.bus();
    Safety safety = wire.simulated() ? wire.safety() : wire.safety().within(bus);
    WiredRobot robot = new WiredRobot(bus, clock, settings.model(), policy, safety, motion.stepCount(),
        motion.timeStep());
    robot.recordedAs(connected.origin(settings.subject().robot(), "shake", settings.perturbation().seed()));
    if (wire.simulated()) {
      robot.resuming(RESUMPTIONS);
    }
    if (wire.stepped()) {
      robot.rehearsal(0); // Time waits for the compiler.
    }
    if (wire.fifo() != null) {
      robot.fifo(wire.fifo());
    }
    return run(robot, parameters);
  }

  /** All of it, on a robot that is connected. */
  ShakeResult run(WiredRobot robot, DMatrixRMaj parameters) throws IOException {
    robot.awaitRest();
    WiredRobot.Result shaken = shake(robot, parameters);
    Rollouts logs = shaken.rollouts();
    List<String> remarks = new ArrayList<>(shaken.remarks());
    ShakeResult.Data data = analysis.prepare(logs, Optional.empty());
    remarks.addAll(data.remarks());
    Rollouts used = data.used();
    int[] via = analysis.viaSamples(used);
    Sensitivity sensitivity = analysis.estimate(used);
    ShakeResult.Trial trial = Progress.during("predicting", () -> analysis.heldOut(used));
    WiredPlant plant = new WiredPlant(settings, robot, runs, task, logs,
        more -> analysis.prepare(more, Optional.empty()).used());
    List<Improvement.Visit> visits = settings.goals().shakeCount() == 0 || !plant.knowsStart() ? List.of()
        : analysis.improve(plant, task, policy.nominal(), shaking.reach());
    Reach reach = settings.goals().reach().isEmpty() ? null
        : analysis.reach(sensitivity, via, task, policy.nominal(), shaking.reach(),
            planned -> plant.execute(planned).map(Rollouts::states).orElse(null));
    Gradient gradient = gradient(used, sensitivity);
    remarks.addAll(plant.remarks());
    return new ShakeResult(settings,
        new ShakeResult.Names(policy.parameters(), ShakeAnalysis.stateNames(settings.model())), data,
        new ShakeResult.Learned(sensitivity, null, settled, trial, gradient), new ShakeResult.Uses(visits,
            ShakeAnalysis.best(visits).map(plant::tried).orElse(null), reach),
        remarks);
  }

  /** Roll-outs are taken in as they are done; the recursive estimator ends the shaking when it knows enough. */
  private WiredRobot.Result shake(WiredRobot robot, DMatrixRMaj parameters) throws IOException {
    double[] nominal = policy.nominal();
    int p = nominal.length;
    boolean mayEnd = settings.estimation().method() == ShakeSettings.Method.RECURSIVE;
    Arrivals arrivals = new Arrivals(motion.stepCount(), 2 * settings.model().nv(), shaking.sigma());
    return runs.run(robot, "shaking", nominal, parameters, (rollout, states, progress) -> {
      if (states == null) {
        return true;
      }
      double[] change = Arrays.copyOfRange(parameters.data, rollout * p, (rollout + 1) * p);
      Arrays.setAll(change, j -> change[j] - nominal[j]);
      arrivals.add(change, states);
      double error = arrivals.relativeStandardError();
      progress.note(Double.isInfinite(error) ? ""
          : String.format(Locale.ROOT, "standard error %.1f %%", 100 * error));
      boolean enough = mayEnd && error <= settings.estimation().tolerance() && !inMidPair(rollout);
      settled = enough && settled == 0 ? rollout + 1 : settled;
      return !enough;
    });
  }

  private boolean inMidPair(int rollout) {
    return settings.perturbation().antithetic() && (rollout - settings.perturbation().nominalCount()) % 2 == 0;
  }

  /** Learned, and beside it the true one of a simulated robot. */
  private Gradient gradient(Rollouts used, Sensitivity sensitivity) {
    if (!wire.simulated()) {
      return analysis.gradient(used, sensitivity, task, null, null, policy.scales());
    }
    TwinGradient.Truth truth = truth(used.nominal());
    return analysis.gradient(used, sensitivity, task, truth.value(), truth.standardError(), policy.scales());
  }

  private TwinGradient.Truth truth(double[] nominal) {
    double[] change = Arrays.stream(policy.scales()).map(scale -> DIFFERENCE * scale).toArray();
    Imperfections own = wire.twin().imperfections();
    Imperfections other = own.withSeed(~own.seed());
    TwinGradient twin = new TwinGradient(wire.twin().model(), wire.twin().servos(), settings.model(), policy,
        wire.safety(), motion.stepCount(), motion.timeStep(), other);
    try (Progress progress = Progress.start("measuring the true gradient", 2 * change.length * REPEATS)) {
      return twin.at(nominal, change, REPEATS, task::returns, progress);
    }
  }
}
