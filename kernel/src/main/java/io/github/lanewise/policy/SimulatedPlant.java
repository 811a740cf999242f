package io.github.lanewise.policy;

import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.planning.Plant;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * A simulated robot as improvement sees it: logs that are late and noisy, and the returns of such logs.
 *
 * <p>Every run has random numbers of its own: the k-th, counted from 0, those of the disturbance's seed plus k, from
 * which perturbations are drawn as well. One caller at a time.
 */
public final class SimulatedPlant implements Plant {
  private final PolicySimulation simulation;
  private final Shaking shaking;
  private final int shakeCount;
  private final int repeatCount;
  private final Disturbance disturbance;
  private final Function<Rollouts, double[]> returns;
  private final List<Integer> shakes = new ArrayList<>();
  private UnaryOperator<Rollouts> prepare = UnaryOperator.identity();
  private Runnable shaken = () -> {};
  private long runCount;
  private int rolloutCount;

  /**
   * A robot that has not been run.
   *
   * @param simulation not closed here
   * @param shaking how parameters are perturbed at scale 1
   * @param shakeCount roll-outs of a shake
   * @param repeatCount roll-outs of a measurement
   * @param disturbance with the seed of the first run
   * @param returns J of each roll-out
   */
  public SimulatedPlant(PolicySimulation simulation, Shaking shaking, int shakeCount, int repeatCount,
      Disturbance disturbance, Function<Rollouts, double[]> returns) {
    this.simulation = simulation;
    this.shaking = shaking;
    this.shakeCount = shakeCount;
    this.repeatCount = repeatCount;
    this.disturbance = disturbance;
    this.returns = returns;
  }

  /**
   * What becomes of the logs of a shake before they are learned from, such as alignment.
   *
   * @param preparation of the logs
   * @param afterEach is run after each shake, also one whose roll-outs flew apart
   * @return this
   */
  public SimulatedPlant preparing(UnaryOperator<Rollouts> preparation, Runnable afterEach) {
    prepare = preparation;
    shaken = afterEach;
    return this;
  }

  /** Empty if a roll-out left the finite numbers. */
  @Override
  public Optional<Rollouts> shake(double[] parameters, double scale) {
    long seed = disturbance.seed() + runCount;
    Optional<Rollouts> logs = run(parameters,
        shaking.scaled(scale).withSeed(seed).parameters(parameters, shakeCount)).map(prepare);
    shakes.add(rolloutCount);
    shaken.run();
    return logs;
  }

  /** Negative infinity if a roll-out left the finite numbers, which is worse than any other return. */
  @Override
  public double[] measure(double[] parameters) {
    DMatrixRMaj same = new DMatrixRMaj(repeatCount, parameters.length);
    for (int k = 0; k < repeatCount; k++) {
      System.arraycopy(parameters, 0, same.data, k * parameters.length, parameters.length);
    }
    return run(parameters, same).map(returns).orElse(new double[] {Double.NEGATIVE_INFINITY});
  }

  @Override
  public int rolloutCount() {
    return rolloutCount;
  }

  /**
   * How many shakes were over after so many roll-outs.
   *
   * @param rolloutsSoFar of all kinds
   * @return that many
   */
  public int shakesWithin(int rolloutsSoFar) {
    return (int) shakes.stream().filter(end -> end <= rolloutsSoFar).count();
  }

  private Optional<Rollouts> run(double[] nominal, DMatrixRMaj parameters) {
    rolloutCount += parameters.numRows;
    try {
      return Optional.of(
          simulation.run(nominal, parameters, disturbance.withSeed(disturbance.seed() + runCount++)));
    } catch (DivergenceException flewApart) {
      return Optional.empty();
    }
  }
}
