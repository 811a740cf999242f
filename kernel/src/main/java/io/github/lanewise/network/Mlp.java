package io.github.lanewise.network;

import io.github.lanewise.lanes.RandomStream;
import io.github.lanewise.trace.Scalar;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * {@code y = W_L a_(L-1) + b_L, a_l = phi(W_l a_(l-1) + b_l), a_0 = x}: the shape of a network, without its numbers.
 *
 * <p>With layer normalisation {@code a_l = g_l (phi - mean) / sqrt(variance + 1e-5) + h_l} over the units of a layer
 * (Ba et al., arXiv 1607.06450). All weights lie in one array: for each layer W_l, row after row, an output each;
 * b_l; and for each but the last, if normalised, g_l and h_l. Immutable.
 */
public final class Mlp {
  /** Added to the variance of a layer. */
  static final double EPSILON = 1e-5;

  private final int[] widths;
  private final Activation activation;
  private final boolean normalized;
  private final int[] starts;

  private Mlp(int[] widths, Activation activation, boolean normalized) {
    this.widths = widths;
    this.activation = activation;
    this.normalized = normalized;
    starts = new int[widths.length];
    long start = 0;
    for (int l = 1; l < widths.length && start <= Integer.MAX_VALUE; l++) {
      long norms = normalized && l < widths.length - 1 ? 2L * widths[l] : 0;
      start += widths[l] * (widths[l - 1] + 1L) + norms;
      starts[l] = (int) start;
    }
    if (start > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a network of widths " + Arrays.toString(widths)
          + " has more weights than an array can hold");
    }
  }

  /**
   * {@return a network of a hidden layer for each width; without any it is affine}
   *
   * @param inputs n
   * @param outputs m
   * @param activation of hidden layers
   * @param hidden width of each hidden layer
   * @throws IllegalArgumentException if a width is below 1, or all weights together are too many for an array
   */
  public static Mlp of(int inputs, int outputs, Activation activation, int... hidden) {
    int[] widths = IntStream.concat(IntStream.concat(IntStream.of(inputs), Arrays.stream(hidden)),
        IntStream.of(outputs)).toArray();
    if (Arrays.stream(widths).anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException("a network of widths " + Arrays.toString(widths) + ": each is at least 1");
    }
    return new Mlp(widths, activation, false);
  }

  /** {@return the same with layer normalisation after each hidden activation} */
  public Mlp withLayerNorm() {
    return new Mlp(widths, activation, true);
  }

  /**
   * {@return the same with another number of outputs}
   *
   * @param outputs m
   * @throws IllegalArgumentException if it is below 1
   */
  public Mlp withOutputs(int outputs) {
    int[] hidden = Arrays.copyOfRange(widths, 1, layerCount());
    Mlp other = of(inputCount(), outputs, activation, hidden);
    return normalized ? other.withLayerNorm() : other;
  }

  /** {@return n, numbers that go in} */
  public int inputCount() {
    return widths[0];
  }

  /** {@return m, numbers that come out} */
  public int outputCount() {
    return widths[layerCount()];
  }

  /** {@return L, layers with weights} */
  public int layerCount() {
    return widths.length - 1;
  }

  /**
   * {@return units of layer l, 0 to L; those of layer 0 are the inputs}
   *
   * @param layer 0 to L
   */
  public int width(int layer) {
    return widths[layer];
  }

  /** {@return phi, of hidden layers} */
  public Activation activation() {
    return activation;
  }

  /** {@return whether hidden layers are normalised} */
  public boolean normalized() {
    return normalized;
  }

  /** {@return the number of weights} */
  public int weightCount() {
    return starts[layerCount()];
  }

  /**
   * {@return where W_l begins, l from 1 on}
   *
   * @param layer 1 to L
   */
  public int weights(int layer) {
    return starts[layer - 1];
  }

  /**
   * {@return where b_l begins, l from 1 on}
   *
   * @param layer 1 to L
   */
  public int bias(int layer) {
    return starts[layer - 1] + widths[layer] * widths[layer - 1];
  }

  /**
   * {@return where g_l begins, and {@code width(l)} later h_l, of a normalised network; l from 1 to L - 1}
   *
   * @param layer 1 to L - 1
   */
  public int norm(int layer) {
    return bias(layer) + widths[layer];
  }

  /**
   * {@return weights from a normal distribution of variance 1 / n_(l-1) (LeCun et al., Efficient BackProp, 1998),
   * biases and h 0, g 1}
   *
   * @param seed of the random numbers
   */
  public double[] initial(long seed) {
    RandomStream random = RandomStream.of(seed);
    double[] weights = new double[weightCount()];
    for (int l = 1; l <= layerCount(); l++) {
      for (int e = weights(l); e < bias(l); e++) {
        weights[e] = random.nextGaussian() / Math.sqrt(widths[l - 1]);
      }
      setNorm(l, weights);
    }
    return weights;
  }

  /**
   * {@return weights and biases uniform within {@code 1 / sqrt n_(l-1)}, h 0, g 1}
   *
   * @param seed of the random numbers
   */
  public double[] uniform(long seed) {
    RandomStream random = RandomStream.of(seed);
    double[] weights = new double[weightCount()];
    for (int l = 1; l <= layerCount(); l++) {
      double bound = 1 / Math.sqrt(widths[l - 1]);
      for (int e = weights(l); e < bias(l) + widths[l]; e++) {
        weights[e] = bound * (2 * random.nextDouble() - 1);
      }
      setNorm(l, weights);
    }
    return weights;
  }

  /**
   * {@return matrices whose rows, or columns where these are fewer, are orthogonal and of one length (Saxe and others,
   * arXiv 1312.6120); biases and h 0, g 1}
   *
   * @param gain that length
   * @param seed of the random numbers
   */
  public double[] orthogonal(double gain, long seed) {
    RandomStream random = RandomStream.of(seed);
    double[] weights = new double[weightCount()];
    for (int l = 1; l <= layerCount(); l++) {
      boolean wide = widths[l - 1] >= widths[l];
      int count = wide ? widths[l] : widths[l - 1];
      double[][] vectors = orthonormal(count, wide ? widths[l - 1] : widths[l], random);
      for (int e = 0; e < widths[l] * widths[l - 1]; e++) {
        int i = e / widths[l - 1];
        int j = e % widths[l - 1];
        weights[weights(l) + e] = gain * (wide ? vectors[i][j] : vectors[j][i]);
      }
      setNorm(l, weights);
    }
    return weights;
  }

  /** Normal vectors, each made orthogonal to those before it, twice. */
  private static double[][] orthonormal(int count, int length, RandomStream random) {
    double[][] vectors = new double[count][length];
    for (int i = 0; i < count; i++) {
      double[] own = vectors[i];
      Arrays.setAll(own, j -> random.nextGaussian());
      for (int k = 0; k < 2 * i; k++) {
        double[] other = vectors[k % i];
        double along = IntStream.range(0, length).mapToDouble(j -> own[j] * other[j]).sum();
        Arrays.setAll(own, j -> own[j] - along * other[j]);
      }
      double norm = Math.sqrt(Arrays.stream(own).map(x -> x * x).sum());
      Arrays.setAll(own, j -> own[j] / norm);
    }
    return vectors;
  }

  private void setNorm(int layer, double[] weights) {
    if (normalized && layer < layerCount()) {
      Arrays.fill(weights, norm(layer), norm(layer) + widths[layer], 1);
    }
  }

  /**
   * {@code y = f(x)} as expressions, for networks inside kernels; of batches outside of them, {@link DoubleNetwork} is
   * faster.
   *
   * @param x n inputs
   * @param weights as they are laid out here
   * @return m outputs
   * @throws IllegalArgumentException if there are too few or too many of either, with both numbers
   */
  public Scalar[] trace(Scalar[] x, Scalar[] weights) {
    if (x.length != inputCount() || weights.length != weightCount()) {
      throw new IllegalArgumentException(x.length + " inputs and " + weights.length + " weights for a network of "
          + inputCount() + " and " + weightCount());
    }
    Scalar[] a = x;
    for (int l = 1; l <= layerCount(); l++) {
      Scalar[] z = new Scalar[widths[l]];
      for (int i = 0; i < z.length; i++) {
        z[i] = weights[bias(l) + i];
        for (int j = 0; j < a.length; j++) {
          z[i] = z[i].plus(weights[weights(l) + i * a.length + j].times(a[j]));
        }
        z[i] = l < layerCount() ? activation.derivatives(z[i])[0] : z[i];
      }
      a = normalized && l < layerCount() ? normalized(z, weights, norm(l)) : z;
    }
    return a;
  }

  /** {@code g_i (x_i - mean) / sqrt(variance + 1e-5) + h_i}, with g from a place on and h behind it. */
  private static Scalar[] normalized(Scalar[] x, Scalar[] weights, int at) {
    Scalar mean = Scalar.ZERO;
    for (Scalar element : x) {
      mean = mean.plus(element.over(x.length));
    }
    Scalar variance = Scalar.ZERO;
    for (Scalar element : x) {
      variance = variance.plus(element.minus(mean).squared().over(x.length));
    }
    Scalar deviation = variance.plus(EPSILON).sqrt();
    Scalar[] a = new Scalar[x.length];
    for (int i = 0; i < x.length; i++) {
      a[i] = weights[at + i].times(x[i].minus(mean).over(deviation)).plus(weights[at + x.length + i]);
    }
    return a;
  }

  /** Widths and activation. */
  @Override
  public String toString() {
    return Arrays.stream(widths).mapToObj(Integer::toString).reduce((a, b) -> a + "-" + b).orElseThrow() + " "
        + activation + (normalized ? " with layer normalisation" : "");
  }
}
