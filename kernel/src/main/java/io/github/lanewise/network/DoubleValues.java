package io.github.lanewise.network;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dense.DoubleElementwise;
import io.github.lanewise.dense.DoubleGemm;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import java.util.Arrays;

/**
 * {@code z_l = W_l a_(l-1) + b_l, a_l = phi(z_l)} of some samples, normalised if the network is, layer by layer, and
 * back: matrices have a row for each sample. One thread at a time.
 */
public final class DoubleValues {
  private static final int BLOCK = Lanes.blockSize(ElementType.DOUBLE);

  final Mlp mlp;
  /** a_l, phi'(z_l) and phi''(z_l) of hidden layers, from l = 1 on; the last two only up to the order that is kept. */
  final DoubleRows[] a;
  final DoubleRows[] slope;
  final DoubleRows[] curvature;
  /** Cotangents of z_l beside those through the next layer; {@link #backward} takes them and leaves zeros. */
  final DoubleRows[] besides;
  /** Of hidden layers, from l = 1 on; all null if the network has none. */
  final DoubleLayerNorm[] norms;

  private final DoubleRows[] z;
  private final DoubleRows[] phi;
  private final Binding[] activations;
  private final Workspace workspace = new Workspace(ElementType.DOUBLE);
  /** Cotangents, or tangents, of a layer and of its neighbour. */
  private final DoubleRows[] bars = new DoubleRows[2];

  /**
   * Room for some samples.
   *
   * @param mlp shape of the network
   * @param samples most samples
   * @param order of the derivatives of activations that are kept, 0 to 2; going back takes 1
   */
  public DoubleValues(Mlp mlp, int samples, int order) {
    this.mlp = mlp;
    Kernel kernel = mlp.activation().kernel(ElementType.DOUBLE, order);
    z = hidden(samples, true);
    a = hidden(samples, true);
    phi = mlp.normalized() ? hidden(samples, true) : a;
    norms = new DoubleLayerNorm[mlp.layerCount()];
    slope = hidden(samples, order > 0);
    curvature = hidden(samples, order > 1);
    besides = hidden(samples, order > 1);
    activations = new Binding[mlp.layerCount()];
    int widest = mlp.inputCount();
    for (int l = 1; l < mlp.layerCount(); l++) {
      widest = Math.max(widest, mlp.width(l));
      Batch[] ports = {z[l].elements, phi[l].elements, order > 0 ? slope[l].elements : null,
        order > 1 ? curvature[l].elements : null};
      activations[l] = kernel.bind(Arrays.copyOf(ports, order + 2));
      activations[l].prepare(workspace);
      norms[l] = mlp.normalized() ? new DoubleLayerNorm(mlp, l, samples) : null;
    }
    int room = widest;
    Arrays.setAll(bars, i -> new DoubleRows(order > 0 ? samples : 1, room));
  }

  private DoubleRows[] hidden(int samples, boolean kept) {
    DoubleRows[] rows = new DoubleRows[mlp.layerCount()];
    for (int l = 1; l < rows.length && kept; l++) {
      rows[l] = new DoubleRows(samples, mlp.width(l));
    }
    return rows;
  }

  /**
   * Outputs, count x m.
   *
   * @param count samples
   * @param weights as {@link Mlp} lays them out
   * @param x inputs, count x n, from {@code xAt} on
   * @param xAt where x begins
   * @param y overwritten from {@code yAt} on
   * @param yAt where y begins
   */
  public void forward(int count, double[] weights, double[] x, int xAt, double[] y, int yAt) {
    for (int l = 1; l <= mlp.layerCount(); l++) {
      boolean last = l == mlp.layerCount();
      int width = mlp.width(l);
      int inner = mlp.width(l - 1);
      double[] out = last ? y : z[l].array;
      int at = last ? yAt : z[l].start;
      for (int i = 0; i < count; i++) {
        System.arraycopy(weights, mlp.bias(l), out, at + i * width, width);
      }
      DoubleGemm.addTimesTransposed(count, width, inner, l == 1 ? x : a[l - 1].array, l == 1 ? xAt : a[l - 1].start,
          inner, weights, mlp.weights(l), inner, out, at, width);
      if (!last) {
        activations[l].run(0, Math.ceilDiv(count * width, BLOCK), workspace);
        if (norms[l] != null) {
          norms[l].forward(count, weights, phi[l], a[l]);
        }
      }
    }
  }

