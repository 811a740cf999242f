package io.github.lanewise.sobolev;

import io.github.lanewise.dense.DoubleElementwise;
import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.network.DoubleAdjoint;
import io.github.lanewise.network.DoubleValues;
import io.github.lanewise.network.Mlp;
import java.util.Arrays;

/** Sums of the loss and its gradient over a run of neighbouring samples. One thread at a time. */
@SuppressWarnings("cast") // which the float twin needs
final class DoubleSobolevPart {
  /** Rows of Jacobians at a time: at 256 units they and what is made of them take half of a second-level cache. */
  private static final int ROWS = 256;

  /** Of the sums, by the weights. */
  final double[] gradient;

  private final Mlp mlp;
  private final int outputs;
  private final int rows;
  private final boolean projected;
  private final boolean given;
  private final boolean gaussian;
  private final int group;
  private final DoubleValues network;
  private final DoubleAdjoint adjoint;
  private final double[] y;
  /** J, or V J, and then the derivative of the loss by it. */
  private final double[] jacobian;
  /** Directions times the roots of the outputs' weights, and one row of what V J is to be. */
  private final double[] weighted;
  private final double[] wanted;
  private final double[] outputWeights;
  private final double[] outputRoots;
  private final double[] inputWeights;
  private final double[] valueSums;
  private final double[] slopeSums;

  DoubleSobolevPart(SobolevLoss loss, int samples) {
    mlp = loss.mlp();
    outputs = loss.outputCount();
    rows = loss.rowCount();
    projected = loss.isProjected();
    given = loss.hasProducts();
    gaussian = loss.isGaussian();
    group = rows == 0 ? samples : Math.clamp(ROWS / rows, 1, samples);
    network = new DoubleValues(mlp, samples, rows == 0 ? 1 : 2);
    adjoint = rows == 0 ? null : new DoubleAdjoint(network, group, outputs, rows);
    y = new double[samples * mlp.outputCount()];
    jacobian = new double[group * rows * mlp.inputCount()];
    weighted = new double[projected ? group * rows * outputs : 0];
    gradient = new double[mlp.weightCount()];
    wanted = new double[mlp.inputCount()];
    outputWeights = new double[outputs];
    outputRoots = new double[outputs];
    for (int i = 0; i < outputWeights.length; i++) {
      outputWeights[i] = (double) loss.outputWeight(i);
      outputRoots[i] = (double) Math.sqrt(loss.outputWeight(i));
    }
    inputWeights = new double[mlp.inputCount()];
    for (int j = 0; j < inputWeights.length; j++) {
      inputWeights[j] = (double) loss.inputWeight(j);
    }
    valueSums = new double[outputs];
    slopeSums = new double[mlp.inputCount()];
  }

  /**
   * Sums over samples {@code first} to {@code first + count - 1} of the caller's arrays.
   *
   * @param x inputs, B x n
   * @param t values that outputs are to take, B x m
   * @param slopes Jacobians that are to be met, B m x n, or products with them, B r x n
   * @param v unit vectors, B r x m, if the loss projects
   */
  void run(int first, int count, double[] weights, double[] x, double[] t, double[] slopes, double[] v) {
    int n = mlp.inputCount();
    Arrays.fill(gradient, 0);
    Arrays.fill(valueSums, 0);
    Arrays.fill(slopeSums, 0);
    network.forward(count, weights, x, first * n, y, 0);
    for (int from = 0; rows > 0 && from < count; from += group) {
      int some = Math.min(group, count - from);
      double[] directions = projected ? weigh(first + from, some, v) : null;
      adjoint.backward(from, some, weights, directions, 0, jacobian, 0);
      if (projected) {
        penalizeProjections(first + from, some, slopes);
      } else {
        penalizeRows(first + from, some, slopes);
      }
      adjoint.forward(from, some, weights, directions, 0, jacobian, 0, gradient);
    }
    for (int b = 0; b < count; b++) {
      if (gaussian) {
        penalizeLikelihood(t, (first + b) * outputs, 2 * b * outputs);
      } else {
        DoubleElementwise.penalize(outputs, 1, outputWeights, t, (first + b) * outputs, y, b * outputs, valueSums);
      }
    }
    network.backward(count, weights, x, first * n, y, 0, gradient, null, 0);
  }

  /** Means and logarithms of variances become the loss's derivatives by them. */
  @SuppressWarnings("cast") // which the float twin needs
  private void penalizeLikelihood(double[] t, int at, int yAt) {
    for (int i = 0; i < outputs; i++) {
      double off = y[yAt + i] - t[at + i];
      double logarithm = y[yAt + outputs + i];
      double scaled = off * (double) Math.exp(-logarithm);
      valueSums[i] += outputWeights[i] * (off * scaled + logarithm);
      y[yAt + i] = 2 * outputWeights[i] * scaled;
      y[yAt + outputs + i] = outputWeights[i] * (1 - off * scaled);
    }
  }

  private double[] weigh(int first, int some, double[] v) {
    int m = outputs;
    for (int r = 0; r < some * rows; r++) {
      DoubleElementwise.times(m, v, (first * rows + r) * m, outputRoots, 0, weighted, r * m);
    }
    return weighted;
  }

  private void penalizeRows(int first, int some, double[] slopes) {
    int n = mlp.inputCount();
    for (int r = 0; r < some * rows; r++) {
      DoubleElementwise.penalize(n, outputWeights[r % rows], inputWeights, slopes, (first * rows + r) * n, jacobian,
          r * n, slopeSums);
    }
  }

  private void penalizeProjections(int first, int some, double[] slopes) {
    int n = mlp.inputCount();
    int m = outputs;
    double scale = (double) m / rows;
    for (int r = 0; r < some * rows; r++) {
      if (given) {
        DoubleElementwise.penalize(n, scale, inputWeights, slopes, (first * rows + r) * n, jacobian, r * n, slopeSums);
        continue;
      }
      Arrays.fill(wanted, 0);
      for (int i = 0; i < m; i++) {
        DoubleElementwise.addScaled(n, weighted[r * m + i], slopes, ((first + r / rows) * m + i) * n, wanted, 0);
      }
      DoubleElementwise.penalize(n, scale, inputWeights, wanted, 0, jacobian, r * n, slopeSums);
    }
  }

  /** {@code sum_bi w_i (y_i - t_i)^2}, or what a Gaussian head makes of it. */
  double values() {
    return sum(valueSums);
  }

  /** {@code sum_bij w_i c_j (J_ij - T_ij)^2}, or what projections make of it. */
  double slopes() {
    return sum(slopeSums);
  }

  private static double sum(double[] terms) {
    double sum = 0;
    for (double term : terms) {
      sum += term;
    }
    return sum;
  }
}
