package io.github.lanewise.sobolev;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * {@code y = W_L a_(L-1) + b_L, a_l = phi(W_l a_(l-1) + b_l), a_0 = x}: the shape of a network, without its numbers.
 *
 * <p>With layer normalisation {@code a_l = g_l (phi - mean) / sqrt(variance + 1e-5) + h_l} over the units of a layer
 * (Ba et al., arXiv 1607.06450). All parameters lie in one array: for each layer W_l, row after row, an output each;
 * b_l; and for each but the last, if normalised, g_l and h_l. Immutable.
 */
public final class Mlp {
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
          + " has more parameters than an array can hold");
    }
  }

  /**
   * A network of a hidden layer for each width; without any it is affine.
   *
   * @throws IllegalArgumentException if a width is below 1, or all parameters together are too many for an array
   */
  public static Mlp of(int inputs, int outputs, Activation activation, int... hidden) {
    int[] widths = IntStream.concat(IntStream.concat(IntStream.of(inputs), Arrays.stream(hidden)),
        IntStream.of(outputs)).toArray();
    if (Arrays.stream(widths).anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException("a network of widths " + Arrays.toString(widths) + ": each is at least 1");
    }
    return new Mlp(widths, activation, false);
  }

  /** The same with layer normalisation after each hidden activation. */
  public Mlp withLayerNorm() {
    return new Mlp(widths, activation, true);
  }

  /**
   * The same with another number of outputs.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Mlp withOutputs(int outputs) {
    int[] hidden = Arrays.copyOfRange(widths, 1, layers());
    Mlp other = of(inputs(), outputs, activation, hidden);
    return normalized ? other.withLayerNorm() : other;
  }

  /** n, numbers that go in. */
  public int inputs() {
    return widths[0];
  }

  /** m, numbers that come out. */
  public int outputs() {
    return widths[layers()];
  }

  /** L, layers with weights. */
  public int layers() {
    return widths.length - 1;
  }

  /** Units of layer l, 0 to L; those of layer 0 are the inputs. */
  public int width(int layer) {
    return widths[layer];
  }

  /** Of hidden layers. */
  public Activation activation() {
    return activation;
  }

  /** Whether hidden layers are normalised. */
  public boolean normalized() {
    return normalized;
  }

  /** Number of parameters. */
  public int parameters() {
    return starts[layers()];
  }

  /** Where W_l begins, l from 1 on. */
  public int weights(int layer) {
    return starts[layer - 1];
  }

  /** Where b_l begins, l from 1 on. */
  public int bias(int layer) {
    return starts[layer - 1] + widths[layer] * widths[layer - 1];
  }

  /** Where g_l begins, and {@code width(l)} later h_l, of a normalised network; l from 1 to L - 1. */
  public int norm(int layer) {
    return bias(layer) + widths[layer];
  }

  /**
   * Weights from a normal distribution of variance 1 / n_(l-1) (LeCun et al., Efficient BackProp, 1998), biases and h
   * 0, g 1.
   */
  public double[] initial(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] parameters = new double[parameters()];
    for (int l = 1; l <= layers(); l++) {
      double deviation = 1 / Math.sqrt(widths[l - 1]);
      for (int e = weights(l); e < bias(l); e++) {
        parameters[e] = deviation * random.nextGaussian();
      }
      if (normalized && l < layers()) {
        Arrays.fill(parameters, norm(l), norm(l) + widths[l], 1);
      }
    }
    return parameters;
  }

  /** Widths and activation. */
  @Override
  public String toString() {
    return Arrays.stream(widths).mapToObj(Integer::toString).reduce((a, b) -> a + "-" + b).orElseThrow() + " "
        + activation + (normalized ? " with layer normalisation" : "");
  }
}
