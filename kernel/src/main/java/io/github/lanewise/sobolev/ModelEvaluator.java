package io.github.lanewise.sobolev;

import io.github.lanewise.dense.DoubleElementwise;
import io.github.lanewise.network.DoubleNetwork;

/**
 * {@code y = f(x)} of a {@link DynamicsModel} and its derivatives for batches up to a size, so that gradients run
 * through the model.
 *
 * <p>Matrices are the caller's, row after row, a sample each, in the user's units; they are overwritten from their
 * beginning. Nothing is allocated after construction. One thread at a time.
 */
public final class ModelEvaluator {
  private final int inputs;
  private final int outputs;
  private final boolean changes;
  private final DoubleNetwork means;
  private final double[] weights;

  /**
   * Makes room.
   *
   * @param model of which only the means are evaluated if it gives variances too; a {@link DoubleNetwork} of its
   *     {@link DynamicsModel#mlp} and {@link DynamicsModel#weights} gives both
   * @param capacity most samples of a batch
   * @throws IllegalArgumentException if it is below 1
   */
  public ModelEvaluator(DynamicsModel model, int capacity) {
    inputs = model.inputCount();
    outputs = model.outputCount();
    changes = model.givesChanges();
    DynamicsModel own = model.means();
    means = new DoubleNetwork(own.mlp(), capacity);
    weights = own.weights();
  }

  /**
   * {@code y = f(x)}.
   *
   * @param count samples
   * @param x count x n
   * @param y count x m; overwritten
   * @throws IllegalArgumentException if there are more samples than room, or an array is too short, with both lengths
   */
  public void forward(int count, double[] x, double[] y) {
    means.forward(count, weights, x, y);
    if (changes) {
      addStates(count, x, y);
    }
  }

  /**
   * {@code xBar = (dy/dx)' yBar}.
   *
   * @param count samples
   * @param x count x n
   * @param yBar count x m
   * @param xBar count x n; overwritten
   * @throws IllegalArgumentException as {@link #forward}
   */
  public void vjp(int count, double[] x, double[] yBar, double[] xBar) {
    means.vjp(count, weights, x, yBar, xBar, null);
    for (int k = 0; changes && k < count; k++) {
      DoubleElementwise.add(outputs, yBar, k * outputs, xBar, k * inputs);
    }
  }

  /**
   * {@code yDot = dy/dx xDot}.
   *
   * @param count samples
   * @param x count x n
   * @param xDot count x n
   * @param yDot count x m; overwritten
   * @throws IllegalArgumentException as {@link #forward}
   */
  public void jvp(int count, double[] x, double[] xDot, double[] yDot) {
    means.jvp(count, weights, x, xDot, yDot);
    if (changes) {
      addStates(count, xDot, yDot);
    }
  }

  private void addStates(int count, double[] x, double[] y) {
    for (int k = 0; k < count; k++) {
      DoubleElementwise.add(outputs, x, k * inputs, y, k * outputs);
    }
  }

  /**
   * {@code y = f(x)} and {@code J = dy/dx}.
   *
   * @param count samples
   * @param x count x n
   * @param y count x m; overwritten
   * @param jacobians count m x n, m rows for each sample; overwritten
   * @throws IllegalArgumentException as {@link #forward}
   */
  public void jacobian(int count, double[] x, double[] y, double[] jacobians) {
    means.jacobian(count, weights, x, y, jacobians);
    for (int k = 0; changes && k < count; k++) {
      DoubleElementwise.add(outputs, x, k * inputs, y, k * outputs);
      for (int i = 0; i < outputs; i++) {
        jacobians[(k * outputs + i) * inputs + i] += 1;
      }
    }
  }
}
