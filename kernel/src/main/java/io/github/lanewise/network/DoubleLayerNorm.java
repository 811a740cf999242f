package io.github.lanewise.network;

import io.github.lanewise.dense.DoubleElementwise;

/**
 * {@code a = g o xHat + h, xHat = (x - mean x) / sigma, sigma^2 = variance x + 1e-5} over the units of a layer, sample
 * by sample, with the derivatives that a loss on Jacobians takes.
 *
 * <p>Its Jacobian by x is M diag(g)' with the symmetric {@code M u = (u - mean u - xHat mean(u o xHat)) / sigma} (Ba et
 * al., arXiv 1607.06450). One thread at a time.
 */
final class DoubleLayerNorm {
  @SuppressWarnings("cast") // which the float twin needs
  private static final double EPSILON = (double) Mlp.EPSILON;

  private final int units;
  /** Where g is among the weights; h follows. */
  private final int scale;
  private final DoubleRows standard;
  private final double[] inverse;
  /** Cotangents of x beside those of a; {@link #backward} takes them and leaves zeros. */
  private final DoubleRows besides;
  private final double[] scaled;
  private final double[] byStandard;

  DoubleLayerNorm(Mlp mlp, int layer, int samples) {
    units = mlp.width(layer);
    scale = mlp.norm(layer);
    standard = new DoubleRows(samples, units);
    inverse = new double[samples];
    besides = new DoubleRows(samples, units);
    scaled = new double[units];
    byStandard = new double[units];
  }

  /** a of rows of x. */
  void forward(int count, double[] weights, DoubleRows x, DoubleRows a) {
    for (int i = 0; i < count; i++) {
      int at = x.at(i);
      double mean = mean(x.array, at);
      double squares = 0;
      for (int j = 0; j < units; j++) {
        double off = x.array[at + j] - mean;
        squares += off * off;
      }
      inverse[i] = root(squares / units + EPSILON);
      for (int j = 0; j < units; j++) {
        double unit = (x.array[at + j] - mean) * inverse[i];
        standard.array[standard.at(i) + j] = unit;
        a.array[a.at(i) + j] = weights[scale + j] * unit + weights[scale + units + j];
      }
    }
  }

  @SuppressWarnings("cast") // which the float twin needs
  private static double root(double variance) {
    return 1 / (double) Math.sqrt(variance);
  }

  /** Cotangents of a, rows of {@code bar}, become those of x; adds to the gradients of g and h unless they are null. */
  void backward(int count, double[] weights, DoubleRows bar, double[] gradient) {
    for (int i = 0; i < count; i++) {
      int at = bar.start + i * units;
      if (gradient != null) {
        DoubleElementwise.addTimes(units, bar.array, at, standard.array, standard.at(i), gradient, scale);
        DoubleElementwise.add(units, bar.array, at, gradient, scale + units);
      }
      DoubleElementwise.times(units, bar.array, at, weights, scale, bar.array, at);
      project(i, bar.array, at);
      DoubleElementwise.add(units, besides.array, besides.at(i), bar.array, at);
      for (int j = 0; j < units; j++) {
        besides.array[besides.at(i) + j] = 0;
      }
    }
  }

  /** {@code M (g o q)} of a row q that belongs to a sample. */
  void transposed(int sample, double[] weights, double[] q, int qAt, double[] out, int at) {
    DoubleElementwise.times(units, q, qAt, weights, scale, out, at);
    project(sample, out, at);
  }

  /** {@code g o M v}, the tangents of a: in place. */
  void tangent(int sample, double[] weights, double[] v, int at) {
    project(sample, v, at);
    DoubleElementwise.times(units, v, at, weights, scale, v, at);
  }

  /**
   * Derivatives v by {@code M (g o q)} become those by q, in place; adds those by g to the gradient and those by x,
   * which go the way of the values, to what {@link #backward} takes.
   */
  void transposedBackward(int sample, double[] weights, double[] q, int qAt, double[] v, int at, double[] gradient) {
    double r = inverse[sample];
    int unit = standard.at(sample);
    DoubleElementwise.times(units, q, qAt, weights, scale, scaled, 0);
    double alongV = product(v, at, standard.array, unit) / units;
    double alongQ = product(scaled, 0, standard.array, unit) / units;
    double f = r * (product(v, at, scaled, 0) - units * (mean(v, at) * mean(scaled, 0) + alongV * alongQ));
    for (int j = 0; j < units; j++) {
      byStandard[j] = -r * (alongQ * v[at + j] + alongV * scaled[j]);
    }
    project(sample, byStandard, 0);
    DoubleElementwise.addScaled(units, -f * r / units, standard.array, unit, byStandard, 0);
    DoubleElementwise.add(units, byStandard, 0, besides.array, besides.at(sample));
    project(sample, v, at);
    DoubleElementwise.addTimes(units, v, at, q, qAt, gradient, scale);
    DoubleElementwise.times(units, v, at, weights, scale, v, at);
  }

  /** {@code u = M u}. */
  private void project(int sample, double[] u, int at) {
    int unit = standard.at(sample);
    double mean = mean(u, at);
    double along = product(u, at, standard.array, unit) / units;
    for (int j = 0; j < units; j++) {
      u[at + j] = inverse[sample] * (u[at + j] - mean - standard.array[unit + j] * along);
    }
  }

  private double mean(double[] u, int at) {
    double sum = 0;
    for (int j = 0; j < units; j++) {
      sum += u[at + j];
    }
    return sum / units;
  }

  private double product(double[] u, int uAt, double[] v, int vAt) {
    double sum = 0;
    for (int j = 0; j < units; j++) {
      sum += u[uAt + j] * v[vAt + j];
    }
    return sum;
  }
}
