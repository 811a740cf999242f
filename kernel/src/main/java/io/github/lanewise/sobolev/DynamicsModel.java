package io.github.lanewise.sobolev;

/**
 * {@code y = f(x)}, or {@code y = (x_1..x_m) + f(x)}, learnt: a network that takes and gives the user's units.
 *
 * <p>For robots x = (s, a) is a state and an action and y = s' the next state. The units of training are folded into
 * the first and the last weights, so that any program can evaluate a model from its {@link Mlp} and parameters alone.
 * Of a network with a Gaussian head, y are the means; the logarithms of their variances follow. Immutable.
 */
public final class DynamicsModel {
  private final Mlp mlp;
  private final double[] parameters;
  private final int outputs;
  private final boolean changes;

  /**
   * A model of these numbers.
   *
   * @param parameters in the user's units; copied
   * @param outputs m: all of the network's outputs, or half of them if variances follow
   * @param changes whether the network gives y - (x_1..x_m)
   * @throws IllegalArgumentException if numbers do not fit the network, with both
   */
  public DynamicsModel(Mlp mlp, double[] parameters, int outputs, boolean changes) {
    if (parameters.length != mlp.parameters()) {
      throw new IllegalArgumentException(parameters.length + " parameters for a network of " + mlp.parameters());
    }
    if (mlp.outputs() != outputs && mlp.outputs() != 2 * outputs) {
      throw new IllegalArgumentException(outputs + " outputs of a network of " + mlp.outputs()
          + ": must be all, or half of them");
    }
    if (changes && outputs > mlp.inputs()) {
      throw new IllegalArgumentException("changes of " + outputs + " numbers, of which only " + mlp.inputs()
          + " go in");
    }
    this.mlp = mlp;
    this.parameters = parameters.clone();
    this.outputs = outputs;
    this.changes = changes;
  }

  /**
   * What was trained in the units of two normalisers.
   *
   * @param parameters in those units; copied
   * @param inputs units of x
   * @param outputs units of y, or of its changes; m columns
   * @param changes whether its outputs are changes of the first inputs
   * @throws IllegalArgumentException if numbers or columns do not fit the network, with both
   */
  public static DynamicsModel of(Mlp mlp, double[] parameters, Normalizer inputs, Normalizer outputs,
      boolean changes) {
    if (inputs.columns() != mlp.inputs()) {
      throw new IllegalArgumentException("units of " + inputs.columns() + " columns for a network of " + mlp.inputs()
          + " inputs");
    }
    int m = outputs.columns();
    DynamicsModel model = new DynamicsModel(mlp, parameters, m, changes);
    double[] folded = model.parameters;
    int last = mlp.layers();
    int width = mlp.width(last - 1);
    for (int i = 0; i < mlp.outputs(); i++) {
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
      for (int j = 0; j < mlp.inputs(); j++) {
        int at = mlp.weights(1) + i * mlp.inputs() + j;
        folded[at] /= inputs.deviation(j);
        folded[mlp.bias(1) + i] -= folded[at] * inputs.mean(j);
      }
    }
    return model;
  }

  /** The model of the means alone; this one if it gives no variances. */
  public DynamicsModel means() {
    if (!isGaussian()) {
      return this;
    }
    Mlp shape = mlp.withOutputs(outputs);
    double[] own = new double[shape.parameters()];
    int last = mlp.layers();
    int weights = outputs * mlp.width(last - 1);
    System.arraycopy(parameters, 0, own, 0, mlp.weights(last) + weights);
    System.arraycopy(parameters, mlp.bias(last), own, shape.bias(last), outputs);
    return new DynamicsModel(shape, own, outputs, changes);
  }

  /** Its shape. */
  public Mlp mlp() {
    return mlp;
  }

  /** Weights and biases, as {@link Mlp} lays them out: a copy. */
  public double[] parameters() {
    return parameters.clone();
  }

  /** n. */
  public int inputs() {
    return mlp.inputs();
  }

  /** m. */
  public int outputs() {
    return outputs;
  }

  /** Whether the network gives changes of the first m inputs. */
  public boolean givesChanges() {
    return changes;
  }

  /** Whether the network gives variances too. */
  public boolean isGaussian() {
    return mlp.outputs() > outputs;
  }
}
