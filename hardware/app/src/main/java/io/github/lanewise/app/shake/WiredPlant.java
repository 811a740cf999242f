package io.github.lanewise.app.shake;

import io.github.lanewise.hardware.robot.NoWholeRolloutException;
import io.github.lanewise.hardware.robot.RobotStoppedException;
import io.github.lanewise.hardware.robot.WiredRobot;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.planning.Plant;
import io.github.lanewise.sensitivity.shaking.Shaking;
import io.github.lanewise.task.TipReturn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * The robot on a wire as improvement sees it. The roll-outs that were there before serve as the first shake, and their
 * nominal ones as the first measurement, for a robot's time is dear.
 */
final class WiredPlant implements Plant {
  private final double timeStep;
  private final ShakeSettings.Perturbation design;
  private final WiredRobot robot;
  private final WiredRuns runs;
  private final TipReturn task;
  private final Shaking shaking;
  private final UnaryOperator<Rollouts> prepare;
  private final Rollouts first;
  private final List<String> remarks = new ArrayList<>();
  private final List<Rollouts> trials = new ArrayList<>();
  private boolean firstShaken;
  private boolean firstMeasured;
  /** Returns of the first parameters, once they were asked for. */
  private double[] start;
  private int rolloutCount;

  /** Begins with the logs of a shake, the first of the runs. */
  WiredPlant(ShakeSettings settings, WiredRobot robot, WiredRuns runs, TipReturn task, Rollouts first,
      UnaryOperator<Rollouts> prepare) {
    timeStep = settings.motion().timeStep();
    design = settings.perturbation();
    shaking = design.of(settings.policy());
    this.robot = robot;
    this.runs = runs;
    this.task = task;
    this.first = first;
    this.prepare = prepare;
    rolloutCount = first.count();
  }

  @Override
  public Optional<Rollouts> shake(double[] parameters, double scale) {
    if (!firstShaken && scale == 1 && Arrays.equals(parameters, first.nominal())) {
      firstShaken = true;
      return Optional.of(prepare.apply(first));
    }
    firstShaken = true;
    Shaking anew = shaking.scaled(scale).withSeed(design.seed() + runs.count());
    return run("shaking anew", parameters, anew.parameters(parameters, design.rolloutCount())).map(prepare);
  }

  @Override
  public double[] measure(double[] parameters) {
    if (!firstMeasured && Arrays.equals(parameters, first.nominal())) {
      firstMeasured = true;
      double[] returns = returns(first.select(first.nominalRollouts()));
      if (returns.length > 0) {
        return returns;
      }
    }
    if (start != null && Arrays.equals(parameters, first.nominal())) {
      return start;
    }
    Optional<Rollouts> logs = run("trying a step", parameters, design.repeated(parameters));
    if (logs.isEmpty()) {
      return new double[] {Double.NEGATIVE_INFINITY};
    }
    double[] returns = returns(logs.get());
    if (returns.length == 0) {
      remarks.add("all " + design.nominalCount() + " roll-outs of a trial, which have missed samples, so that their"
          + " return is unknown: this machine or the wire is too slow for a --rate of "
          + Math.round(1 / timeStep) + " Hz");
      return new double[] {Double.NEGATIVE_INFINITY};
    }
    trials.add(logs.get());
    return returns;
  }

  /** Whether the return is known from which improvement begins; if not, it is said. */
  boolean knowsStart() {
    start = measure(first.nominal().clone());
    return start[0] > Double.NEGATIVE_INFINITY;
  }

  /** The states of a trial whose return was measured, T n x 1: the mean of its roll-outs that are complete. */
  DMatrixRMaj tried(double[] parameters) {
    DMatrixRMaj states = ShakeAnalysis.complete(trials.stream()
        .filter(trial -> Arrays.equals(trial.nominal(), parameters)).findFirst().orElseThrow()).states();
    DMatrixRMaj mean = new DMatrixRMaj(states.numRows, 1);
    Arrays.setAll(mean.data, row -> IntStream.range(0, states.numCols).mapToDouble(k -> states.get(row, k)).average()
        .orElseThrow());
    return mean;
  }

  private double[] returns(Rollouts rollouts) {
    Rollouts complete = ShakeAnalysis.complete(rollouts);
    return complete.count() == 0 ? new double[0] : task.returns(complete);
  }

  /** One roll-out, as it comes; empty if it failed. */
  Optional<Rollouts> execute(double[] parameters) {
    return run("executing the plan", parameters, new DMatrixRMaj(1, parameters.length, true, parameters));
  }

  /** Empty if the robot left its limits, or no roll-out was recorded to its end. */
  private Optional<Rollouts> run(String what, double[] nominal, DMatrixRMaj parameters) {
    rolloutCount += parameters.numRows;
    try {
      robot.awaitRest();
      WiredRobot.Result result = runs.run(robot, what, nominal, parameters, (rollout, states, progress) -> true);
      remarks.addAll(result.remarks());
      return Optional.of(result.rollouts());
    } catch (RobotStoppedException e) {
      if (!e.byLimit()) {
        throw e;
      }
      int count = parameters.numRows;
      remarks.add(count + (count == 1 ? " roll-out" : " roll-outs") + " for " + what + ", because " + e.getMessage());
      return Optional.empty();
    } catch (NoWholeRolloutException e) {
      remarks.add("a run for " + what + ", because " + e.getMessage() + ": this machine or the wire is too slow for a"
          + " --rate of " + Math.round(1 / timeStep) + " Hz");
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int rolloutCount() {
    return rolloutCount;
  }

  /** What was left out, and what did not go as it should. */
  List<String> remarks() {
    return remarks;
  }
}
