package io.github.lanewise.network;

import io.github.lanewise.dense.DoubleElementwise;
import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;

/**
 * {@code G = V dy/dx} of some samples by reverse accumulation, and the gradient of a function of G by all weights:
 * the same rows once backwards, {@code q_(l-1) = p_l W_l, p_l = phi'(z_l) o q_l}, and once forwards as tangents.
 *
 * <p>Matrices have R rows for each sample: the rows of the Jacobian, or directions v in which it is seen. Forward mode
 * would have a row for each input; robots have more inputs, states and actions, than outputs, states. One thread at a
 * time.
 */
public final class DoubleAdjoint {
  private final Mlp mlp;
  private final DoubleValues values;
  private final int outputs;
  private final int rows;
  /** Cotangents of a_l, of phi(z_l), which differ if the network is normalised, and of z_l. */
  private final DoubleRows[] q;
  private final DoubleRows[] inner;
  private final DoubleRows[] p;
  private final DoubleRows[] tangents = new DoubleRows[2];

  /**
   * Room for the rows of some samples.
   *
   * @param values of the same samples and of order 1 at least; 2 to go {@link #forward}
   * @param samples most samples
   * @param outputs m, of the network's outputs the first ones, which y is
   * @param rows R
   */
  public DoubleAdjoint(DoubleValues values, int samples, int outputs, int rows) {
    mlp = values.mlp;
    this.values = values;
    this.outputs = outputs;
    this.rows = rows;
    q = new DoubleRows[mlp.layerCount()];
    inner = mlp.normalized() ? new DoubleRows[mlp.layerCount()] : q;
    p = new DoubleRows[mlp.layerCount()];
    int widest = 1;
    for (int l = 1; l < mlp.layerCount(); l++) {
      q[l] = new DoubleRows(samples * rows, mlp.width(l));
      inner[l] = mlp.normalized() ? new DoubleRows(samples * rows, mlp.width(l)) : q[l];
      p[l] = new DoubleRows(samples * rows, mlp.width(l));
      widest = Math.max(widest, mlp.width(l));
    }
    int room = widest;
    Arrays.setAll(tangents, i -> new DoubleRows(samples * rows, room));
  }

  /**
   * G, count R x n.
   *
   * @param first of the samples, of which {@link DoubleValues#forward} has the values
   * @param count samples
   * @param weights as {@link Mlp} lays them out
   * @param v directions, count R x m from {@code vAt} on; null for the rows of the Jacobian, R = m
   * @param vAt where v begins
   * @param g overwritten from {@code gAt} on
   * @param gAt where g begins
   */
  public void backward(int first, int count, double[] weights, double[] v, int vAt, double[] g, int gAt) {
    int top = mlp.layerCount();
    seed(count, weights, v, vAt, top == 1 ? g : q[top - 1].array, top == 1 ? gAt : q[top - 1].start);
    for (int l = top - 1; l >= 1; l--) {
      int width = mlp.width(l);
      int before = mlp.width(l - 1);
      for (int r = 0; r < count * rows; r++) {
        int sample = first + r / rows;
        if (values.norms[l] != null) {
          values.norms[l].transposed(sample, weights, q[l].array, q[l].at(r), inner[l].array, inner[l].at(r));
        }
        DoubleElementwise.times(width, inner[l].array, inner[l].at(r), values.slope[l].array,
            values.slope[l].at(sample), p[l].array, p[l].at(r));
      }
      double[] out = l == 1 ? g : q[l - 1].array;
      int at = l == 1 ? gAt : q[l - 1].start;
      Arrays.fill(out, at, at + count * rows * before, 0);
      DoubleGemm.addTimes(count * rows, before, width, p[l].array, p[l].start, width, weights, mlp.weights(l),
          before, out, at, before);
    }
  }

  /** {@code V W_L}, which for the rows of the Jacobian is a copy for each sample. */
  private void seed(int count, double[] weights, double[] v, int vAt, double[] out, int at) {
    int top = mlp.layerCount();
    int before = mlp.width(top - 1);
    if (v == null) {
      for (int i = 0; i < count; i++) {
        System.arraycopy(weights, mlp.weights(top), out, at + i * rows * before, rows * before);
      }
    } else {
      Arrays.fill(out, at, at + count * rows * before, 0);
      DoubleGemm.addTimes(count * rows, before, outputs, v, vAt, outputs, weights, mlp.weights(top), before,
          out, at, before);
    }
  }

  /**
   * Adds the gradient of a function of G to that of the weights, and what goes through the values to
   * {@link DoubleValues#besides}. After {@link #backward} of the same samples and directions.
   *
   * @param first of the samples
   * @param count samples
   * @param weights as {@link Mlp} lays them out
   * @param v as of {@link #backward}
   * @param vAt where v begins
   * @param gBar its derivatives by G, from {@code gBarAt} on
   * @param gBarAt where gBar begins
   * @param gradient as the weights; modified
   */
  public void forward(int first, int count, double[] weights, double[] v, int vAt, double[] gBar, int gBarAt,
      double[] gradient) {
    double[] tangent = gBar;
    int at = gBarAt;
    for (int l = 1; l < mlp.layerCount(); l++) {
      int width = mlp.width(l);
      int before = mlp.width(l - 1);
      DoubleGemm.addTransposedTimes(width, before, count * rows, p[l].array, p[l].start, width, tangent, at, before,
          gradient, mlp.weights(l), before);
      DoubleRows next = tangents[l % 2];
      Arrays.fill(next.array, next.start, next.start + count * rows * width, 0);
      DoubleGemm.addTimesTransposed(count * rows, width, before, tangent, at, before, weights, mlp.weights(l),
          before, next.array, next.start, width);
      throughActivation(first, count, l, weights, next, gradient);
      tangent = next.array;
      at = next.start;
    }
    int top = mlp.layerCount();
    int before = mlp.width(top - 1);
    if (v == null) {
      for (int i = 0; i < count; i++) {
        DoubleElementwise.add(rows * before, tangent, at + i * rows * before, gradient, mlp.weights(top));
      }
    } else {
      DoubleGemm.addTransposedTimes(outputs, before, count * rows, v, vAt, outputs, tangent, at, before,
          gradient, mlp.weights(top), before);
    }
  }

  /** Derivatives by p_l become those by q_l; those by z_l add up to {@code phi''(z_l) o sum_r pBar_r o inner_r}. */
  private void throughActivation(int first, int count, int l, double[] weights, DoubleRows bar, double[] gradient) {
    int width = mlp.width(l);
    DoubleRows slope = values.slope[l];
    DoubleRows besides = values.besides[l];
    for (int i = 0; i < count; i++) {
      int sample = first + i;
      for (int r = i * rows; r < (i + 1) * rows; r++) {
        int row = bar.start + r * width;
        DoubleElementwise.addTimes(width, bar.array, row, inner[l].array, inner[l].at(r), besides.array,
            besides.at(sample));
        DoubleElementwise.times(width, bar.array, row, slope.array, slope.at(sample), bar.array, row);
        if (values.norms[l] != null) {
          values.norms[l].transposedBackward(sample, weights, q[l].array, q[l].at(r), bar.array, row, gradient);
        }
      }
      DoubleElementwise.times(width, besides.array, besides.at(sample), values.curvature[l].array,
          values.curvature[l].at(sample), besides.array, besides.at(sample));
    }
  }
}
