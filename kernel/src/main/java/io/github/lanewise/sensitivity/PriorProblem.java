package io.github.lanewise.sensitivity;

import io.github.lanewise.dense.DoubleGemm;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * {@code E[b | x], Var[b | x]} for {@code x = a + Z b + e, b ~ N(0, g s^2), e ~ N(0, s^2)}, a and log s of any size and
 * log g uniform over decades, for all rows of one sample.
 *
 * <p>With {@code Z Z' = U diag(lambda) U'}, {@code y = U' x} and {@code z_j = U' Z e_j}, given g: {@code s^2 = 1/(K-1)
 * sum_i y_i^2 / (1 + g lambda_i)}, the mean is {@code sum_i z_ij g y_i / (1 + g lambda_i)}, the variance {@code s^2 (g
 * - sum_i z_ij^2 g^2 / (1 + g lambda_i))}. Work is K^2 p for all rows, and K p a row for each g that counts. One thread
 * at a time.
 */
final class PriorProblem {
  /** Motion over noise: from as much, which widens intervals where there is more, to where noise is rounding. */
  private static final double[] RATIOS = IntStream.rangeClosed(0, 12).mapToDouble(e -> Math.pow(10, e)).toArray();
  /** A share of the likelihood that does not count. */
  private static final double NEGLIGIBLE = 1e-9;
  /** Eigenvalues below this share of the largest are zeros that were rounded. */
  private static final double ROUNDING = 1e-12;
  /** What is left of a parameter that is shown wholly, after rounding. */
  private static final double SHOWN = 1e-9;

  private final Rollouts data;
  private final int count;
  private final int p;
  private final int present;
  private final double[] roots;
  private final double weight;
  /** Of the perturbations [1 / S_j], and their weighted means in the parameters' units. */
  private final double[] scales;
  private final double[] means;
  private final double[] lambda;
  private final double[] vectors;
  /** K x p: row i is component i of each column. */
  private final double[] rotated;
  /** Share of each parameter that no roll-out shows. */
  private final double[] unseen;
  private final double[] ratios;
  private final double[] centred;
  private final double[] y;
  private int freedom;

  /**
   * Decomposes.
   *
   * @param changes dW, K x p
   * @param t sample, whose weights count
   */
  PriorProblem(Rollouts data, DMatrixRMaj changes, int t) {
    this.data = data;
    count = data.count();
    p = changes.numCols;
    roots = new double[count];
    Arrays.setAll(roots, k -> Math.sqrt(data.weight(t, k)));
    weight = Arrays.stream(roots).map(r -> r * r).sum();
    present = (int) Arrays.stream(roots).filter(r -> r > 0).count();
    scales = new double[p];
    means = new double[p];
    double[] z = centred(changes);
    double[] gram = new double[count * count];
    DoubleGemm.addTimesTransposed(count, count, p, z, 0, p, z, 0, p, gram, 0, count);
    SymmetricEigen eigen = SymmetricEigen.of(count, gram);
    lambda = eigen.values();
    vectors = eigen.vectors();
    double largest = Arrays.stream(lambda).max().orElseThrow();
    for (int i = 0; i < count; i++) {
      lambda[i] = lambda[i] > ROUNDING * largest ? lambda[i] : 0;
    }
    rotated = new double[count * p];
    DoubleGemm.addTimes(count, p, count, vectors, 0, count, z, 0, p, rotated, 0, p);
    unseen = new double[p];
    Arrays.setAll(unseen, this::unseen);
    double mean = Arrays.stream(lambda).sum() / (present - 1);
    ratios = Arrays.stream(RATIOS).map(r -> r / mean).toArray();
    centred = new double[count];
    y = new double[count];
    freedom = present - 1;
  }

  /** Weighted perturbations less their means, in units of their root mean squares: Z, K x p. */
  private double[] centred(DMatrixRMaj changes) {
    for (int k = 0; k < count; k++) {
      for (int j = 0; j < p; j++) {
        double change = changes.data[k * p + j];
        scales[j] += change * change / count;
        means[j] += roots[k] * roots[k] * change / weight;
      }
    }
    Arrays.setAll(scales, j -> 1 / Math.sqrt(scales[j]));
    double[] z = new double[count * p];
    for (int k = 0; k < count; k++) {
      for (int j = 0; j < p; j++) {
        z[k * p + j] = roots[k] * (changes.data[k * p + j] - means[j]) * scales[j];
      }
    }
    return z;
  }

  private double unseen(int j) {
    double left = 1;
    for (int i = 0; i < count; i++) {
      left -= lambda[i] > 0 ? rotated[i * p + j] * rotated[i * p + j] / lambda[i] : 0;
    }
    return left > SHOWN ? left : 0;
  }

