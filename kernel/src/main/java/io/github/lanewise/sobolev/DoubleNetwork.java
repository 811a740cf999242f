package io.github.lanewise.sobolev;

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
    group = Math.clamp(ROWS / mlp.outputs(), 1, capacity);
    adjoint = new DoubleAdjoint(values, group, mlp.outputs(), mlp.outputs());
    y = new double[capacity * mlp.outputs()];
  }

  /** Its shape. */
  public Mlp mlp() {
    return mlp;
  }

  /**
   * {@code y = f(x)}.
   *
   * @param parameters as {@link Mlp} lays them out
   * @param x count x n
   * @param y count x m; overwritten
   * @throws IllegalArgumentException if there are more samples than room, or an array is too short, with both lengths
   */
  public void forward(int count, double[] parameters, double[] x, double[] y) {
    require(count, parameters);
    require("inputs", x, (long) count * mlp.inputs());
    require("outputs", y, (long) count * mlp.outputs());
    plain.forward(count, parameters, x, 0, y, 0);
  }

  /**
   * {@code xBar = (dy/dx)' yBar}, and {@code sum_b (dy/dw)' yBar} by the parameters w.
   *
   * @param yBar count x m
   * @param xBar count x n; overwritten; may be x itself
   * @param gradient as the parameters; overwritten; null if it is not wanted
   * @throws IllegalArgumentException as {@link #forward}
   */
  public void vjp(int count, double[] parameters, double[] x, double[] yBar, double[] xBar, double[] gradient) {
    require(count, parameters);
    require("inputs", x, (long) count * mlp.inputs());
    require("cotangents of outputs", yBar, (long) count * mlp.outputs());
    require("cotangents of inputs", xBar, (long) count * mlp.inputs());
    values.forward(count, parameters, x, 0, y, 0);
    if (gradient != null) {
      require("gradient", gradient, mlp.parameters());
      Arrays.fill(gradient, 0, mlp.parameters(), 0);
    }
    values.backward(count, parameters, x, 0, yBar, 0, gradient, xBar, 0);
  }

  /**
   * {@code yDot = dy/dx xDot}.
   *
   * @param xDot count x n
   * @param yDot count x m; overwritten
   * @throws IllegalArgumentException as {@link #forward}
   */
  public void jvp(int count, double[] parameters, double[] x, double[] xDot, double[] yDot) {
    require(count, parameters);
    require("inputs", x, (long) count * mlp.inputs());
    require("tangents of inputs", xDot, (long) count * mlp.inputs());
    require("tangents of outputs", yDot, (long) count * mlp.outputs());
    values.forward(count, parameters, x, 0, y, 0);
    values.tangents(count, parameters, xDot, 0, yDot, 0);
  }

  /**
   * {@code y = f(x)} and {@code J = dy/dx}.
   *
   * @param y count x m; overwritten
   * @param jacobians count m x n, m rows for each sample; overwritten
   * @throws IllegalArgumentException as {@link #forward}
   */
  public void jacobian(int count, double[] parameters, double[] x, double[] y, double[] jacobians) {
    require(count, parameters);
    require("inputs", x, (long) count * mlp.inputs());
    require("outputs", y, (long) count * mlp.outputs());
    require("Jacobians", jacobians, (long) count * mlp.outputs() * mlp.inputs());
    values.forward(count, parameters, x, 0, y, 0);
    for (int first = 0; first < count; first += group) {
      adjoint.backward(first, Math.min(group, count - first), parameters, null, 0, jacobians,
          first * mlp.outputs() * mlp.inputs());
    }
  }

  private void require(int count, double[] parameters) {
    requireRoom(count, capacity);
    require("parameters", parameters, mlp.parameters());
  }

  static void requireRoom(int count, int capacity) {
    if (count < 1 || count > capacity) {
      throw new IllegalArgumentException(count + " samples where there is room for 1 to " + capacity);
    }
  }

  static void require(String what, double[] array, long length) {
    if (array.length < length) {
      throw new IllegalArgumentException(what + ": " + array.length + " numbers where it takes " + length);
    }
  }
}
