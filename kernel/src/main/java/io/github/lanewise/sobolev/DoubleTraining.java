package io.github.lanewise.sobolev;

import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.DoubleAdam;
import io.github.lanewise.network.Mlp;

/**
 * Minimises a {@link SobolevLoss} over minibatches of all samples, in another order every epoch.
 *
 * <p>Everything random in epoch k follows from the seed and k alone: the same settings give the same weights to the
 * bit, for one vector width and number of threads, and so does training that was {@link #resume}d between two epochs.
 * Nothing is allocated by an epoch. One caller at a time.
 */
public final class DoubleTraining {
  /** A batch whose loss is so many times the first one, or one, is the end of learning, */
  private static final double DIVERGED = 1e4f;
  /** and so is an epoch whose mean loss is so many times that. */
  private static final double DIVERGED_EPOCH = 10;

  private final SobolevLoss loss;
  private final Mlp mlp;
  private final int samples;
  private final int batch;
  private final double[] x;
  private final double[] y;
  private final double[] jacobians;
  private final int[] order;
  private final double[] batchX;
  private final double[] batchY;
  private final double[] batchJacobians;
  private final double[] directions;
  private final UnitVectors vectors;
  /** One for each epoch. */
  private final RandomStream streams;
  /** That of this epoch: the order of samples, then directions. */
  private final RandomStream random;
  private final DoubleSobolevLoss evaluated;
  private final DoubleAdam adam;
  private final double[] weights;
  private final double[] good;
  private final double[] gradient;
  private double first = Double.NaN;
  private double least = Double.POSITIVE_INFINITY;
  private long epochs;

  /**
   * Training that has not begun.
   *
   * @param loss to be minimised
   * @param settings of the optimiser
   * @param data all samples, in the units that the network sees; copied
   * @param batch samples of a step; what is left of an epoch is a smaller one
   * @param weights to begin with; copied
   * @param seed of the order of samples and of directions
   * @param workers threads, not closed here; null for the calling one alone
   * @throws IllegalArgumentException if the data do not fit the network, lack Jacobians that the loss needs or have
   *     them where it takes products, or a batch or the weights are of an impossible size
   */
  @SuppressWarnings("cast") // which the float twin needs
  public DoubleTraining(SobolevLoss loss, Adam settings, TrainingData data, int batch, double[] weights, long seed,
      Workers workers) {
    this.loss = loss;
    mlp = loss.mlp();
    if (data.inputCount() != mlp.inputCount() || data.outputCount() != loss.outputCount()) {
      throw new IllegalArgumentException("samples of " + data.inputCount() + " inputs and " + data.outputCount()
          + " outputs for a network of " + mlp.inputCount() + " and " + loss.outputCount());
    }
    if (loss.rowCount() > 0 && data.jacobians() == null) {
      throw new IllegalArgumentException("the loss is of Jacobians too, but the samples have none");
    }
    if (loss.hasProducts()) {
      throw new IllegalArgumentException("the loss is of products with Jacobians, but the samples have whole ones");
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batches of " + batch + " samples: at least 1");
    }
    if (weights.length != mlp.weightCount()) {
      throw new IllegalArgumentException(weights.length + " weights for a network of " + mlp.weightCount());
    }
    samples = data.count();
    this.batch = Math.min(batch, samples);
    streams = RandomStream.of(seed);
    random = streams.stream(0);
    int n = mlp.inputCount();
    int m = loss.outputCount();
    x = new double[samples * n];
    y = new double[samples * m];
    jacobians = new double[loss.rowCount() > 0 ? samples * m * n : 0];
    for (int e = 0; e < x.length; e++) {
      x[e] = (double) data.x()[e];
    }
    for (int e = 0; e < y.length; e++) {
      y[e] = (double) data.y()[e];
    }
    for (int e = 0; e < jacobians.length; e++) {
      jacobians[e] = (double) data.jacobians()[e];
    }
    order = new int[samples];
    batchX = new double[this.batch * n];
    batchY = new double[this.batch * m];
    batchJacobians = new double[loss.rowCount() > 0 ? this.batch * m * n : 0];
    directions = new double[loss.isProjected() ? this.batch * loss.rowCount() * m : 0];
    vectors = new UnitVectors(m, random);
    evaluated = workers == null ? new DoubleSobolevLoss(loss, this.batch)
        : new DoubleSobolevLoss(loss, this.batch, workers);
    adam = new DoubleAdam(settings, weights.length);
    this.weights = weights.clone();
    good = weights.clone();
    gradient = new double[weights.length];
  }

