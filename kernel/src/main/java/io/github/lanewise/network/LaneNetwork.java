package io.github.lanewise.network;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.LaneRows;
import io.github.lanewise.lanes.Lanes;
import java.util.Arrays;

/**
 * {@code y = f(x; w)} and its pullback where samples ride in the lanes of batches: a network that robots act by, or
 * that values their states, with nothing transposed in between.
 *
 * <p>A block of a batch is a matrix with a row for each number of a sample and a column for each lane; layers are
 * matrix products with it. Gradients go to one of several sums, so that threads need not share one; what they add up to
 * does not depend on threads if the choice of the sum does not. A thread's first call allocates, later ones do not.
 * Blocks may be passed through in different threads at once, but one sum is for one thread at a time.
 */
public final class LaneNetwork {
  private final Mlp mlp;
  private final ElementType type;
  private final double[] doubleWeights;
  private final float[] floatWeights;
  private final DoubleLaneSums[] doubleSums;
  private final FloatLaneSums[] floatSums;
  private final ThreadLocal<DoubleLaneValues> doubles;
  private final ThreadLocal<FloatLaneValues> floats;

  /**
   * All weights 0.
   *
   * @param mlp its shape
   * @param lanes number type and blocks of the batches
   * @param sums of gradients that are kept apart, 0 if none is wanted
   */
  public LaneNetwork(Mlp mlp, Lanes lanes, int sums) {
    this.mlp = mlp;
    type = lanes.type();
    int size = lanes.blockSize();
    boolean isDouble = type == ElementType.DOUBLE;
    doubleWeights = isDouble ? new double[mlp.weightCount()] : null;
    floatWeights = isDouble ? null : new float[mlp.weightCount()];
    doubleSums = new DoubleLaneSums[isDouble ? sums : 0];
    floatSums = new FloatLaneSums[isDouble ? 0 : sums];
    Arrays.setAll(doubleSums, i -> new DoubleLaneSums(mlp, size));
    Arrays.setAll(floatSums, i -> new FloatLaneSums(mlp, size));
    doubles = ThreadLocal.withInitial(() -> new DoubleLaneValues(mlp, size));
    floats = ThreadLocal.withInitial(() -> new FloatLaneValues(mlp, size));
  }

  /** {@return its shape} */
  public Mlp mlp() {
    return mlp;
  }

  /**
   * Takes over weights, rounded to the type of the batches.
   *
   * @param weights as {@link Mlp} lays them out; what follows them is left aside
   */
  public void set(double[] weights) {
    if (type == ElementType.DOUBLE) {
      System.arraycopy(weights, 0, doubleWeights, 0, doubleWeights.length);
    } else {
      for (int e = 0; e < floatWeights.length; e++) {
        floatWeights[e] = (float) weights[e];
      }
    }
  }

  /**
   * Outputs of the lanes of a block.
   *
   * @param x n rows
   * @param y m rows (overwritten)
   * @param block counted from 0
   */
  public void forward(Batch x, Batch y, int block) {
    int xAt = LaneRows.index(x, 0, block);
    int yAt = LaneRows.index(y, 0, block);
    if (type == ElementType.DOUBLE) {
      doubles.get().forward(doubleWeights, (double[]) x.array(), xAt, (double[]) y.array(), yAt);
    } else {
      floats.get().forward(floatWeights, (float[]) x.array(), xAt, (float[]) y.array(), yAt);
    }
  }

  /**
   * Pulls cotangents back through the pass that this thread's last {@link #forward} made.
   *
   * @param x as of that pass
   * @param yBar cotangents of y, m rows
   * @param sum to which the gradient by the weights is added; -1 if it is not wanted
   * @param xBar cotangents of x, n rows (overwritten); null if they are not wanted
   * @param block as of that pass
   */
  public void backward(Batch x, Batch yBar, int sum, Batch xBar, int block) {
    int xAt = LaneRows.index(x, 0, block);
    int yBarAt = LaneRows.index(yBar, 0, block);
    int xBarAt = xBar == null ? 0 : LaneRows.index(xBar, 0, block);
    if (type == ElementType.DOUBLE) {
      doubles.get().backward(doubleWeights, (double[]) x.array(), xAt, (double[]) yBar.array(), yBarAt,
          sum < 0 ? null : doubleSums[sum], xBar == null ? null : (double[]) xBar.array(), xBarAt);
    } else {
      floats.get().backward(floatWeights, (float[]) x.array(), xAt, (float[]) yBar.array(), yBarAt,
          sum < 0 ? null : floatSums[sum], xBar == null ? null : (float[]) xBar.array(), xBarAt);
    }
  }

  /**
   * Begins a sum anew.
   *
   * @param sum counted from 0
   */
  public void clear(int sum) {
    if (type == ElementType.DOUBLE) {
      doubleSums[sum].clear();
    } else {
      floatSums[sum].clear();
    }
  }

  /**
   * {@code gradient = sum_k of the sums}, in their order.
   *
   * @param gradient as the weights (overwritten); what follows them stays
   */
  public void gradient(double[] gradient) {
    int count = mlp.weightCount();
    Arrays.fill(gradient, 0, count, 0);
    for (DoubleLaneSums sum : doubleSums) {
      sum.finish();
      for (int e = 0; e < count; e++) {
        gradient[e] += sum.weights[e];
      }
    }
    for (FloatLaneSums sum : floatSums) {
      sum.finish();
      for (int e = 0; e < count; e++) {
        gradient[e] += sum.weights[e];
      }
    }
  }
}
