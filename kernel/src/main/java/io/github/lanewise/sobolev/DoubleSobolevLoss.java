package io.github.lanewise.sobolev;

import io.github.lanewise.dense.DoubleElementwise;
import io.github.lanewise.dense.Lengths;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.network.Mlp;
import java.util.Arrays;

/**
 * The value of a {@link SobolevLoss} and its gradient by the weights, exact, for batches up to a size.
 *
 * <p>Matrices are the caller's, row after row. Nothing is allocated after construction. For one vector width and number
 * of threads the results are the same to the bit at each call. One caller at a time.
 */
public final class DoubleSobolevLoss {
  private final SobolevLoss loss;
  private final Mlp mlp;
  private final int capacity;
  private final Workers workers;
  private final DoubleSobolevPart[] parts;
  private final Workers.Task task = this::runParts;
  private int count;
  private double[] weights;
  private double[] x;
  private double[] t;
  private double[] jacobians;
  private double[] directions;
  private double valueLoss = Double.NaN;
  private double jacobianLoss = Double.NaN;

  /**
   * Makes room; in the calling thread alone.
   *
   * @param loss what is asked of the network
   * @param capacity most samples of a batch
   * @throws IllegalArgumentException if it is below 1
   */
  public DoubleSobolevLoss(SobolevLoss loss, int capacity) {
    this(loss, capacity, null, 1);
  }

  /**
   * Makes room.
   *
   * @param loss what is asked of the network
   * @param capacity most samples of a batch
   * @param workers threads that share the samples; not closed here
   * @throws IllegalArgumentException if the capacity is below 1
   */
  public DoubleSobolevLoss(SobolevLoss loss, int capacity, Workers workers) {
    this(loss, capacity, workers, workers.count());
  }

  private DoubleSobolevLoss(SobolevLoss loss, int capacity, Workers workers, int threads) {
    if (capacity < 1) {
      throw new IllegalArgumentException("room for " + capacity + " samples: at least 1");
    }
    this.loss = loss;
    mlp = loss.mlp();
    this.capacity = capacity;
    this.workers = workers;
    int share = Math.ceilDiv(capacity, threads);
    parts = new DoubleSobolevPart[threads];
    Arrays.setAll(parts, i -> new DoubleSobolevPart(loss, share));
  }

  /**
   * The loss and its gradient.
   *
   * @param count samples, B
   * @param weights as {@link Mlp} lays them out
   * @param x inputs, B x n
   * @param t values that outputs are to take, B x m
   * @param jacobians T, what dy/dx is to be, B m x n, m rows for each sample, or products
   *     v'T, r rows for each; not read for values alone
   * @param directions unit vectors, B r x m, r rows for each sample; only read if the loss projects
   * @param gradient overwritten; as long as the weights
   * @return the loss, {@link #valueLoss} and {@link #jacobianLoss} together; not finite if a number that is read is not
   * @throws IllegalArgumentException if there are more samples than room, or an array is too short, with both lengths
   */
  public double at(int count, double[] weights, double[] x, double[] t, double[] jacobians, double[] directions,
      double[] gradient) {
    int n = mlp.inputCount();
    int m = loss.outputCount();
    Lengths.requireRoom(count, capacity);
    Lengths.require("weights", weights.length, mlp.weightCount());
    Lengths.require("gradient", gradient.length, mlp.weightCount());
    Lengths.require("inputs", x.length, (long) count * n);
    Lengths.require("values", t.length, (long) count * m);
    if (loss.rowCount() > 0) {
      Lengths.require("Jacobians", jacobians.length, (long) count * loss.jacobianRows() * n);
    }
    if (loss.isProjected()) {
      Lengths.require("directions", directions.length, (long) count * loss.rowCount() * m);
    }
    this.count = count;
    this.weights = weights;
    this.x = x;
    this.t = t;
    this.jacobians = jacobians;
    this.directions = directions;
    if (workers == null) {
      runParts(0, 1, null);
    } else {
      workers.run(task, parts.length);
    }
    return add(gradient);
  }

  private void runParts(int first, int end, Workspace workspace) {
    for (int part = first; part < end; part++) {
      int from = (int) ((long) count * part / parts.length);
      int to = (int) ((long) count * (part + 1) / parts.length);
      parts[part].run(from, to - from, weights, x, t, jacobians, directions);
    }
  }

  private double add(double[] gradient) {
    double values = 0;
    double slopes = 0;
    double scale = 1 / (double) count;
    Arrays.fill(gradient, 0, mlp.weightCount(), 0);
    for (DoubleSobolevPart part : parts) {
      values += part.values();
      slopes += part.slopes();
      DoubleElementwise.addScaled(mlp.weightCount(), scale, part.gradient, 0, gradient, 0);
    }
    valueLoss = values * scale;
    jacobianLoss = slopes * scale;
    return valueLoss + jacobianLoss;
  }

  /** {@return the part of the last loss that values have} */
  public double valueLoss() {
    return valueLoss;
  }

  /** {@return the part of the last loss that Jacobians have} */
  public double jacobianLoss() {
    return jacobianLoss;
  }
}
