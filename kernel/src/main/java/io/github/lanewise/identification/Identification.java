package io.github.lanewise.identification;

import io.github.lanewise.simulation.Simulation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code min over theta and all x_0 of 1/2 sum ((y_t - x_t(x_0, theta)) / sigma)^2 + 1/2 |theta|^2}: the robot that was
 * most likely measured, by the errors of its motion in short windows of trials.
 *
 * <p>Errors of free and spherical joints are turns and ways on the body's axes. Where a window starts is unknown too:
 * it was measured with errors like all that follows. Steps are those of Levenberg and Marquardt; of each window the
 * start is eliminated first. First steps of windows alone are fitted, then twice as many, and so on. The deviations
 * sigma of what is measured come from what windows do not explain, and are found anew until they change no more.
 * Standard errors are those of the linearised problem, as if numbers had no ends: one that was found at its end is
 * known as well as the data and the prior have it there. They hold as far as errors are white and the simulated robot
 * can be the real one. One caller at a time.
 */
public final class Identification {
  private static final int MOST_ROUNDS = 20;
  /** Change of the noise below which it is found. */
  private static final double SETTLED = 0.01;
  /** Steps of windows that are looked at first: the motion of a robot that is far off soon has nothing in common. */
  private static final int SHORTEST = 3;
  private static final int MOST_STEPS = 50;
  /** Share of the cost below which a step ends a fit. */
  private static final double ENOUGH = 1e-8;
  private static final double LEAST_NOISE = 1e-12;
  private static final double MOST_DAMPING = 1e8;

  private final Unknowns unknowns;
  private final Windows windows;
  private final NormalEquations equations;
  private final int n;
  private final int p;
  private final double[] noise;
  private double[] theta;
  private double[] starts;
  private int iterations;

  /**
   * Cuts trials into windows.
   *
   * @param robot under control, in double, with lane parameters; its actions are the commands, its number of lanes does
   *     not matter
   * @param unknowns of the same robot
   * @param trials what it did
   * @param steps N, control steps of a window
   * @throws IllegalArgumentException if trials do not fit the robot, or none is long enough
   */
  public Identification(Simulation robot, Unknowns unknowns, List<Trial> trials, int steps) {
    this.unknowns = unknowns;
    windows = new Windows(robot, unknowns, trials, steps);
    n = unknowns.errors().size();
    p = unknowns.size();
    noise = new double[n];
    equations = new NormalEquations(windows, n, p);
  }

  /**
   * {@return what was found}
   *
   * @throws IllegalArgumentException if windows leave the finite numbers; the message says what to do
   */
  public Identified run() {
    iterations = 0;
    double[] roughness = windows.roughness();
    Arrays.setAll(noise, i -> Math.max(LEAST_NOISE, roughness[i]));
    theta = new double[p];
    starts = windows.measuredStarts();
    int steps = SHORTEST;
    windows.setSteps(steps);
    while (!windows.isWhole()) {
      settle(1);
      steps *= 2;
      windows.setSteps(steps);
    }
    settle(MOST_ROUNDS);
    windows.runWithSlopes(theta, starts, true);
    equations.set(theta, noise);
    double[] covariance = equations.covariance();
    double after = misfit();
    double[] found = theta;
    double before = misfit(new double[p], noise.clone());
    return new Identified(unknowns.names(), unknowns.values(new double[p]), unknowns.values(found),
        unknowns.standardErrors(found, covariance), unknowns.priorErrors(), found, noise.clone(), before, after,
        windows.count(), iterations);
  }

  /**
   * How well a robot explains these windows, whose starts alone are fitted.
   *
   * @param coordinates of a robot
   * @param deviations sigma, of what is measured
   * @return root mean square of errors in units of sigma; infinite if the robot leaves the finite numbers
   */
  public double misfit(double[] coordinates, double[] deviations) {
    System.arraycopy(deviations, 0, noise, 0, n);
    theta = coordinates.clone();
    starts = windows.measuredStarts();
    windows.run(theta, starts);
    if (!windows.areFinite()) {
      return Double.POSITIVE_INFINITY;
    }
    fit(true);
    windows.run(theta, starts);
    return misfit();
  }

