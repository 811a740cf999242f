package io.github.lanewise.sensitivity;

import io.github.lanewise.network.Activation;
import io.github.lanewise.network.DoubleNetwork;
import io.github.lanewise.network.Mlp;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * {@code F(z) = (1, z, tanh(V z + c))}: m = 1 + p + H features of p inputs, and their Jacobian. The last H are outputs
 * of a network of one hidden layer whose last weights are the identity.
 */
final class TanhFeatures {
  private final Mlp mlp;
  /** V by rows, then c: the first numbers of the network, and all that may change. */
  private final double[] weights;

  private TanhFeatures(Mlp mlp, double[] weights) {
    this.mlp = mlp;
    this.weights = weights;
  }

  /** Random units whose activations are of size one where z is. */
  static TanhFeatures random(int inputs, int units, RandomGenerator random) {
    Mlp mlp = Mlp.of(inputs, units, Activation.TANH, units);
    double[] weights = new double[mlp.weights(2)];
    for (int h = 0; h < units; h++) {
      weights[mlp.bias(1) + h] = random.nextGaussian() / 2;
      for (int j = 0; j < inputs; j++) {
        weights[h * inputs + j] = random.nextGaussian() / Math.sqrt(inputs);
      }
    }
    return new TanhFeatures(mlp, weights);
  }

  TanhFeatures copy() {
    return new TanhFeatures(mlp, weights.clone());
  }

  /** m. */
  int count() {
    return linear() + mlp.outputCount();
  }

  /** Features that are linear in z. */
  int linear() {
    return 1 + mlp.inputCount();
  }

  /** (V, c), which may be changed. */
  double[] weights() {
    return weights;
  }

  private double[] withIdentity() {
    double[] all = Arrays.copyOf(weights, mlp.weightCount());
    for (int h = 0; h < mlp.outputCount(); h++) {
      all[mlp.weights(2) + h * mlp.outputCount() + h] = 1;
    }
    return all;
  }

  /** Room for the features of n points; it may be used for copies too. */
  DoubleNetwork room(int n) {
    return new DoubleNetwork(mlp, n);
  }

  /** Features of points (n x p), m x n. */
  double[] at(double[] z) {
    return at(z, room(z.length / mlp.inputCount()));
  }

  /** The same in a room for as many points. */
  double[] at(double[] z, DoubleNetwork room) {
    int p = mlp.inputCount();
    int units = mlp.outputCount();
    int n = z.length / p;
    double[] a = new double[n * units];
    room.forward(n, withIdentity(), z, a);
    double[] f = new double[count() * n];
    Arrays.fill(f, 0, n, 1);
    for (int k = 0; k < n; k++) {
      for (int j = 0; j < p; j++) {
        f[(1 + j) * n + k] = z[k * p + j];
      }
      for (int h = 0; h < units; h++) {
        f[(linear() + h) * n + k] = a[k * units + h];
      }
    }
    return f;
  }

  /** Features at a point and their derivatives by z_1 .. z_p, which are the columns: m x (1 + p). */
  double[] valueAndSlopes(double[] point) {
    int p = mlp.inputCount();
    int columns = 1 + p;
    double[] a = new double[mlp.outputCount()];
    double[] slopes = new double[a.length * p];
    room(1).jacobian(1, withIdentity(), point, a, slopes);
    double[] f = new double[count() * columns];
    f[0] = 1;
    for (int j = 0; j < p; j++) {
      f[(1 + j) * columns] = point[j];
      f[(1 + j) * columns + 1 + j] = 1;
    }
    for (int h = 0; h < a.length; h++) {
      f[(linear() + h) * columns] = a[h];
      System.arraycopy(slopes, h * p, f, (linear() + h) * columns + 1, p);
    }
    return f;
  }

  /** From the gradient by features (m x n) at points z that by (V, c). */
  double[] pullBack(double[] byFeatures, double[] z, DoubleNetwork room) {
    int units = mlp.outputCount();
    int n = z.length / mlp.inputCount();
    double[] bars = new double[n * units];
    for (int e = 0; e < bars.length; e++) {
      bars[e] = byFeatures[(linear() + e % units) * n + e / units];
    }
    double[] gradient = new double[mlp.weightCount()];
    room.vjp(n, withIdentity(), z, bars, new double[z.length], gradient);
    return Arrays.copyOf(gradient, weights.length);
  }
}
