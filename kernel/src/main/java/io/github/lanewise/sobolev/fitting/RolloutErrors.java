package io.github.lanewise.sobolev.fitting;

import io.github.lanewise.network.Normalizer;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.Ensemble;
import java.util.Arrays;
import java.util.List;

/**
 * How well models foretell many control steps: rolled out from states that they have not seen, each step from what they
 * gave for the last, beside what was recorded. Immutable but for the arrays, which are not copied.
 */
public final class RolloutErrors {
  private final int states;
  private final int count;
  private final Normalizer units;
  private final double[] start;
  private final double[][] actions;
  private final double[][] truth;

  /**
   * Beside recorded roll-outs.
   *
   * @param states m, numbers of a state
   * @param start states and actions to begin with, K x n, row after row; the actions are not read
   * @param actions of each control step, K x n, of which the states are not read
   * @param truth the states after each control step, K x m
   * @param units of inputs, n columns
   */
  public RolloutErrors(int states, double[] start, double[][] actions, double[][] truth, Normalizer units) {
    this.states = states;
    this.units = units;
    this.start = start;
    this.actions = actions;
    this.truth = truth;
    count = start.length / units.columnCount();
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

  /** {@return number of roll-outs} */
  public int rolloutCount() {
    return count;
  }

  /** {@return control steps of each} */
  public int stepCount() {
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
