package io.github.lanewise.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * K roll-outs of one policy under parameters W_k near the nominal W: the data of every estimator, from a simulator or
 * from a robot.
 *
 * <p>Roll-outs are the columns of {@link #states} and {@link #actions}, so that a row is one quantity at one time over
 * all of them. Sample t, counted from 0, is the state after t + 1 control steps. Immutable but for the matrices, which
 * are not copied. A weight of 0 says that a roll-out has no sample at that time; its entries are then not read.
 */
public final class Rollouts {
  private final double[] nominal;
  private final DMatrixRMaj parameters;
  private final DMatrixRMaj states;
  private final DMatrixRMaj actions;
  private final DMatrixRMaj weights;
  private final int steps;
  private final double timeStep;

  /**
   * Takes the data as they are.
   *
   * @param nominal W, p numbers
   * @param parameters W_k, K x p
   * @param states row t n + i is state i at sample t, T n x K
   * @param actions row t m + i is action i that led to sample t, T m x K, or null if they were not recorded
   * @param weights weight of roll-out k at sample t, T x K, not negative, or null for all ones
   * @param steps T
   * @param timeStep between samples [s]
   * @throws IllegalArgumentException if sizes do not fit, naming both, or a number that counts is not finite, naming
   *     its roll-out
   */
  public Rollouts(double[] nominal, DMatrixRMaj parameters, DMatrixRMaj states, DMatrixRMaj actions,
      DMatrixRMaj weights, int steps, double timeStep) {
    this.nominal = nominal.clone();
    this.parameters = parameters;
    this.states = states;
    this.actions = actions;
    this.weights = weights;
    this.steps = steps;
    this.timeStep = timeStep;
    if (parameters.numCols != nominal.length) {
      throw new IllegalArgumentException(
          "parameters have " + parameters.numCols + " columns, but the nominal policy has " + nominal.length
              + " parameters");
    }
    if (steps < 1 || states.numRows == 0 || states.numRows % steps != 0) {
      throw new IllegalArgumentException(states.numRows + " rows of states are no multiple of " + steps + " samples");
    }
    if (actions != null && actions.numRows % steps != 0) {
      throw new IllegalArgumentException(actions.numRows + " rows of actions are no multiple of " + steps + " samples");
    }
    if (weights != null && weights.numRows != steps) {
      throw new IllegalArgumentException(weights.numRows + " rows of weights, but " + steps + " samples");
    }
    requireColumns(states, "states");
    requireColumns(actions, "actions");
    requireColumns(weights, "weights");
    if (!(timeStep > 0) || Double.isInfinite(timeStep)) {
      throw new IllegalArgumentException("a time step of " + timeStep + " s: must be positive and finite");
    }
    List<String> bad = complaints();
    if (!bad.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", bad));
    }
  }

  private void requireColumns(DMatrixRMaj matrix, String what) {
    if (matrix != null && matrix.numCols != parameters.numRows) {
      throw new IllegalArgumentException(
          what + " have " + matrix.numCols + " columns, but there are parameters of " + parameters.numRows
              + " roll-outs");
    }
  }

  /** A sentence for each roll-out with a number that is not finite: the first such number of it. */
  private List<String> complaints() {
    List<String> found = new ArrayList<>();
    for (int k = 0; k < count(); k++) {
      String complaint = complaint(k);
      if (complaint != null) {
        found.add("roll-out " + k + ": " + complaint);
      }
    }
    return found;
  }

  private String complaint(int k) {
    for (int j = 0; j < parameters.numCols; j++) {
      if (!Double.isFinite(parameters.get(k, j))) {
        return "parameter " + j + " is " + parameters.get(k, j);
      }
    }
    for (int t = 0; t < steps; t++) {
      double weight = weight(t, k);
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        return "the weight at sample " + t + " is " + weight;
      }
      for (int i = 0; weight > 0 && i < stateCount(); i++) {
        if (!Double.isFinite(states.get(t * stateCount() + i, k))) {
          return "state " + i + " at sample " + t + " is " + states.get(t * stateCount() + i, k);
        }
      }
      for (int i = 0; weight > 0 && i < actionCount(); i++) {
        if (!Double.isFinite(actions.get(t * actionCount() + i, k))) {
          return "action " + i + " at sample " + t + " is " + actions.get(t * actionCount() + i, k);
        }
      }
    }
    return null;
  }

  /** {@return K, the number of roll-outs} */
  public int count() {
    return parameters.numRows;
  }

  /** {@return T, the number of samples of each} */
  public int stepCount() {
    return steps;
  }

  /** {@return n, the number of states} */
  public int stateCount() {
    return states.numRows / steps;
  }

  /** {@return m, the number of actions; 0 if they were not recorded} */
  public int actionCount() {
    return actions == null ? 0 : actions.numRows / steps;
  }

  /** {@return p, the number of parameters} */
  public int parameterCount() {
    return nominal.length;
  }

  /** {@return time between samples [s]} */
  public double timeStep() {
    return timeStep;
  }

  /** {@return W, a copy} */
  public double[] nominal() {
    return nominal.clone();
  }

  /** {@return W_k, K x p} */
  public DMatrixRMaj parameters() {
    return parameters;
  }

  /** {@return {@code dW_k = W_k - W}, K x p, a new matrix} */
  public DMatrixRMaj perturbations() {
    DMatrixRMaj d = parameters.copy();
    for (int k = 0; k < count(); k++) {
      for (int j = 0; j < nominal.length; j++) {
        d.set(k, j, d.get(k, j) - nominal[j]);
      }
    }
    return d;
  }

  /** {@return states: row t n + i is state i at sample t, T n x K} */
  public DMatrixRMaj states() {
    return states;
  }

  /** {@return actions: row t m + i is action i that led to sample t, T m x K; null if they were not recorded} */
  public DMatrixRMaj actions() {
    return actions;
  }

  /** {@return weights, T x K, or null for all ones} */
  public DMatrixRMaj weights() {
    return weights;
  }

  /**
   * {@return weight of roll-out k at sample t}
   *
   * @param t sample, counted from 0
   * @param k roll-out, counted from 0
   */
  public double weight(int t, int k) {
    return weights == null ? 1 : weights.get(t, k);
  }

  /**
   * {@return these roll-outs only, in this order; a copy}
   *
   * @param rollouts their numbers, counted from 0
   */
  public Rollouts select(int... rollouts) {
    return new Rollouts(nominal, rows(parameters, rollouts), columns(states, rollouts), columns(actions, rollouts),
        columns(weights, rollouts), steps, timeStep);
  }

  /**
   * One number in place of each trajectory, such as its return: of these any estimator learns the gradient alone, a
   * single row.
   *
   * @param returns of each roll-out, K numbers
   * @return the same parameters, one sample of one state
   * @throws IllegalArgumentException if there are not as many as roll-outs
   */
  public Rollouts ofReturns(double[] returns) {
    if (returns.length != count()) {
      throw new IllegalArgumentException(returns.length + " returns of " + count() + " roll-outs");
    }
    return new Rollouts(nominal, parameters, new DMatrixRMaj(1, returns.length, true, returns.clone()), null, null, 1,
        timeStep);
  }

  /** {@return the roll-outs whose parameters are the nominal ones exactly} */
  public int[] nominalRollouts() {
    int p = nominal.length;
    return IntStream.range(0, count())
        .filter(k -> Arrays.equals(nominal, 0, p, parameters.data, k * p, (k + 1) * p))
        .toArray();
  }

  private static DMatrixRMaj rows(DMatrixRMaj matrix, int[] rows) {
    DMatrixRMaj result = new DMatrixRMaj(rows.length, matrix.numCols);
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(matrix.data, rows[r] * matrix.numCols, result.data, r * matrix.numCols, matrix.numCols);
    }
    return result;
  }

  private static DMatrixRMaj columns(DMatrixRMaj matrix, int[] columns) {
    if (matrix == null) {
      return null;
    }
    DMatrixRMaj result = new DMatrixRMaj(matrix.numRows, columns.length);
    for (int r = 0; r < matrix.numRows; r++) {
      for (int c = 0; c < columns.length; c++) {
        result.data[r * columns.length + c] = matrix.data[r * matrix.numCols + columns[c]];
      }
    }
    return result;
  }
}