  /**
   * One epoch.
   *
   * @return the mean loss of its batches, each before its step
   * @throws DivergenceException if the loss of a batch or its gradient is not finite, or the loss is {@value #DIVERGED}
   *     times the very first one, or one, or that of the epoch {@value #DIVERGED_EPOCH} times; the weights are then
   *     those after the epoch with the least loss since the beginning or {@link #resume}
   */
  public double epoch() {
    random.restart(streams, epochs);
    random.permute(order);
    double sum = 0;
    for (int from = 0; from < samples; from += batch) {
      int count = Math.min(batch, samples - from);
      gather(from, count);
      double value = evaluated.at(count, weights, batchX, batchY, batchJacobians, directions, gradient);
      first = Double.isNaN(first) ? value : first;
      requireLoss(value, DIVERGED);
      if (!(adam.step(weights, gradient) < Double.POSITIVE_INFINITY)) {
        throw diverged(value);
      }
      sum += value * count;
    }
    double mean = sum / samples;
    requireLoss(mean, DIVERGED_EPOCH);
    if (mean < least) {
      least = mean;
      System.arraycopy(weights, 0, good, 0, good.length);
    }
    epochs++;
    return mean;
  }

  private void requireLoss(double value, double times) {
    if (!(value <= times * Math.max(1, Math.abs(first)))) {
      throw diverged(value);
    }
  }

  @SuppressWarnings("cast") // which the float twin needs
  private DivergenceException diverged(double value) {
    System.arraycopy(good, 0, weights, 0, good.length);
    return new DivergenceException(adam.stepCount(), "training diverged at step " + adam.stepCount() + ": its loss is "
        + (float) value + " where it began with " + (float) first + ", or its gradient is not finite; "
        + (adam.stepCount() == 0 ? "targets or weights of the loss are too large"
            : "try a lower learning rate"));
  }

  private void gather(int from, int count) {
    int n = mlp.inputCount();
    int m = loss.outputCount();
    int size = loss.rowCount() > 0 ? m * n : 0;
    for (int k = 0; k < count; k++) {
      int at = order[from + k];
      System.arraycopy(x, at * n, batchX, k * n, n);
      System.arraycopy(y, at * m, batchY, k * m, m);
      System.arraycopy(jacobians, at * size, batchJacobians, k * size, size);
    }
    if (loss.isProjected()) {
      vectors.draw(count * loss.rowCount(), directions);
    }
  }

  /** {@return the weights now: a copy} */
  public double[] weights() {
    return weights.clone();
  }

  /** {@return whole epochs so far} */
  public long epochCount() {
    return epochs;
  }

  /** {@return the optimiser, whose state is part of that of training} */
  public DoubleAdam adam() {
    return adam;
  }

  /** {@return loss of the very first batch, against which divergence is measured; NaN before it} */
  public double firstLoss() {
    return first;
  }

  /**
   * Goes on from the end of an epoch, to the same bits.
   *
   * @param epochs whole ones done, 0 or more
   * @param weights after them
   * @param steps of the optimiser
   * @param moments as {@link DoubleAdam#moments} gave them
   * @param firstLoss as {@link #firstLoss} gave it
   * @throws IllegalArgumentException if epochs or steps are negative or a length does not fit, with both; nothing is
   *     changed then
   */
  public void resume(long epochs, double[] weights, long steps, double[] moments, double firstLoss) {
    if (weights.length != this.weights.length) {
      throw new IllegalArgumentException(weights.length + " weights for a network of "
          + this.weights.length);
    }
    if (epochs < 0) {
      throw new IllegalArgumentException(epochs + " epochs done: at least 0");
    }
    adam.resume(steps, moments);
    System.arraycopy(weights, 0, this.weights, 0, weights.length);
    System.arraycopy(weights, 0, good, 0, weights.length);
    least = Double.POSITIVE_INFINITY;
    this.epochs = epochs;
    first = firstLoss;
  }
}
