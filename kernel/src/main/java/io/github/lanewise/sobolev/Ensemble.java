package io.github.lanewise.sobolev;

import io.github.lanewise.dense.DoubleElementwise;
import io.github.lanewise.dense.Lengths;
import java.util.Arrays;
import java.util.List;

/**
 * The mean and the spread of models that were trained alike from different beginnings: where they disagree, there were
 * no samples to learn from (Lakshminarayanan et al., arXiv 1612.01474).
 *
 * <p>Matrices are as for {@link ModelEvaluator}. Nothing is allocated after construction. One thread at a time.
 */
public final class Ensemble {
  private final ModelEvaluator[] members;
  private final int outputs;
  private final int inputs;
  private final int capacity;
  private final double[] y;
  private final double[] jacobians;

  /**
   * Makes room.
   *
   * @param models at least one, of as many inputs and outputs each
   * @param capacity most samples of a batch
   * @throws IllegalArgumentException if there is no model, sizes differ, or the capacity is below 1
   */
  public Ensemble(List<DynamicsModel> models, int capacity) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("an ensemble of no models");
    }
    inputs = models.getFirst().inputCount();
    outputs = models.getFirst().outputCount();
    for (DynamicsModel model : models) {
      if (model.inputCount() != inputs || model.outputCount() != outputs) {
        throw new IllegalArgumentException("a model of " + model.inputCount() + " inputs and " + model.outputCount()
            + " outputs beside one of " + inputs + " and " + outputs);
      }
    }
    this.capacity = capacity;
    members = models.stream().map(model -> new ModelEvaluator(model, capacity)).toArray(ModelEvaluator[]::new);
    y = new double[capacity * outputs];
    jacobians = new double[capacity * outputs * inputs];
  }

  /**
   * Means of the members' values and their standard deviations between members, 0 for one member.
   *
   * @param count samples, 1 to the capacity
   * @param x count x n
   * @param mean count x m; overwritten
   * @param deviation count x m; overwritten
   * @throws IllegalArgumentException as {@link ModelEvaluator#forward}
   */
  public void forward(int count, double[] x, double[] mean, double[] deviation) {
    require(count, x, mean);
    Lengths.require("deviations", deviation.length, (long) count * outputs);
    int size = count * outputs;
    Arrays.fill(mean, 0, size, 0);
    Arrays.fill(deviation, 0, size, 0);
    for (int k = 0; k < members.length; k++) {
      members[k].forward(count, x, y);
      for (int e = 0; e < size; e++) {
        double off = y[e] - mean[e];
        mean[e] += off / (k + 1);
        deviation[e] += off * (y[e] - mean[e]);
      }
    }
    for (int e = 0; e < size; e++) {
      deviation[e] = Math.sqrt(deviation[e] / Math.max(1, members.length - 1));
    }
  }

  /**
   * Means of the members' values and Jacobians.
   *
   * @param count samples, 1 to the capacity
   * @param x count x n
   * @param mean count x m; overwritten
   * @param meanJacobians count m x n; overwritten
   * @throws IllegalArgumentException as {@link ModelEvaluator#forward}
   */
  public void jacobian(int count, double[] x, double[] mean, double[] meanJacobians) {
    require(count, x, mean);
    Lengths.require("Jacobians", meanJacobians.length, (long) count * outputs * inputs);
    Arrays.fill(mean, 0, count * outputs, 0);
    Arrays.fill(meanJacobians, 0, count * outputs * inputs, 0);
    for (ModelEvaluator member : members) {
      member.jacobian(count, x, y, jacobians);
      DoubleElementwise.addScaled(count * outputs, 1.0 / members.length, y, 0, mean, 0);
      DoubleElementwise.addScaled(count * outputs * inputs, 1.0 / members.length, jacobians, 0, meanJacobians, 0);
    }
  }

  private void require(int count, double[] x, double[] mean) {
    Lengths.requireRoom(count, capacity);
    Lengths.require("inputs", x.length, (long) count * inputs);
    Lengths.require("outputs", mean.length, (long) count * outputs);
  }
}