  /**
   * Adds the gradient of a function of the outputs, and of {@link #besides}, to that of weights, and gives that of
   * inputs. After {@link #forward}.
   *
   * @param count samples
   * @param weights as {@link Mlp} lays them out
   * @param x count x n
   * @param xAt where x begins
   * @param yBar its derivatives by the outputs, count x m from {@code yBarAt} on
   * @param yBarAt where yBar begins
   * @param gradient as the weights; modified; null if it is not wanted
   * @param xBar count x n from {@code xBarAt} on; overwritten, last of all; null if it is not wanted
   * @param xBarAt where xBar begins
   */
  public void backward(int count, double[] weights, double[] x, int xAt, double[] yBar, int yBarAt,
      double[] gradient, double[] xBar, int xBarAt) {
    double[] bar = yBar;
    int at = yBarAt;
    for (int l = mlp.layerCount(); l >= 1; l--) {
      int width = mlp.width(l);
      int inner = mlp.width(l - 1);
      if (gradient != null) {
        DoubleGemm.addTransposedTimes(width, inner, count, bar, at, width, l == 1 ? x : a[l - 1].array,
            l == 1 ? xAt : a[l - 1].start, inner, gradient, mlp.weights(l), inner);
        for (int i = 0; i < count; i++) {
          DoubleElementwise.add(width, bar, at + i * width, gradient, mlp.bias(l));
        }
      }
      if (l > 1) {
        DoubleRows before = bars[l % 2];
        Arrays.fill(before.array, before.start, before.start + count * inner, 0);
        DoubleGemm.addTimes(count, inner, width, bar, at, width, weights, mlp.weights(l), inner, before.array,
            before.start, inner);
        if (norms[l - 1] != null) {
          norms[l - 1].backward(count, weights, before, gradient);
        }
        throughActivation(count * inner, l - 1, before);
        bar = before.array;
        at = before.start;
      } else if (xBar != null) {
        Arrays.fill(xBar, xBarAt, xBarAt + count * inner, 0);
        DoubleGemm.addTimes(count, inner, width, bar, at, width, weights, mlp.weights(1), inner, xBar, xBarAt,
            inner);
      }
    }
  }

  /**
   * Tangents of the outputs. After {@link #forward}.
   *
   * @param count samples
   * @param weights as {@link Mlp} lays them out
   * @param xDot those of the inputs, count x n from {@code xDotAt} on
   * @param xDotAt where xDot begins
   * @param yDot overwritten, count x m from {@code yDotAt} on
   * @param yDotAt where yDot begins
   */
  public void tangents(int count, double[] weights, double[] xDot, int xDotAt, double[] yDot, int yDotAt) {
    double[] dot = xDot;
    int at = xDotAt;
    for (int l = 1; l <= mlp.layerCount(); l++) {
      boolean last = l == mlp.layerCount();
      int width = mlp.width(l);
      int inner = mlp.width(l - 1);
      double[] out = last ? yDot : bars[l % 2].array;
      int outAt = last ? yDotAt : bars[l % 2].start;
      Arrays.fill(out, outAt, outAt + count * width, 0);
      DoubleGemm.addTimesTransposed(count, width, inner, dot, at, inner, weights, mlp.weights(l), inner, out, outAt,
          width);
      if (!last) {
        DoubleElementwise.times(count * width, out, outAt, slope[l].array, slope[l].start, out, outAt);
        for (int i = 0; norms[l] != null && i < count; i++) {
          norms[l].tangent(i, weights, out, outAt + i * width);
        }
      }
      dot = out;
      at = outAt;
    }
  }

  private void throughActivation(int elements, int l, DoubleRows bar) {
    DoubleElementwise.times(elements, bar.array, bar.start, slope[l].array, slope[l].start, bar.array, bar.start);
    if (besides[l] != null) {
      DoubleElementwise.add(elements, besides[l].array, besides[l].start, bar.array, bar.start);
      Arrays.fill(besides[l].array, besides[l].start, besides[l].start + elements, 0);
    }
  }
}
