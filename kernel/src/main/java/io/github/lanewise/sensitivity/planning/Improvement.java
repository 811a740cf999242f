package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * {@code W <- W + dW} in a trust region, again and again: shake, estimate, step, shake there.
 *
 * <p>The roll-outs around a candidate are at once its trial and, if it is kept, the data of the next step. One that is
 * not kept costs its roll-outs, shrinks the region, and the step is made anew from the data at hand.
 */
public final class Improvement {
  private final Function<double[], Rollouts> shake;
  private final Estimator estimator;
  private final Function<Rollouts, double[]> returns;
  private final Proposal proposal;

  /**
   * One visit to parameters.
   *
   * @param parameters that were shaken
   * @param value their return: the mean over the nominal roll-outs
   * @param predictedGain over the best so far, by the step that led here; 0 for the start
   * @param measuredGain over the best so far; 0 for the start
   * @param accepted whether these are the best from here on
   * @param radius of the trust region in which the step that led here was made
   * @param rollouts used so far
   */
  public record Visit(
      double[] parameters, double value, double predictedGain, double measuredGain, boolean accepted, double radius,
          int rollouts) {}

  /**
   * Takes what to do at each visit.
   *
   * @param shake runs roll-outs around given parameters, some of them with exactly those, and returns them with those
   *     as the nominal
   * @param estimator of the sensitivity from them
   * @param returns J of each roll-out, to be maximised
   * @param proposal of the next step
   */
  public Improvement(
      Function<double[], Rollouts> shake, Estimator estimator, Function<Rollouts, double[]> returns,
          Proposal proposal) {
    this.shake = shake;
    this.estimator = estimator;
    this.returns = returns;
    this.proposal = proposal;
  }

  /**
   * The start and at most so many further visits; fewer only if a step promises no gain.
   *
   * @throws IllegalArgumentException if shaking returns roll-outs around other parameters than asked for, or none with
   *     the nominal ones, or a return is not finite
   */
  public List<Visit> run(double[] start, TrustRegion region, int iterations) {
    List<Visit> visits = new ArrayList<>();
    double[] best = start.clone();
    Rollouts data = shaken(best);
    Sensitivity sensitivity = estimator.estimate(data);
    double value = value(data);
    int used = data.count();
    visits.add(new Visit(best, value, 0, 0, true, region.radius(), used));
    TrustRegion trusted = region;
    for (int i = 0; i < iterations; i++) {
      Step step = proposal.propose(data, sensitivity, trusted);
      if (!(step.predictedGain() > 0)) {
        break;
      }
      double[] from = best;
      double[] candidate = new double[best.length];
      Arrays.setAll(candidate, j -> from[j] + step.change()[j]);
      Rollouts trial = shaken(candidate);
      used += trial.count();
      double gain = value(trial) - value;
      boolean accepted = trusted.accepts(step, gain);
      visits.add(new Visit(candidate, value + gain, step.predictedGain(), gain, accepted, trusted.radius(), used));
      trusted = trusted.after(step, gain);
      if (accepted) {
        best = candidate;
        data = trial;
        value += gain;
        sensitivity = estimator.estimate(data);
      }
    }
    return visits;
  }

  private Rollouts shaken(double[] parameters) {
    Rollouts rollouts = shake.apply(parameters.clone());
    if (!Arrays.equals(rollouts.nominal(), parameters)) {
      throw new IllegalArgumentException("asked to shake " + Arrays.toString(parameters) + ", got roll-outs around "
          + Arrays.toString(rollouts.nominal()));
    }
    return rollouts;
  }

  private double value(Rollouts rollouts) {
    int[] nominals = rollouts.nominalRollouts();
    if (nominals.length == 0) {
      throw new IllegalArgumentException("none of " + rollouts.count()
          + " roll-outs has the nominal parameters: it takes one or more to measure their return");
    }
    double[] values = returns.apply(rollouts.select(nominals));
    if (values.length != nominals.length) {
      throw new IllegalArgumentException(values.length + " returns of " + nominals.length + " roll-outs");
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    if (!Double.isFinite(mean)) {
      throw new IllegalArgumentException("returns of the nominal roll-outs are " + Arrays.toString(values));
    }
    return mean;
  }
}
