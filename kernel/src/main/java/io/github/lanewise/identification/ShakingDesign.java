package io.github.lanewise.identification;

import io.github.lanewise.dynamics.ControlLaw;
import io.github.lanewise.identification.Unknowns.Kind;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * {@code max log det S(r)}: the motion r of a robot that shows most of its numbers, S the matrix of {@link
 * Identification} for what would be measured on the way, by the derivatives of its windows.
 *
 * <p>S is what is known beforehand, the unit matrix in coordinates of {@link Unknowns}, and what the motion adds: log
 * det S is 0 for a robot at which nobody looks, and what cannot be shown adds nothing (Bayesian D-optimality, Chaloner
 * and Verdinelli, 1995). Motions are {@link FourierMotion}s that keep limits with a margin in simulation; the best so
 * far is changed at random, by steps that get longer with success and shorter without (the (1+1) evolution strategy,
 * Rechenberg, 1973). It begins with, and is compared to, sines of one frequency each, as large as limits allow.
 */
public final class ShakingDesign {
  private static final int HARMONICS = 5;
  /** Share of limits that is used, since the robot is not quite its file's. */
  private static final double MARGIN = 0.8;
  private static final double SHRINKING = 0.7;
  private static final int MOST_SHRINKINGS = 12;
  /** Success in one of five trials leaves the step as it is. */
  private static final double LONGER = 1.5;
  private static final double SHORTER = Math.pow(LONGER, -0.25);

  private final Simulation robot;
  private final RobotModel model;
  private final ControlLaw law;
  private final Tracking tracking;
  private final ShakingLimits limits;
  private final double[] noise;
  private final int window;
  private final int steps;
  private final double[] centre;
  private Unknowns unknowns;

  /**
   * What a motion shows.
   *
   * @param trial the motion as the file's robot does it, with its commands
   * @param information log det S
   * @param standardErrors of the numbers that are to be found
   */
  public record Shown(Trial trial, double information, double[] standardErrors) {}

  /**
   * What was found.
   *
   * @param names of the numbers of the robot that are to be found, with units
   * @param priorErrors their standard deviations beforehand
   * @param sines of one frequency a joint
   * @param shaking the best motion
   */
  public record Designed(List<String> names, double[] priorErrors, Shown sines, Shown shaking) {}

  /** Weights of a motion, and what it shows. */
  private record Candidate(double[][] weights, Shown shown) {}

  /**
   * Of a robot under control.
   *
   * @param robot as its file has it, with lane parameters; its number of lanes does not matter
   * @param law its control law, one action for each joint
   * @param tracking what it is commanded
   * @param limits that it must keep
   * @param centre where it begins and ends [rad or m]
   * @param seconds how long a motion lasts
   * @param positionError standard deviation of measured positions [rad or m]
   * @param velocityError of measured velocities [per second]
   * @param window control steps of a window
   * @throws IllegalArgumentException if a joint has more than one axis or follows another, or the centre is not within
   *     the ranges
   */
  public ShakingDesign(Simulation robot, ControlLaw law, Tracking tracking, ShakingLimits limits, double[] centre,
      double seconds, double positionError, double velocityError, int window) {
    this.robot = robot.withRobots(1);
    model = robot.model();
    model.requireOneAxisJoints("shaking is designed for robots that stand on the ground");
    if (!model.couplings().isEmpty()) {
      throw new IllegalArgumentException("robot '" + model.name() + "' has joints that follow others, for which no"
          + " shaking is designed");
    }
    for (int j = 0; j < centre.length; j++) {
      if (!(centre[j] > limits.lower()[j] && centre[j] < limits.upper()[j])) {
        throw new IllegalArgumentException("joint '" + model.joints().get(j).name() + "' is to begin at " + centre[j]
            + ", and its range is " + limits.lower()[j] + " to " + limits.upper()[j] + ": begin within it");
      }
    }
    this.law = law;
    this.tracking = tracking;
    this.limits = limits;
    this.centre = centre.clone();
    this.window = window;
    steps = (int) Math.round(seconds / robot.controlPeriod());
    noise = new double[2 * model.nv()];
    Arrays.fill(noise, 0, model.nv(), positionError);
    Arrays.fill(noise, model.nv(), noise.length, velocityError);
  }

