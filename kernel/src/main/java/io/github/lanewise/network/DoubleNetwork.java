package io.github.lanewise.network;

import io.github.lanewise.dense.Lengths;
import java.util.Arrays;

/**
 * {@code y = f(x)} of a network and its derivatives for batches up to a size: values, VJP, JVP and whole Jacobians, so
 * that gradients can run through a trained model.
 *
 * <p>Matrices are the caller's, row after row, a sample each; they are overwritten from their beginning. Nothing is
 * allocated after construction. One thread at a time.
 */
public final class DoubleNetwork {
  private static final int ROWS = 256;

  private final Mlp mlp;
  private final int capacity;
  private final DoubleValues plain;
  private final DoubleValues values;
  private final int group;
  private final DoubleAdjoint adjoint;
  private final double[] y;

  /**
   * Makes room.
   *
   * @param mlp shape of the network
   * @param capacity most samples of a batch
   * @throws IllegalArgumentException if it is below 1
   */
  public DoubleNetwork(Mlp mlp, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("room for " + capacity + " samples: at least 1");
    }
    this.mlp = mlp;
    this.capacity = capacity;
    plain = new DoubleValues(mlp, capacity, 0);
    values = new DoubleValues(mlp, capacity, 1);
    group = Math.clamp(ROWS / mlp.outputCount(), 1, capacity);
    adjoint = new DoubleAdjoint(values, group, mlp.outputCount(), mlp.outputCount());
    y = new double[capacity * mlp.outputCount()];
  }

  /** {@return its shape} */
  public Mlp mlp() {
    return mlp;
  }

  /**
   * {@code y = f(x)}.
   *
   * @param count samples
   * @param weights as {@link Mlp} lays them out
   * @param x count x n
   * @param y count x m; overwritten
   * @throws IllegalArgumentException if there are more samples than room, or an array is too short, with both lengths
   */
  public void forward(int count, double[] weights, double[] x, double[] y) {
    require(count, weights);
    Lengths.require("inputs", x.length, (long) count * mlp.inputCount());
    Lengths.require("outputs", y.length, (long) count * mlp.outputCount());
    plain.forward(count, weights, x, 0, y, 0);
  }

  /**
   * {@code xBar = (dy/dx)' yBar}, and {@code sum_b (dy/dw)' yBar} by the weights w.
   *
   * @param count samples
   * @param weights as {@link Mlp} lays them out
   * @param x count x n
   * @param yBar count x m
   * @param xBar count x n; overwritten; may be x itself
   * @param gradient as the weights; overwritten; null if it is not wanted
   * @throws IllegalArgumentException as {@link #forward}
   */
  public void vjp(int count, double[] weights, double[] x, double[] yBar, double[] xBar, double[] gradient) {
    require(count, weights);
    Lengths.require("inputs", x.length, (long) count * mlp.inputCount());
    Lengths.require("cotangents of outputs", yBar.length, (long) count * mlp.outputCount());
    Lengths.require("cotangents of inputs", xBar.length, (long) count * mlp.inputCount());
    values.forward(count, weights, x, 0, y, 0);
    if (gradient != null) {
      Lengths.require("gradient", gradient.length, mlp.weightCount());
      Arrays.fill(gradient, 0, mlp.weightCount(), 0);
    }
    values.backward(count, weights, x, 0, yBar, 0, gradient, xBar, 0);
  }

  /**
   * {@code yDot = dy/dx xDot}.
   *
   * @param count samples
   * @param weights as {@link Mlp} lays them out
   * @param x count x n
   * @param xDot count x n
   * @param yDot count x m; overwritten
   * @throws IllegalArgumentException as {@link #forward}
   */
  public void jvp(int count, double[] weights, double[] x, double[] xDot, double[] yDot) {
    require(count, weights);
    Lengths.require("inputs", x.length, (long) count * mlp.inputCount());
    Lengths.require("tangents of inputs", xDot.length, (long) count * mlp.inputCount());
    Lengths.require("tangents of outputs", yDot.length, (long) count * mlp.outputCount());
    values.forward(count, weights, x, 0, y, 0);
    values.tangents(count, weights, xDot, 0, yDot, 0);
  }

  /**
   * {@code y = f(x)} and {@code J = dy/dx}.
   *
   * @param count samples
   * @param weights as {@link Mlp} lays them out
   * @param x count x n
   * @param y count x m; overwritten
   * @param jacobians count m x n, m rows for each sample; overwritten
   * @throws IllegalArgumentException as {@link #forward}
   */
  public void jacobian(int count, double[] weights, double[] x, double[] y, double[] jacobians) {
    require(count, weights);
    Lengths.require("inputs", x.length, (long) count * mlp.inputCount());
    Lengths.require("outputs", y.length, (long) count * mlp.outputCount());
    Lengths.require("Jacobians", jacobians.length, (long) count * mlp.outputCount() * mlp.inputCount());
    values.forward(count, weights, x, 0, y, 0);
    for (int first = 0; first < count; first += group) {
      adjoint.backward(first, Math.min(group, count - first), weights, null, 0, jacobians,
          first * mlp.outputCount() * mlp.inputCount());
    }
  }

  private void require(int count, double[] weights) {
    Lengths.requireRoom(count, capacity);
    Lengths.require("weights", weights.length, mlp.weightCount());
  }
}
