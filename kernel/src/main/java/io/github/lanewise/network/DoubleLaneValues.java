package io.github.lanewise.network;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dense.DoubleElementwise;
import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Workspace;
import java.util.Arrays;

/**
 * {@code Z_l = W_l A_(l-1) + b_l, A_l = phi(Z_l)} of one block of lanes and back: as {@link DoubleValues}, for matrices
 * with a row for each unit and a column for each lane, which is how batches store them.
 *
 * <p>One thread at a time.
 */
final class DoubleLaneValues {

  private final Mlp mlp;
  private final int lanes;
  private final DoubleRows[] z;
  private final DoubleRows[] phi;
  private final DoubleRows[] slope;
  private final DoubleRows[] a;
  private final DoubleLaneNorm[] norms;
  private final Binding[] activations;
  private final Workspace workspace = new Workspace(ElementType.DOUBLE);
  /** Cotangents of a layer and of its neighbour. */
  private final DoubleRows[] bars;

  DoubleLaneValues(Mlp mlp, int lanes) {
    this.mlp = mlp;
    this.lanes = lanes;
    Kernel kernel = mlp.activation().kernel(ElementType.DOUBLE, 1);
    int layers = mlp.layerCount();
    z = new DoubleRows[layers];
    phi = new DoubleRows[layers];
    slope = new DoubleRows[layers];
    a = new DoubleRows[layers];
    norms = new DoubleLaneNorm[layers];
    activations = new Binding[layers];
    bars = new DoubleRows[layers];
    for (int l = 1; l < layers; l++) {
      z[l] = rows(l);
      phi[l] = rows(l);
      slope[l] = rows(l);
      a[l] = mlp.normalized() ? rows(l) : phi[l];
      norms[l] = mlp.normalized() ? new DoubleLaneNorm(mlp, l, lanes) : null;
      activations[l] = kernel.bind(z[l].elements, phi[l].elements, slope[l].elements);
      activations[l].prepare(workspace);
      bars[l] = rows(l);
    }
  }

  private DoubleRows rows(int layer) {
    return new DoubleRows(mlp.width(layer), lanes);
  }

  /** Outputs, m x lanes from {@code yAt} on, of inputs, n x lanes from {@code xAt} on. */
  void forward(double[] weights, double[] x, int xAt, double[] y, int yAt) {
    for (int l = 1; l <= mlp.layerCount(); l++) {
      boolean last = l == mlp.layerCount();
      int width = mlp.width(l);
      int inner = mlp.width(l - 1);
      double[] out = last ? y : z[l].array;
      int at = last ? yAt : z[l].start;
      for (int i = 0; i < width; i++) {
        Arrays.fill(out, at + i * lanes, at + (i + 1) * lanes, weights[mlp.bias(l) + i]);
      }
      DoubleGemm.addTimes(width, lanes, inner, weights, mlp.weights(l), inner, l == 1 ? x : a[l - 1].array,
          l == 1 ? xAt : a[l - 1].start, lanes, out, at, lanes);
      if (!last) {
        activations[l].run(0, activations[l].blockCount(), workspace);
        if (norms[l] != null) {
          norms[l].forward(weights, phi[l], a[l]);
        }
      }
    }
  }

  /**
   * After {@link #forward} of the same inputs: adds the gradient by the weights to sums, unless they are null, and
   * writes the cotangents of the inputs, unless that array is.
   */
  void backward(double[] weights, double[] x, int xAt, double[] yBar, int yBarAt, DoubleLaneSums sums, double[] xBar,
      int xBarAt) {
    double[] bar = yBar;
    int at = yBarAt;
    for (int l = mlp.layerCount(); l >= 1; l--) {
      int width = mlp.width(l);
      int inner = mlp.width(l - 1);
      if (sums != null) {
        double[] from = l == 1 ? x : a[l - 1].array;
        int fromAt = l == 1 ? xAt : a[l - 1].start;
        if (DoubleLaneSums.isRow(mlp, l)) {
          for (int j = 0; j < inner; j++) {
            sums.addProducts(mlp.weights(l) + j, bar, at, from, fromAt + j * lanes);
          }
        } else {
          DoubleGemm.addTimesTransposed(width, inner, lanes, bar, at, lanes, from, fromAt, lanes, sums.weights,
              mlp.weights(l), inner);
        }
        for (int i = 0; i < width; i++) {
          sums.add(mlp.bias(l) + i, bar, at + i * lanes);
        }
      }
      double[] before = l > 1 ? bars[l - 1].array : xBar;
      int beforeAt = l > 1 ? bars[l - 1].start : xBarAt;
      if (before != null) {
        Arrays.fill(before, beforeAt, beforeAt + inner * lanes, 0);
        DoubleGemm.addTransposedTimes(inner, lanes, width, weights, mlp.weights(l), inner, bar, at, lanes, before,
            beforeAt, lanes);
      }
      if (l > 1) {
        if (norms[l - 1] != null) {
          norms[l - 1].backward(weights, bars[l - 1], sums);
        }
        DoubleElementwise.times(inner * lanes, before, beforeAt, slope[l - 1].array, slope[l - 1].start, before,
            beforeAt);
      }
      bar = before;
      at = beforeAt;
    }
  }
}
