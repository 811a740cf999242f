package io.github.lanewise.sensitivity;

import java.util.Random;

/** {@code F(z) = (1, z, tanh(V z + c))}: m = 1 + p + H features of p inputs, and their Jacobian. */
final class TanhFeatures {
  private final int inputs;
  private final int units;
  /** Rows (c, V), H x (1 + p). */
  private final double[] weights;

  private TanhFeatures(int inputs, int units, double[] weights) {
    this.inputs = inputs;
    this.units = units;
    this.weights = weights;
  }

  /** Random units whose activations are of size one where z is. */
  static TanhFeatures random(int inputs, int units, Random random) {
    double[] weights = new double[units * (inputs + 1)];
    for (int e = 0; e < weights.length; e++) {
      weights[e] = random.nextGaussian() / (e % (inputs + 1) == 0 ? 2 : Math.sqrt(inputs));
    }
    return new TanhFeatures(inputs, units, weights);
  }

  TanhFeatures copy() {
    return new TanhFeatures(inputs, units, weights.clone());
  }

  /** m. */
  int count() {
    return 1 + inputs + units;
  }

  /** Features that are linear in z. */
  int linear() {
    return 1 + inputs;
  }

  /** (c, V), which may be changed. */
  double[] weights() {
    return weights;
  }

  /** Features of points (n x p), m x n. */
  double[] at(double[] z) {
    int n = z.length / inputs;
    double[] f = new double[count() * n];
    for (int k = 0; k < n; k++) {
      f[k] = 1;
      for (int j = 0; j < inputs; j++) {
        f[(1 + j) * n + k] = z[k * inputs + j];
      }
      for (int h = 0; h < units; h++) {
        double sum = weights[h * (inputs + 1)];
        for (int j = 0; j < inputs; j++) {
          sum += weights[h * (inputs + 1) + 1 + j] * z[k * inputs + j];
        }
        f[(1 + inputs + h) * n + k] = Math.tanh(sum);
      }
    }
    return f;
  }

  /** Features at a point and their derivatives by z_1 .. z_p, which are the columns: m x (1 + p). */
  double[] valueAndSlopes(double[] point) {
    int columns = 1 + inputs;
    double[] value = at(point);
    double[] f = new double[count() * columns];
    for (int i = 0; i < count(); i++) {
      f[i * columns] = value[i];
    }
    for (int j = 0; j < inputs; j++) {
      f[(1 + j) * columns + 1 + j] = 1;
      for (int h = 0; h < units; h++) {
        double activation = value[1 + inputs + h];
        f[(1 + inputs + h) * columns + 1 + j] = (1 - activation * activation) * weights[h * columns + 1 + j];
      }
    }
    return f;
  }

  /** From the gradient by features (m x n) at points z, with the features there, that by (c, V). */
  double[] pullBack(double[] byFeatures, double[] features, double[] z) {
    int n = z.length / inputs;
    double[] gradient = new double[weights.length];
    for (int h = 0; h < units; h++) {
      for (int k = 0; k < n; k++) {
        int at = (1 + inputs + h) * n + k;
        double bySum = byFeatures[at] * (1 - features[at] * features[at]);
        gradient[h * (inputs + 1)] += bySum;
        for (int j = 0; j < inputs; j++) {
          gradient[h * (inputs + 1) + 1 + j] += bySum * z[k * inputs + j];
        }
      }
    }
    return gradient;
  }
}