  /**
   * Looks for it.
   *
   * @param gains names of the gains of the control law, with units
   * @param kinds what is unknown
   * @param candidates how many motions are looked at
   * @param seed of random numbers
   * @param progress told of each
   * @return what was found
   * @throws IllegalArgumentException if not even small motions keep the limits
   */
  public Designed run(List<String> gains, Set<Kind> kinds, int candidates, long seed, IntConsumer progress) {
    double[][] sines = new double[model.nv()][2 * HARMONICS - 1];
    for (int j = 0; j < sines.length; j++) {
      sines[j][j % HARMONICS] = 100; // More than any range: limits make it as large as it may be.
    }
    FourierMotion first = within(sines);
    Trial trial = kept(first);
    if (trial == null) {
      throw new IllegalArgumentException("robot '" + model.name() + "' leaves its limits however little it is moved"
          + " about " + Arrays.toString(centre) + ": begin elsewhere, or check limits of torque and velocity");
    }
    unknowns = new Unknowns(robot, law, gains, kinds, List.of(trial));
    Shown naive = shown(trial);
    Candidate best = null;
    Random random = new Random(seed);
    double length = 1;
    for (int k = 0; k < candidates; k++) {
      Candidate next = candidate(moved(best == null ? new double[sines.length][sines[0].length] : best.weights, length,
          random));
      boolean better = next != null && (best == null || next.shown.information > best.shown.information);
      length *= better ? LONGER : SHORTER;
      best = better ? next : best;
      progress.accept(k + 1);
    }
    boolean beaten = best != null && best.shown.information > naive.information;
    return new Designed(unknowns.names(), unknowns.priorErrors(), naive, beaten ? best.shown : naive);
  }

  private static double[][] moved(double[][] weights, double length, Random random) {
    double[][] moved = new double[weights.length][];
    for (int j = 0; j < weights.length; j++) {
      moved[j] = Arrays.stream(weights[j]).map(weight -> weight + length * random.nextGaussian()).toArray();
    }
    return moved;
  }

  /** Null if it leaves the limits however small it is. */
  private Candidate candidate(double[][] weights) {
    Trial trial = kept(within(weights));
    return trial == null ? null : new Candidate(weights, shown(trial));
  }

  private Shown shown(Trial trial) {
    Windows windows = new Windows(robot, unknowns, List.of(trial), window);
    NormalEquations equations = new NormalEquations(windows, noise.length, unknowns.size());
    double[] theta = new double[unknowns.size()];
    windows.runWithSlopes(theta, windows.measuredStarts(), true);
    equations.set(theta, noise);
    double[] covariance = equations.covariance();
    return new Shown(trial, equations.information(), unknowns.standardErrors(theta, covariance));
  }

  /** The motion, of each joint as much as its range and velocity let it have, at most as it is. */
  private FourierMotion within(double[][] weights) {
    double h = robot.controlPeriod();
    FourierMotion motion = new FourierMotion(centre, steps * h, weights);
    double[] factors = new double[weights.length];
    for (int j = 0; j < weights.length; j++) {
      double share = 1;
      for (int t = 0; t <= steps; t++) {
        double way = motion.value(j, t * h, 0) - centre[j];
        double room = MARGIN * (way > 0 ? limits.upper()[j] - centre[j] : centre[j] - limits.lower()[j]);
        share = Math.min(share, room / Math.abs(way));
        share = Math.min(share, MARGIN * limits.velocity()[j] / Math.abs(motion.value(j, t * h, 1)));
      }
      factors[j] = share;
    }
    return motion.scaled(factors);
  }

  /** The motion, smaller until the simulated robot keeps its limits on it; null if it never does. */
  private Trial kept(FourierMotion motion) {
    FourierMotion smaller = motion;
    double[] less = new double[centre.length];
    Arrays.fill(less, SHRINKING);
    for (int k = 0; k < MOST_SHRINKINGS; k++) {
      Trial trial = done(smaller);
      if (trial != null) {
        return trial;
      }
      smaller = smaller.scaled(less);
    }
    return null;
  }

  /** What the file's robot does; null if it leaves a limit. */
  private Trial done(FourierMotion motion) {
    int n = centre.length;
    double h = robot.controlPeriod();
    double[][] states = new double[steps + 1][];
    double[][] commands = new double[steps][];
    double[] begin = Arrays.copyOf(centre, 2 * n);
    robot.reset();
    robot.state().setRobot(0, begin);
    Scalar[] gains = Scalar.of(law.gains().stream().mapToDouble(x -> x).toArray());
    for (int t = 0; t <= steps; t++) {
      states[t] = robot.state().robot(0);
      for (int j = 0; j < n; j++) {
        double q = states[t][j];
        if (!(q > limits.lower()[j] && q < limits.upper()[j]
            && Math.abs(states[t][n + j]) <= limits.velocity()[j])) {
          return null;
        }
      }
      if (t < steps) {
        double[][] wanted = new double[3][n];
        for (int k = 0; k < 3 * n; k++) {
          wanted[k / n][k % n] = motion.value(k % n, t * h, k / n);
        }
        commands[t] = tracking.commands(states[t], wanted[0], wanted[1], wanted[2]);
        Scalar[] torque = law.law().torques(Scalar.of(Arrays.copyOf(states[t], n)),
            Scalar.of(Arrays.copyOfRange(states[t], n, 2 * n)), Scalar.of(commands[t]), gains);
        for (int j = 0; j < n; j++) {
          if (!(Math.abs(torque[j].value()) <= MARGIN * limits.torque()[j])) {
            return null;
          }
        }
        robot.action().setRobot(0, commands[t]);
        robot.step();
      }
    }
    return new Trial(states, commands);
  }
}
