package io.github.lanewise.sobolev;

import io.github.lanewise.network.Mlp;
import io.github.lanewise.network.Normalizer;

/**
 * {@code y = f(x)}, or {@code y = (x_1..x_m) + f(x)}, learnt: a network that takes and gives the user's units.
 *
 * <p>For robots x = (s, a) is a state and an action and y = s' the next state. The units of training are folded into
 * the first and the last weights, so that any program can evaluate a model from its {@link Mlp} and weights alone.
 * Of a network with a Gaussian head, y are the means; the logarithms of their variances follow. Immutable.
 */
public final class DynamicsModel {
  private final Mlp mlp;
  private final double[] weights;
  private final int outputs;
  private final boolean changes;

  /**
   * A model of these numbers.
   *
   * @param mlp shape of the network
   * @param weights in the user's units; copied
   * @param outputs m: all of the network's outputs, or half of them if variances follow
   * @param changes whether the network gives y - (x_1..x_m)
   * @throws IllegalArgumentException if numbers do not fit the network, with both
   */
  public DynamicsModel(Mlp mlp, double[] weights, int outputs, boolean changes) {
    if (weights.length != mlp.weightCount()) {
      throw new IllegalArgumentException(weights.length + " weights for a network of " + mlp.weightCount());
    }
    if (mlp.outputCount() != outputs && mlp.outputCount() != 2 * outputs) {
      throw new IllegalArgumentException(outputs + " outputs of a network of " + mlp.outputCount()
          + ": must be all, or half of them");
    }
    if (changes && outputs > mlp.inputCount()) {
      throw new IllegalArgumentException("changes of " + outputs + " numbers, of which only " + mlp.inputCount()
          + " go in");
    }
    this.mlp = mlp;
    this.weights = weights.clone();
    this.outputs = outputs;
    this.changes = changes;
  }

  /**
   * {@return what was trained in the units of two normalisers}
   *
   * @param mlp shape of the network
   * @param weights in those units; copied
   * @param inputs units of x
   * @param outputs units of y, or of its changes; m columns
   * @param changes whether its outputs are changes of the first inputs
   * @throws IllegalArgumentException if numbers or columns do not fit the network, with both
   */
  public static DynamicsModel of(Mlp mlp, double[] weights, Normalizer inputs, Normalizer outputs,
      boolean changes) {
    if (inputs.columnCount() != mlp.inputCount()) {
      throw new IllegalArgumentException("units of " + inputs.columnCount() + " columns for a network of "
          + mlp.inputCount() + " inputs");
    }
    int m = outputs.columnCount();
    DynamicsModel model = new DynamicsModel(mlp, weights, m, changes);
    double[] folded = model.weights;
    int last = mlp.layerCount();
    int width = mlp.width(last - 1);
    for (int i = 0; i < mlp.outputCount(); i++) {
      double deviation = outputs.deviation(i % m);
      int bias = mlp.bias(last) + i;
      if (i < m) {
        for (int j = 0; j < width; j++) {
          folded[mlp.weights(last) + i * width + j] *= deviation;
        }
        folded[bias] = folded[bias] * deviation + outputs.mean(i);
      } else {
        folded[bias] += 2 * Math.log(deviation);
      }
    }
    for (int i = 0; i < mlp.width(1); i++) {
      for (int j = 0; j < mlp.inputCount(); j++) {
        int at = mlp.weights(1) + i * mlp.inputCount() + j;
        folded[at] /= inputs.deviation(j);
        folded[mlp.bias(1) + i] -= folded[at] * inputs.mean(j);
      }
    }
    return model;
  }

  /** {@return the model of the means alone; this one if it gives no variances} */
  public DynamicsModel means() {
    if (!isGaussian()) {
      return this;
    }
    Mlp shape = mlp.withOutputs(outputs);
    double[] own = new double[shape.weightCount()];
    int last = mlp.layerCount();
    int kept = outputs * mlp.width(last - 1);
    System.arraycopy(weights, 0, own, 0, mlp.weights(last) + kept);
    System.arraycopy(weights, mlp.bias(last), own, shape.bias(last), outputs);
    return new DynamicsModel(shape, own, outputs, changes);
  }

  /** {@return its shape} */
  public Mlp mlp() {
    return mlp;
  }

  /** {@return weights and biases, as {@link Mlp} lays them out: a copy} */
  public double[] weights() {
    return weights.clone();
  }

  /** {@return n} */
  public int inputCount() {
    return mlp.inputCount();
  }

  /** {@return m} */
  public int outputCount() {
    return outputs;
  }

  /** {@return whether the network gives changes of the first m inputs} */
  public boolean givesChanges() {
    return changes;
  }

  /** {@return whether the network gives variances too} */
  public boolean isGaussian() {
    return mlp.outputCount() > outputs;
  }
}
