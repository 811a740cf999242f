package io.github.lanewise.network;

import java.util.function.DoubleUnaryOperator;

/** A network one sample at a time, as its formula stands, with the JDK's functions. */
public record SlowNetwork(Mlp mlp, double[] parameters) {
  static double phi(Activation activation, double z) {
    return switch (activation) {
      case TANH -> Math.tanh(z);
      case SILU -> z / (1 + Math.exp(-z));
      case ELU -> z > 0 ? z : Math.expm1(z);
      case GELU -> 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));
      case SOFTPLUS -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
      case IDENTITY -> z;
    };
  }

  double[] at(double[] x) {
    double[] a = x;
    for (int l = 1; l <= mlp.layerCount(); l++) {
      double[] z = new double[mlp.width(l)];
      for (int i = 0; i < z.length; i++) {
        z[i] = parameters[mlp.bias(l) + i];
        for (int j = 0; j < a.length; j++) {
          z[i] += parameters[mlp.weights(l) + i * a.length + j] * a[j];
        }
        z[i] = l < mlp.layerCount() ? phi(mlp.activation(), z[i]) : z[i];
      }
      a = l < mlp.layerCount() && mlp.normalized() ? normalized(l, z) : z;
    }
    return a;
  }

  private double[] normalized(int layer, double[] x) {
    double mean = 0;
    for (double element : x) {
      mean += element / x.length;
    }
    double variance = 0;
    for (double element : x) {
      variance += (element - mean) * (element - mean) / x.length;
    }
    double[] a = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      a[i] = parameters[mlp.norm(layer) + i] * (x[i] - mean) / Math.sqrt(variance + 1e-5)
          + parameters[mlp.norm(layer) + x.length + i];
    }
    return a;
  }

  /** How far differences reach: ELU bends suddenly, and less often so within a shorter reach. */
  static double reach(Mlp mlp) {
    return mlp.activation() == Activation.ELU ? 1e-6 : 1e-3;
  }

  /** Error of such differences of numbers around 1. */
  static double error(Mlp mlp) {
    return mlp.activation() == Activation.ELU ? 1e-7 : 1e-8;
  }

  /** Central differences of fourth order, m x n. */
  double[] jacobian(double[] x) {
    double h = reach(mlp);
    double[] jacobian = new double[mlp.outputCount() * x.length];
    for (int j = 0; j < x.length; j++) {
      for (int k : new int[] {-2, -1, 1, 2}) {
        double[] moved = x.clone();
        moved[j] += k * h;
        double[] y = at(moved);
        double weight = (Math.abs(k) == 1 ? 8 : -1) * Math.signum(k) / (12 * h);
        for (int i = 0; i < y.length; i++) {
          jacobian[i * x.length + j] += weight * y[i];
        }
      }
    }
    return jacobian;
  }

  /** {@code f'(x)} by central differences of fourth order. */
  public static double slope(DoubleUnaryOperator f, double x, double h) {
    return (8 * (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) - f.applyAsDouble(x + 2 * h)
        + f.applyAsDouble(x - 2 * h)) / (12 * h);
  }
}
