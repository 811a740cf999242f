package io.github.lanewise.hardware.study;

import io.github.lanewise.hardware.task.TipTask;
import io.github.lanewise.policy.Disturbance;
import io.github.lanewise.policy.DivergenceException;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.planning.Plant;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;

/** A simulated robot with noisy logs whose roll-outs are counted; two for each parameter make a shake. */
final class StudiedPlant implements Plant {
  private final Experiment experiment;
  private final Shaking shaking;
  private final double noise;
  private final TipTask task;
  private final long seed;
  private final List<Integer> shakes = new ArrayList<>();
  private int rollouts;
  private int runs;

  StudiedPlant(Experiment experiment, Shaking shaking, double noise, TipTask task, long seed) {
    this.experiment = experiment;
    this.shaking = shaking;
    this.noise = noise;
    this.task = task;
    this.seed = seed;
  }

  double[] reach() {
    return shaking.reach();
  }

  /** How many shakes were over after so many roll-outs. */
  int shakesWithin(int rolloutsSoFar) {
    return (int) shakes.stream().filter(end -> end <= rolloutsSoFar).count();
  }

  @Override
  public Optional<Rollouts> shake(double[] parameters, double scale) {
    Optional<Rollouts> logs = run(parameters, shaking.scaled(scale).parameters(parameters, 2 * parameters.length));
    shakes.add(rollouts);
    return logs;
  }

  /** A roll-out that leaves the finite numbers is worse than any other. */
  @Override
  public double[] measure(double[] parameters) {
    return run(parameters, new DMatrixRMaj(1, parameters.length, true, parameters)).map(task::returns)
        .orElse(new double[] {Double.NEGATIVE_INFINITY});
  }

  @Override
  public int rollouts() {
    return rollouts;
  }

  private Optional<Rollouts> run(double[] nominal, DMatrixRMaj parameters) {
    rollouts += parameters.numRows;
    Disturbance disturbance = Experiment.noise(noise, 0, 7919 * seed + runs++);
    try {
      return Optional.of(experiment.simulation().run(nominal, parameters, disturbance));
    } catch (DivergenceException flewApart) {
      return Optional.empty();
    }
  }
}
