package io.github.lanewise.network;

/**
 * Settings of {@link DoubleAdam}: {@code w -= rate (mHat / (sqrt(vHat) + epsilon) + decay w)}.
 *
 * <p>Adam is Kingma and Ba's (2015, arXiv 1412.6980, algorithm 1); with a decay it is AdamW (Loshchilov and Hutter,
 * arXiv 1711.05101, algorithm 2, rate and schedule in one). Immutable.
 *
 * @param rate of each step
 * @param beta1 share of the mean gradient that stays, in [0, 1)
 * @param beta2 share of the mean squared gradient that stays, in [0, 1)
 * @param epsilon added to the root of the latter, above 0
 * @param decay of all weights, biases and normalisation included, 0 for plain Adam
 * @param clip largest norm of a gradient, to which longer ones are shortened; infinity for none
 */
public record Adam(LearningRate rate, double beta1, double beta2, double epsilon, double decay, double clip) {
  /**
   * Refuses what is out of range.
   *
   * @throws IllegalArgumentException if a number is not in the range that is said of it
   */
  public Adam {
    require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
    require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
    require(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY, "epsilon", epsilon, "above 0 and finite");
    require(decay >= 0 && decay < Double.POSITIVE_INFINITY, "decay", decay, "0 or more and finite");
    require(clip > 0, "clip", clip, "above 0");
  }

  private static void require(boolean good, String what, double value, String range) {
    if (!good) {
      throw new IllegalArgumentException(what + " of " + value + ": must be " + range);
    }
  }

  /**
   * {@return settings with beta1 0.9, beta2 0.999, epsilon 1e-8, neither decay nor clipping}
   *
   * @param rate of each step
   */
  public static Adam of(LearningRate rate) {
    return new Adam(rate, 0.9, 0.999, 1e-8, 0, Double.POSITIVE_INFINITY);
  }

  /**
   * {@return the same with weight decay}
   *
   * @param value 0 for none
   */
  public Adam withDecay(double value) {
    return new Adam(rate, beta1, beta2, epsilon, value, clip);
  }

  /**
   * {@return the same with gradients clipped at a norm}
   *
   * @param value largest norm; infinity for no clipping
   */
  public Adam withClip(double value) {
    return new Adam(rate, beta1, beta2, epsilon, decay, value);
  }
}
