package io.github.lanewise.hardware.learning;

import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.Ensemble;
import io.github.lanewise.sobolev.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How well models foretell the robot for many control steps under random actions: rolled out from held-out states, each
 * step from what they gave for the last, beside the simulator. Immutable.
 */
public final class Foresight {
  private final int states;
  private final int count;
  private final Normalizer units;
  private final double[] start;
  private final double[][] actions;
  private final double[][] truth;

  /**
   * Simulates.
   *
   * @param ranges from which actions are drawn
   * @param x held-out samples, row after row, of which the first {@code count} give the states to begin with
   * @param units of inputs
   * @param steps control steps
   */
  public Foresight(ControlStep robot, Ranges ranges, double[] x, int count, Normalizer units, int steps, long seed) {
    states = robot.states();
    this.count = count;
    this.units = units;
    int n = states + robot.actions();
    SplittableRandom random = new SplittableRandom(seed);
    start = Arrays.copyOf(x, count * n);
    actions = new double[steps][];
    truth = new double[steps][count * states];
    double[] now = start.clone();
    for (int step = 0; step < steps; step++) {
      actions[step] = ranges.draw(count, random);
      take(actions[step], now);
      robot.run(count, now, truth[step], null);
      move(truth[step], now);
    }
  }

  /**
   * Median over roll-outs of the root mean square error of the state after each step, in standard deviations of the
   * states that were trained with. A roll-out in which models or the simulator do not stay finite counts as infinite.
   *
   * @param models with as many inputs and outputs as the robot has
   * @return as many numbers as there are steps
   * @throws IllegalArgumentException if there is no model, or they need more numbers than the robot has
   */
  public double[] errors(List<DynamicsModel> models) {
    Ensemble ensemble = new Ensemble(models, count);
    double[] now = start.clone();
    double[] next = new double[count * states];
    double[] deviation = new double[count * states];
    double[] medians = new double[truth.length];
    for (int step = 0; step < truth.length; step++) {
      take(actions[step], now);
      ensemble.forward(count, now, next, deviation);
      double[] errors = new double[count];
      for (int k = 0; k < count; k++) {
        errors[k] = error(k, next, truth[step]);
      }
      Arrays.sort(errors);
      medians[step] = (errors[count / 2] + errors[(count - 1) / 2]) / 2;
      move(next, now);
    }
    return medians;
  }

  /** Infinity where a number is not finite, so that it counts as a failure. */
  private double error(int k, double[] y, double[] t) {
    double squares = 0;
    for (int i = 0; i < states; i++) {
      squares += Math.pow((y[k * states + i] - t[k * states + i]) / units.deviation(i), 2);
    }
    return Double.isNaN(squares) ? Double.POSITIVE_INFINITY : Math.sqrt(squares / states);
  }

  /** Roll-outs. */
  public int count() {
    return count;
  }

  /** Control steps of each. */
  public int steps() {
    return truth.length;
  }

  private void take(double[] drawn, double[] x) {
    int n = x.length / count;
    for (int k = 0; k < count; k++) {
      System.arraycopy(drawn, k * n + states, x, k * n + states, n - states);
    }
  }

  private void move(double[] next, double[] x) {
    int n = x.length / count;
    for (int k = 0; k < count; k++) {
      System.arraycopy(next, k * states, x, k * n, states);
    }
  }
}
