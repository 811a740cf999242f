package io.github.lanewise.identification;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.simulation.Rollout;
import io.github.lanewise.simulation.RolloutPushforward;
import io.github.lanewise.simulation.RolloutVisitor;
import io.github.lanewise.simulation.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code x_t(x_0, theta) and dx_t/d(x_0, theta)}, t from 0 to N: trials cut into windows of N control steps, a lane
 * each, of a robot with the numbers of some coordinates.
 *
 * <p>The sample that ends a window begins no other, so that none counts twice. Commands of a delay d are
 * {@code (1 - f) u_(t-k) + f u_(t-k-1), d = k + f}. One caller at a time.
 */
final class Windows {
  private record Place(Trial trial, int first) {}

  private final Unknowns unknowns;
  private final StateErrors differences;
  private final int most;
  /** Rows of a state. */
  private final int r;
  /** Rows of an error. */
  private final int n;
  private final List<Place> places = new ArrayList<>();
  private final Simulation simulation;
  private final Rollout rollout;
  private final RolloutPushforward pushforward;
  private final double[] errors;
  private final double[] slopes;
  private int steps;
  private int column;
  private boolean first;
  private final RolloutVisitor visitor = new RolloutVisitor() {
    @Override
    public void acted(int t, int block, Workspace workspace) {
      if (t == 0) {
        keep(0, block);
      }
    }

    @Override
    public void moved(int t, int block, Workspace workspace) {
      keep(t + 1, block);
    }
  };

  /**
   * Cuts and allocates.
   *
   * @throws IllegalArgumentException if no trial is long enough, or trials do not fit the robot
   */
  Windows(Simulation robot, Unknowns unknowns, List<Trial> trials, int steps) {
    this.unknowns = unknowns;
    most = steps;
    this.steps = steps;
    differences = unknowns.errors();
    r = differences.rows();
    n = differences.size();
    for (Trial trial : trials) {
      unknowns.requireFit(trial);
      for (int at = unknowns.isDelayed() ? Unknowns.MOST_LATE + 1 : 0; at + steps <= trial.stepCount();
          at += steps + 1) {
        if (isFinite(trial.states()[at])) {
          places.add(new Place(trial, at));
        }
      }
    }
    if (places.isEmpty()) {
      throw new IllegalArgumentException("no trial has " + steps + " control steps in a row that begin in a measured "
          + "state" + (unknowns.isDelayed() ? ", after " + (Unknowns.MOST_LATE + 1) + " more, as commands may be late"
              : "") + ": the longest has " + trials.stream().mapToInt(Trial::stepCount).max().orElse(0));
    }
    simulation = robot.withRobots(places.size());
    rollout = new Rollout(simulation, steps);
    pushforward = rollout.pushforward();
    errors = new double[places.size() * (steps + 1) * n];
    slopes = new double[(n + unknowns.size()) * errors.length];
  }

  /** {@code sqrt(mean (y_t - 3 y_(t+1) + 3 y_(t+2) - y_(t+3))^2 / 20)}: noise, where what is measured is smooth. */
  double[] roughness() {
    double[] sums = new double[n];
    long[] counts = new long[n];
    double[][] ways = new double[3][n];
    for (int w = 0; w < places.size(); w++) {
      for (int t = 0; t + 3 <= steps; t++) {
        for (int k = 0; k < 3; k++) {
          differences.difference(measured(w, t + k + 1), 0, measured(w, t + k), 0, ways[k], 0);
        }
        for (int i = 0; i < n; i++) {
          double third = ways[2][i] - 2 * ways[1][i] + ways[0][i];
          sums[i] += Double.isNaN(third) ? 0 : third * third;
          counts[i] += Double.isNaN(third) ? 0 : 1;
        }
      }
    }
    double[] roughness = new double[n];
    Arrays.setAll(roughness, i -> Math.sqrt(sums[i] / 20 / Math.max(1, counts[i])));
    return roughness;
  }

  private static boolean isFinite(double[] x) {
    return Arrays.stream(x).allMatch(Double::isFinite);
  }

  int count() {
    return places.size();
  }

  /** Of each window, that are looked at. */
  int steps() {
    return steps;
  }

  /** Whether all of each is looked at. */
  boolean isWhole() {
    return steps == most;
  }

  /** Looks at the first steps of windows alone, at most all. */
  void setSteps(int value) {
    steps = Math.min(value, most);
    rollout.setStepCount(steps);
  }

  /** What was measured in a window at sample t. */
  double[] measured(int window, int t) {
    Place place = places.get(window);
    return place.trial.states()[place.first + t];
  }

  /** Where windows begin, as it was measured. */
  double[] measuredStarts() {
    double[] starts = new double[places.size() * r];
    for (int w = 0; w < places.size(); w++) {
      System.arraycopy(measured(w, 0), 0, starts, w * r, r);
      differences.normalise(starts, w * r);
    }
    return starts;
  }