  /** Fits, and finds the noise anew, until it changes no more. */
  private void settle(int mostRounds) {
    windows.run(theta, starts);
    if (!windows.areFinite()) {
      throw new IllegalArgumentException("robot '" + unknowns.model().name() + "' with " + (windows.steps() == SHORTEST
          ? "the numbers of its file" : "what the first samples showed") + " leaves the finite numbers within "
          + windows.steps() + " samples of where it was measured: " + (windows.steps() == SHORTEST
          ? "check units and inertias in the file, or take a shorter time step" : "take shorter windows"));
    }
    double change = Double.POSITIVE_INFINITY;
    for (int round = 0; round < mostRounds && change > SETTLED; round++) {
      fit(false);
      windows.run(theta, starts);
      double[] before = noise.clone();
      setNoise(windows.count() * n + p);
      change = IntStream.range(0, n).mapToDouble(i -> Math.abs(noise[i] / before[i] - 1)).max().orElseThrow();
    }
  }

  /** From what windows do not explain, to which so many numbers were fitted. */
  private void setNoise(int fitted) {
    double[] squares = new double[n];
    long[] counts = new long[n];
    for (int w = 0; w < windows.count(); w++) {
      for (int t = 0; t <= windows.steps(); t++) {
        for (int i = 0; i < n; i++) {
          double error = windows.error(w, t, i);
          if (!Double.isNaN(error)) {
            squares[i] += error * error;
            counts[i]++;
          }
        }
      }
    }
    double free = Math.max(0.1, 1 - (double) fitted / Arrays.stream(counts).sum());
    for (int i = 0; i < n; i++) {
      noise[i] = Math.max(LEAST_NOISE, Math.sqrt(squares[i] / Math.max(1, counts[i]) / free));
    }
  }

  /** Sum of squares of errors in units of the noise, of windows that were run. */
  private double squares() {
    double sum = 0;
    for (int w = 0; w < windows.count(); w++) {
      for (int t = 0; t <= windows.steps(); t++) {
        for (int i = 0; i < n; i++) {
          double error = windows.error(w, t, i) / noise[i];
          sum += Double.isNaN(error) ? 0 : error * error;
        }
      }
    }
    return sum;
  }

  /** A start explains its own window's errors as far as n numbers can. */
  private double misfit() {
    double free = (double) windows.count() * windows.steps() * n;
    return Math.sqrt(squares() / free);
  }

  private double cost(double[] at) {
    return (squares() + Arrays.stream(at).map(x -> x * x).sum()) / 2;
  }

  /** Of starts alone, or of all. */
  private void fit(boolean startsAlone) {
    double damping = 1e-3;
    for (int k = 0; k < MOST_STEPS; k++) {
      iterations++;
      windows.runWithSlopes(theta, starts, !startsAlone);
      double cost = cost(theta);
      equations.set(theta, noise);
      double[] next;
      double[] nextStarts;
      double decrease;
      do {
        next = moved(damping, startsAlone);
        nextStarts = starts.clone();
        windows.move(nextStarts, equations.startSteps(difference(next, theta)));
        windows.run(next, nextStarts);
        decrease = cost - cost(next);
        damping *= decrease > 0 ? 0.25 : 4;
      } while (!(decrease > 0) && damping < MOST_DAMPING);
      if (!(decrease > 0)) {
        return;
      }
      theta = next;
      starts = nextStarts;
      if (decrease < ENOUGH * cost) {
        return;
      }
    }
  }

  private double[] moved(double damping, boolean startsAlone) {
    boolean[] held = held();
    if (startsAlone) {
      Arrays.fill(held, true);
    }
    double[] step = equations.step(damping, held);
    Arrays.setAll(step, k -> Math.max(theta[k] + step[k], unknowns.lowest(k)));
    if (unknowns.isDelayed()) {
      step[p - 1] = Math.min(step[p - 1], Unknowns.MOST_LATE);
    }
    return step;
  }

  /** Coordinates at their ends that the data would draw beyond. */
  private boolean[] held() {
    boolean[] held = new boolean[p];
    for (int k = 0; k < p; k++) {
      held[k] = theta[k] <= unknowns.lowest(k) && equations.pull(k) <= 0;
    }
    return held;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = a.clone();
    Arrays.setAll(difference, k -> a[k] - b[k]);
    return difference;
  }
}
