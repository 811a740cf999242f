package io.github.lanewise.identification;

import java.util.Arrays;

/**
 * {@code r_j(t) = c_j + sum_k a_jk (1 - cos k w t) / k + sum_(k>1) b_jk (sin k w t - k sin w t) / k}: a smooth motion
 * of joints that begins and ends at rest in c after 2 pi / w, k from 1 to K. Immutable.
 *
 * <p>Trajectories for identification are such series since Swevers and others, Optimal robot excitation and
 * identification, 1997; the sums here are those whose velocity is 0 at the beginning.
 */
final class FourierMotion {
  private final double[] centre;
  private final double rate;
  /** Of each joint a_1 to a_K, b_2 to b_K. */
  private final double[][] weights;

  /** A motion of so many seconds. */
  FourierMotion(double[] centre, double seconds, double[][] weights) {
    this.centre = centre;
    rate = 2 * Math.PI / seconds;
    this.weights = weights;
  }

  /** K from the weights of a joint, 2 K - 1. */
  private int harmonics() {
    return (weights[0].length + 1) / 2;
  }

  /** The derivative of the order 0, 1 or 2 of r_j at t. */
  double value(int joint, double t, int order) {
    double sum = order == 0 ? centre[joint] : 0;
    for (int k = 1; k <= harmonics(); k++) {
      double s = Math.sin(k * rate * t);
      double c = Math.cos(k * rate * t);
      double a = weights[joint][k - 1];
      double b = k == 1 ? 0 : weights[joint][harmonics() + k - 2];
      double first = Math.sin(rate * t);
      sum += switch (order) {
        case 0 -> a * (1 - c) / k + b * (s / k - first);
        case 1 -> rate * (a * s + b * (c - Math.cos(rate * t)));
        default -> rate * rate * (a * k * c - b * (k * s - first));
      };
    }
    return sum;
  }

  /** The same, each joint's way from c times a factor. */
  FourierMotion scaled(double[] factors) {
    double[][] scaled = new double[weights.length][];
    Arrays.setAll(scaled, j -> Arrays.stream(weights[j]).map(weight -> factors[j] * weight).toArray());
    return new FourierMotion(centre, 2 * Math.PI / rate, scaled);
  }
}
