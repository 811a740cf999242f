package io.github.lanewise.sobolev;

import io.github.lanewise.lanes.Workers;
import java.util.Random;

/**
 * Minimises a {@link SobolevLoss} over minibatches of all samples, in another order every epoch.
 *
 * <p>Everything random in epoch k follows from the seed and k alone: the same settings give the same parameters to the
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
  private final long seed;
  private final double[] x;
  private final double[] y;
  private final double[] jacobians;
  private final int[] order;
  private final double[] batchX;
  private final double[] batchY;
  private final double[] batchJacobians;
  private final double[] directions;
  private final UnitVectors vectors;
  private final Random random = new Random();
  private final DoubleSobolevLoss evaluated;
  private final DoubleAdam adam;
  private final double[] parameters;
  private final double[] good;
  private final double[] gradient;
  private double first = Double.NaN;
  private double least = Double.POSITIVE_INFINITY;
  private long epochs;

  /**
   * Training that has not begun.
   *
   * @param settings of the optimiser
   * @param data all samples, in the units that the network sees; copied
   * @param batch samples of a step; what is left of an epoch is a smaller one
   * @param parameters to begin with; copied
   * @param seed of the order of samples and of directions
   * @param workers threads, not closed here; null for the calling one alone
   * @throws IllegalArgumentException if the data do not fit the network or lack Jacobians that the loss needs, or a
   *     batch or the parameters are of an impossible size
   */
  @SuppressWarnings("cast") // which the float twin needs
  public DoubleTraining(SobolevLoss loss, Adam settings, TrainingData data, int batch, double[] parameters, long seed,
      Workers workers) {
    this.loss = loss;
    mlp = loss.mlp();
    if (data.inputs() != mlp.inputs() || data.outputs() != loss.outputs()) {
      throw new IllegalArgumentException("samples of " + data.inputs() + " inputs and " + data.outputs()
          + " outputs for a network of " + mlp.inputs() + " and " + loss.outputs());
    }
    if (loss.rows() > 0 && data.jacobians() == null) {
      throw new IllegalArgumentException("the loss is of Jacobians too, but the samples have none");
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batches of " + batch + " samples: at least 1");
    }
    if (parameters.length != mlp.parameters()) {
      throw new IllegalArgumentException(parameters.length + " parameters for a network of " + mlp.parameters());
    }
    samples = data.count();
    this.batch = Math.min(batch, samples);
    this.seed = seed;
    int n = mlp.inputs();
    int m = loss.outputs();
    x = new double[samples * n];
    y = new double[samples * m];
    jacobians = new double[loss.rows() > 0 ? samples * m * n : 0];
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
    batchJacobians = new double[loss.rows() > 0 ? this.batch * m * n : 0];
    directions = new double[loss.isProjected() ? this.batch * loss.rows() * m : 0];
    vectors = new UnitVectors(m, seed);
    evaluated = workers == null ? new DoubleSobolevLoss(loss, this.batch)
        : new DoubleSobolevLoss(loss, this.batch, workers);
    adam = new DoubleAdam(settings, parameters.length);
    this.parameters = parameters.clone();
    good = parameters.clone();
    gradient = new double[parameters.length];
  }

  /**
   * One epoch.
   *
   * @return the mean loss of its batches, each before its step
   * @throws DivergedException if the loss of a batch or its gradient is not finite, or the loss is {@value #DIVERGED}
   *     times the very first one, or one, or that of the epoch {@value #DIVERGED_EPOCH} times; the parameters are then
   *     those after the epoch with the least loss since the beginning or {@link #resume}
   */
  public double epoch() throws DivergedException {
    shuffle();
    double sum = 0;
    for (int from = 0; from < samples; from += batch) {
      int count = Math.min(batch, samples - from);
      gather(from, count);
      double value = evaluated.at(count, parameters, batchX, batchY, batchJacobians, directions, gradient);
      first = Double.isNaN(first) ? value : first;
      requireLoss(value, DIVERGED);
      if (!(adam.step(parameters, gradient) < Double.POSITIVE_INFINITY)) {
        throw diverged(value);
      }
      sum += value * count;
    }
    double mean = sum / samples;
    requireLoss(mean, DIVERGED_EPOCH);
    if (mean < least) {
      least = mean;
      System.arraycopy(parameters, 0, good, 0, good.length);
    }
    epochs++;
    return mean;
  }

  private void requireLoss(double value, double times) throws DivergedException {
    if (!(value <= times * Math.max(1, Math.abs(first)))) {
      throw diverged(value);
    }
  }

  private DivergedException diverged(double value) {
    System.arraycopy(good, 0, parameters, 0, good.length);
    return new DivergedException(adam.steps(), value, first);
  }

  /** The first so many natural numbers in the order of this epoch (Fisher and Yates), and directions for it. */
  private void shuffle() {
    // An odd multiple tells neighbouring epochs apart; Random scrambles its seed itself.
    long mixed = (seed + 1) * 0x9e3779b97f4a7c15L + epochs * 0xbf58476d1ce4e5b9L;
    random.setSeed(mixed ^ mixed >>> 32);
    for (int k = 0; k < samples; k++) {
      int at = random.nextInt(k + 1);
      order[k] = order[at];
      order[at] = k;
    }
    vectors.seed(random.nextLong());
  }

  private void gather(int from, int count) {
    int n = mlp.inputs();
    int m = loss.outputs();
    int size = loss.rows() > 0 ? m * n : 0;
    for (int k = 0; k < count; k++) {
      int at = order[from + k];
      System.arraycopy(x, at * n, batchX, k * n, n);
      System.arraycopy(y, at * m, batchY, k * m, m);
      System.arraycopy(jacobians, at * size, batchJacobians, k * size, size);
    }
    if (loss.isProjected()) {
      vectors.draw(count * loss.rows(), directions);
    }
  }

  /** The parameters now: a copy. */
  public double[] parameters() {
    return parameters.clone();
  }

  /** Whole epochs so far. */
  public long epochs() {
    return epochs;
  }

  /** The optimiser, whose state is part of that of training. */
  public DoubleAdam adam() {
    return adam;
  }

  /** Loss of the very first batch, against which divergence is measured; NaN before it. */
  public double firstLoss() {
    return first;
  }

  /**
   * Goes on from the end of an epoch, to the same bits.
   *
   * @param epochs whole ones done, 0 or more
   * @param parameters after them
   * @param steps of the optimiser
   * @param moments as {@link DoubleAdam#moments} gave them
   * @param firstLoss as {@link #firstLoss} gave it
   * @throws IllegalArgumentException if epochs or steps are negative or a length does not fit, with both; nothing is
   *     changed then
   */
  public void resume(long epochs, double[] parameters, long steps, double[] moments, double firstLoss) {
    if (parameters.length != this.parameters.length) {
      throw new IllegalArgumentException(parameters.length + " parameters for a network of "
          + this.parameters.length);
    }
    if (epochs < 0) {
      throw new IllegalArgumentException(epochs + " epochs done: at least 0");
    }
    adam.resume(steps, moments);
    System.arraycopy(parameters, 0, this.parameters, 0, parameters.length);
    System.arraycopy(parameters, 0, good, 0, parameters.length);
    least = Double.POSITIVE_INFINITY;
    this.epochs = epochs;
    first = firstLoss;
  }
}