  /** The least nu of a row so far. */
  int freedom() {
    return freedom;
  }

  /** How many directions of the parameters they show. */
  int rank() {
    return Math.min(p, (int) Arrays.stream(lambda).filter(l -> l > 0).count());
  }

  /**
   * One row.
   *
   * @param row t n + i
   * @param slopes rows x p, this row is modified
   * @param errors likewise
   * @param intercepts rows, likewise
   */
  void solve(int row, double[] slopes, double[] errors, double[] intercepts) {
    double mean = rotate(row);
    double[] noise = new double[ratios.length];
    double[] shares = shares(noise);
    double[] middle = new double[count];
    double[][] aside = new double[ratios.length][];
    double prior = 0;
    double[] seen = new double[count];
    for (int c = 0; c < ratios.length; c++) {
      double g = ratios[c];
      if (shares[c] > NEGLIGIBLE) {
        aside[c] = new double[count];
        prior += shares[c] * noise[c] * g;
        for (int i = 0; i < count; i++) {
          aside[c][i] = g * y[i] / (1 + g * lambda[i]);
          middle[i] += shares[c] * aside[c][i];
          seen[i] += lambda[i] > 0 ? shares[c] * noise[c] * g / (lambda[i] * (1 + g * lambda[i])) : 0;
        }
      }
    }
    double[] sum = new double[p];
    double[] variance = new double[p];
    for (int j = 0; j < p; j++) {
      variance[j] = prior * unseen[j];
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < p; j++) {
        double z = rotated[i * p + j];
        sum[j] += z * middle[i];
        variance[j] += z * z * seen[i];
      }
    }
    addScatter(shares, aside, middle, variance);
    intercepts[row] = mean;
    for (int j = 0; j < p; j++) {
      slopes[row * p + j] = sum[j] * scales[j];
      errors[row * p + j] = Math.sqrt(variance[j]) * scales[j];
      intercepts[row] -= sum[j] * scales[j] * means[j];
    }
  }

  /** y; returns the weighted mean of the row. */
  private double rotate(int row) {
    double[] x = data.states().data;
    double mean = 0;
    for (int k = 0; k < count; k++) {
      mean += roots[k] > 0 ? roots[k] * roots[k] * x[row * count + k] / weight : 0;
    }
    for (int k = 0; k < count; k++) {
      centred[k] = roots[k] > 0 ? roots[k] * (x[row * count + k] - mean) : 0;
    }
    for (int i = 0; i < count; i++) {
      y[i] = 0;
      for (int k = 0; k < count; k++) {
        y[i] += vectors[i * count + k] * centred[k];
      }
    }
    return mean;
  }

  /** s^2 of each g, and their shares of the likelihood {@code prod (1 + g lambda_i)^(-1/2) s^-nu}. */
  private double[] shares(double[] noise) {
    double[] logs = new double[ratios.length];
    int told = told();
    freedom = Math.min(freedom, told);
    for (int c = 0; c < ratios.length; c++) {
      for (int i = 0; i < count; i++) {
        double spread = 1 + ratios[c] * lambda[i];
        noise[c] += y[i] * y[i] / spread / told;
        logs[c] -= 0.5 * Math.log(spread);
      }
      logs[c] -= 0.5 * told * Math.log(Math.max(noise[c], Double.MIN_NORMAL));
    }
    double best = Arrays.stream(logs).max().orElseThrow();
    double[] shares = Arrays.stream(logs).map(l -> Math.exp(l - best)).toArray();
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(s -> s / sum).toArray();
  }

  /**
   * nu: K - 1, less components without motion in which there is no noise either, as between nominal roll-outs of a
   * simulator: no ratio is so large that their size would say something of s.
   */
  private int told() {
    double square = Arrays.stream(y).map(e -> e * e).sum();
    int silent = (int) IntStream.range(0, count)
        .filter(i -> lambda[i] == 0 && y[i] * y[i] <= ROUNDING * ROUNDING * square).count();
    return Math.max(1, present - 1 - Math.max(0, silent - (count - present + 1)));
  }

  /** What the means of the different g differ by. */
  private void addScatter(double[] shares, double[][] aside, double[] middle, double[] variance) {
    double[] offset = new double[p];
    for (int c = 0; c < ratios.length; c++) {
      if (shares[c] > NEGLIGIBLE) {
        Arrays.fill(offset, 0);
        for (int i = 0; i < count; i++) {
          double off = aside[c][i] - middle[i];
          for (int j = 0; j < p; j++) {
            offset[j] += rotated[i * p + j] * off;
          }
        }
        for (int j = 0; j < p; j++) {
          variance[j] += shares[c] * offset[j] * offset[j];
        }
      }
    }
  }
}