  /** Starts {@code (+)} as many tangents, which move them. */
  void move(double[] starts, double[] tangents) {
    for (int w = 0; w < places.size(); w++) {
      differences.move(starts, w * r, tangents, w * n);
    }
  }

  /**
   * Row i of measured {@code (-)} simulated state of window w at sample t, after {@link #run}: NaN if it was not
   * measured, infinite if the simulated one is not finite.
   */
  double error(int window, int t, int i) {
    return errors[index(window, t, i)];
  }

  /** Whether all simulated states are finite. */
  boolean areFinite() {
    for (int w = 0; w < places.size(); w++) {
      for (int t = 0; t <= steps; t++) {
        for (int i = 0; i < n; i++) {
          if (Double.isInfinite(error(w, t, i))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** The derivative of the simulated state's row by start k, or beyond those by a coordinate. */
  double slope(int k, int window, int t, int i) {
    return slopes[k * errors.length + index(window, t, i)];
  }

  private int index(int window, int t, int i) {
    return (window * (most + 1) + t) * n + i;
  }

  /** Windows from given starts, the rows of a state each, without derivatives. */
  void run(double[] theta, double[] starts) {
    set(theta, starts);
    first = true;
    column = -1;
    rollout.run(visitor);
  }

  /** The same with derivatives, by the coordinates only if they are wanted. */
  void runWithSlopes(double[] theta, double[] starts, boolean byCoordinates) {
    set(theta, starts);
    int m = unknowns.actuators();
    int rows = unknowns.numbers(theta).length - 1;
    double delay = unknowns.numbers(theta)[rows];
    for (int k = 0; k < n + (byCoordinates ? unknowns.size() : 0); k++) {
      first = k == 0;
      column = k;
      double[] rates = k < n ? new double[rows + 1] : unknowns.rates(theta, k - n);
      for (int w = 0; w < places.size(); w++) {
        for (int i = 0; i < n; i++) {
          pushforward.initialDot().set(i, w, i == k ? 1 : 0);
        }
        for (int row = 0; row < rows; row++) {
          pushforward.parameterDot().set(row, w, rates[row]);
        }
        for (int t = 0; t < steps; t++) {
          for (int j = 0; j < m; j++) {
            pushforward.actionDots().set(t * m + j, w, commandRate(w, t, j, delay) * rates[rows]);
          }
        }
      }
      pushforward.run(visitor);
    }
  }

  private void set(double[] theta, double[] starts) {
    double[] numbers = unknowns.numbers(theta);
    int m = unknowns.actuators();
    int rows = numbers.length - 1;
    Batch parameters = simulation.parameters();
    for (int w = 0; w < places.size(); w++) {
      for (int i = 0; i < r; i++) {
        rollout.initial().set(i, w, starts[w * r + i]);
      }
      for (int row = 0; row < rows; row++) {
        parameters.set(row, w, numbers[row]);
      }
      for (int t = 0; t < steps; t++) {
        for (int j = 0; j < m; j++) {
          rollout.actions().set(t * m + j, w, command(w, t, j, numbers[rows]));
        }
      }
    }
  }

  private double command(int window, int t, int j, double delay) {
    int k = Math.min((int) delay, Unknowns.MOST_LATE - 1);
    double f = unknowns.isDelayed() ? delay - k : 0;
    double now = at(window, t - k, j);
    return f == 0 ? now : (1 - f) * now + f * at(window, t - k - 1, j);
  }

  /** Of {@link #command}, by the delay. */
  private double commandRate(int window, int t, int j, double delay) {
    int k = Math.min((int) delay, Unknowns.MOST_LATE - 1);
    return unknowns.isDelayed() ? at(window, t - k - 1, j) - at(window, t - k, j) : 0;
  }

  private double at(int window, int t, int j) {
    Place place = places.get(window);
    return place.trial.commands()[place.first + t][j];
  }

  private void keep(int t, int block) {
    Batch state = rollout.state();
    int begin = LaneRows.first(state, block);
    for (int w = begin; w < begin + LaneRows.count(state, block); w++) {
      if (first) {
        double[] x = state.robot(w);
        if (isFinite(x)) {
          differences.difference(measured(w, t), 0, x, 0, errors, index(w, t, 0));
        } else {
          Arrays.fill(errors, index(w, t, 0), index(w, t, 0) + n, Double.POSITIVE_INFINITY);
        }
      }
      for (int i = 0; i < n && column >= 0; i++) {
        slopes[column * errors.length + index(w, t, i)] =
            t == 0 ? pushforward.initialDot().get(i, w) : pushforward.stateDot().get(i, w);
      }
    }
  }
}
