package io.github.lanewise.sensitivity.planning;

import io.github.lanewise.sensitivity.Estimator;
import io.github.lanewise.sensitivity.Rollouts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code W <- W + dW} in a trust region, again and again: shake, estimate, step, shake there.
 *
 * <p>A step is tried by roll-outs with its parameters alone, which are far fewer than a shake takes. While the trial
 * keeps the promise, a step twice as long is tried from the same data (Dennis and Schnabel, Numerical Methods for
 * Unconstrained Optimization, 1983, section 6.4.3), so that the region may outgrow what was shaken; the best of these
 * is kept. A step that makes it worse is taken back, and a shorter one made from the same data. Where only steps
 * shorter than the shaken region hold, the next shake is as much smaller.
 */
public final class Improvement {
  /** Radius of the smallest region, and scale of the smallest shake: in one much smaller, noise is all there is. */
  private static final double SMALLEST = 1.0 / 16;

  private final Plant plant;
  private final Estimator estimator;
  private final Proposal proposal;
  private final List<Visit> visits = new ArrayList<>();
  private double[] best;
  private double value;
  private TrustRegion region;

  /**
   * One visit to parameters.
   *
   * @param parameters that were tried
   * @param value their return: the mean over the roll-outs with them; negative infinity if one failed
   * @param predictedGain over the parameters that were shaken, by the step that led here; 0 for the start
   * @param measuredGain over the same; 0 for the start
   * @param accepted whether these are the best from here on
   * @param radius of the trust region in which the step that led here was made
   * @param rolloutCount used so far
   */
  public record Visit(double[] parameters, double value, double predictedGain, double measuredGain, boolean accepted,
      double radius, int rolloutCount) {}

  private Improvement(Plant plant, Estimator estimator, Proposal proposal) {
    this.plant = plant;
    this.estimator = estimator;
    this.proposal = proposal;
  }

  /**
   * {@return the start and the steps tried, shaking at most so many times; fewer only if a step promises no gain}
   *
   * @param plant robot or simulator
   * @param estimator of the sensitivity
   * @param proposal of the next step
   * @param start parameters, p numbers
   * @param region of the first step
   * @param shakes most of them
   * @throws IllegalArgumentException if shaking returns roll-outs around other parameters than asked for, or a return
   *     is not a number, or that of the start not finite
   */
  public static List<Visit> run(Plant plant, Estimator estimator, Proposal proposal, double[] start,
      TrustRegion region, int shakes) {
    Improvement improvement = new Improvement(plant, estimator, proposal);
    improvement.begin(start, region);
    boolean promising = true;
    for (int i = 0; promising && i < shakes; i++) {
      promising = improvement.shakeAndStep();
    }
    return improvement.visits;
  }

  private void begin(double[] start, TrustRegion first) {
    best = start.clone();
    region = first;
    value = value(best);
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException("the return with the first parameters is " + value
          + ": improvement takes a policy that can be run");
    }
    visits.add(new Visit(best, value, 0, 0, true, region.radius(), plant.rolloutCount()));
  }

  /** False if no gain is promised from here. */
  private boolean shakeAndStep() {
    Optional<Rollouts> data = shaken(Math.min(1, region.radius()));
    if (data.isEmpty()) {
      region = region.within(Math.max(SMALLEST, Math.min(1, region.radius()) / 4));
      return true;
    }
    Proposal.Model model = proposal.model(data.get(), estimator.estimate(data.get()));
    double[] from = best;
    double before = value;
    boolean moved = false;
    TrustRegion kept = region;
    while (true) {
      Step step = model.step(region);
      if (!(step.predictedGain() > 0)) {
        return moved;
      }
      double[] candidate = new double[from.length];
      Arrays.setAll(candidate, j -> from[j] + step.change()[j]);
      double trial = value(candidate);
      double gain = trial - before;
      boolean accepted = region.accepts(step, gain) && trial > value;
      visits.add(new Visit(candidate, trial, step.predictedGain(), gain, accepted, region.radius(),
          plant.rolloutCount()));
      if (moved && !accepted) {
        region = kept;
        return true;
      }
      kept = region;
      region = region.after(step, gain);
      if (accepted) {
        best = candidate;
        value = trial;
        moved = true;
      }
      if (region.radius() < SMALLEST) {
        region = region.within(SMALLEST);
      }
      boolean again = accepted ? region.radius() > kept.radius() : region.radius() < kept.radius();
      if (!again) {
        return true;
      }
    }
  }

  private Optional<Rollouts> shaken(double scale) {
    Optional<Rollouts> rollouts = plant.shake(best.clone(), scale);
    if (rollouts.isPresent() && !Arrays.equals(rollouts.get().nominal(), best)) {
      throw new IllegalArgumentException("asked to shake " + Arrays.toString(best) + ", got roll-outs around "
          + Arrays.toString(rollouts.get().nominal()));
    }
    return rollouts;
  }

  private double value(double[] parameters) {
    double[] returns = plant.measure(parameters.clone());
    double mean = Arrays.stream(returns).average().orElse(Double.NaN);
    if (Double.isNaN(mean) || mean == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("returns with parameters " + Arrays.toString(parameters) + " are "
          + Arrays.toString(returns));
    }
    return mean;
  }
}
