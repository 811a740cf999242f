package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;

/**
 * {@code b_0 + b'z} in an orthonormal basis of what roll-outs tell of it, weighted by the inverse of their noise.
 *
 * <p>Roll-outs that shake a parameter only together with others leave directions of the parameters unknown: the
 * correlation of the weighted z has (nearly) zero eigenvalues along them, the same as make {@link NormalMatrix}'s
 * unknown. Slopes along these are zero here, the solution of least norm.
 */
final class Trend {
  /** An unknown direction touches a parameter if the square of its cosine with it exceeds this: above rounding. */
  private static final double TOUCHES = 1e-8;
  /** Of a parameter in units of its spread over all roll-outs, what rounding leaves if it is the same in these. */
  private static final double CONSTANT = 1e-12;

  private final int parameters;
  private final int rank;
  private final double[] whitening;
  private final double[] mean;
  private final double[] norm;
  private final double weight;
  /** {@code q = (z - mean) from here}, rank x p, decorrelated. */
  private final double[] decorrelation;
  /** Projector on the known directions of z / norm, p x p. */
  private final double[] known;
  private final double[] basis;

  /** The trend of the roll-outs that are seen at a pattern's samples. */
  Trend(ShakenInputs inputs, SamplePattern pattern) {
    parameters = inputs.parameterCount();
    double[] z = inputs.points(pattern.rollouts());
    int count = pattern.rollouts().length;
    whitening = new double[count];
    mean = new double[parameters];
    norm = new double[parameters];
    double sum = 0;
    for (int k = 0; k < count; k++) {
      whitening[k] = 1 / Math.sqrt(pattern.noise()[k]);
      sum += whitening[k] * whitening[k];
    }
    weight = sum;
    SymmetricEigen spectrum = SymmetricEigen.of(parameters, correlation(z));
    double largest = 0;
    for (double value : spectrum.values()) {
      largest = Math.max(largest, value);
    }
    int found = 0;
    double[] rows = new double[parameters * parameters];
    known = new double[parameters * parameters];
    for (int e = 0; e < parameters; e++) {
      double value = spectrum.values()[e];
      if (value > NormalMatrix.KNOWN * largest) {
        for (int i = 0; i < parameters; i++) {
          double v = spectrum.vectors()[e * parameters + i];
          rows[found * parameters + i] = v / (Math.sqrt(value) * norm[i]);
          for (int j = 0; j < parameters; j++) {
            known[i * parameters + j] += v * spectrum.vectors()[e * parameters + j];
          }
        }
        found++;
      }
    }
    rank = found;
    decorrelation = Arrays.copyOf(rows, rank * parameters);
    basis = new double[count * size()];
    double[] q = coordinates(z);
    for (int k = 0; k < count; k++) {
      basis[k * size()] = whitening[k] / Math.sqrt(weight);
      for (int e = 0; e < rank; e++) {
        basis[k * size() + 1 + e] = whitening[k] * q[k * rank + e];
      }
    }
  }

  /** Of the weighted z less their means; sets these and the norms. */
  private double[] correlation(double[] z) {
    int count = whitening.length;
    for (int e = 0; e < z.length; e++) {
      mean[e % parameters] += z[e] * whitening[e / parameters] * whitening[e / parameters] / weight;
    }
    double[] scaled = new double[z.length];
    for (int e = 0; e < z.length; e++) {
      scaled[e] = whitening[e / parameters] * (z[e] - mean[e % parameters]);
      norm[e % parameters] += scaled[e] * scaled[e];
    }
    for (int j = 0; j < parameters; j++) {
      boolean constant = norm[j] <= CONSTANT * CONSTANT * weight * (1 + mean[j] * mean[j]);
      norm[j] = constant ? 1 : Math.sqrt(norm[j]);
      for (int k = 0; k < count; k++) {
        scaled[k * parameters + j] = constant ? 0 : scaled[k * parameters + j] / norm[j];
      }
    }
    double[] correlation = new double[parameters * parameters];
    DoubleGemm.addTransposedTimes(parameters, parameters, count, scaled, 0, parameters, scaled, 0, parameters,
        correlation, 0, parameters);
    return correlation;
  }

  /** K. */
  int count() {
    return whitening.length;
  }

  /** How many directions of the parameters are known. */
  int rank() {
    return rank;
  }

  /** {@code r = rank + 1}: slopes along known directions, and a value. */
  int size() {
    return rank + 1;
  }

  /** {@code K - r}: what the trend leaves of the observations. */
  int freedom() {
    return whitening.length - size();
  }

  /** Square roots of weights, K: observations times these have noise alike. */
  double[] whitening() {
    return whitening;
  }

  /** V, K x r, orthonormal: the trend at the roll-outs, whitened. */
  double[] basis() {
    return basis;
  }

  /** Whether a direction that the roll-outs do not tell from others has a part along a parameter. */
  boolean unknown(int parameter) {
    return 1 - known[parameter * (parameters + 1)] > TOUCHES;
  }

  /** Decorrelated z along known directions, of points n x p: n x rank; their weighted squares sum to one. */
  double[] coordinates(double[] points) {
    int n = points.length / parameters;
    double[] centred = points.clone();
    for (int e = 0; e < centred.length; e++) {
      centred[e] -= mean[e % parameters];
    }
    double[] q = new double[n * rank];
    DoubleGemm.addTimesTransposed(n, rank, parameters, centred, 0, parameters, decorrelation, 0, parameters, q, 0,
        rank);
    return q;
  }

  /**
   * {@code dq/dz}, rank x p, of which a parameter's column is the derivative along the known part of its direction.
   */
  double[] byParameters() {
    return decorrelation;
  }

  /** In a basis of the trend its value at a point and its slopes by z_1 .. z_p, which are the columns: r x (1 + p). */
  double[] valueAndSlopes(double[] point) {
    int columns = 1 + parameters;
    double[] a = new double[size() * columns];
    double[] q = coordinates(point);
    a[0] = 1 / Math.sqrt(weight);
    for (int e = 0; e < rank; e++) {
      a[(1 + e) * columns] = q[e];
      System.arraycopy(decorrelation, e * parameters, a, (1 + e) * columns + 1, parameters);
    }
    return a;
  }

  /**
   * {@code M}, p x p: derivatives by z_1 .. z_p less what lies along unknown directions are M times the derivatives.
   */
  double[] knownSlopes() {
    double[] m = known.clone();
    for (int i = 0; i < parameters; i++) {
      for (int j = 0; j < parameters; j++) {
        m[i * parameters + j] *= norm[j] / norm[i];
      }
    }
    return m;
  }
}
