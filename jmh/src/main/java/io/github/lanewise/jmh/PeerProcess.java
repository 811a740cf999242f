package io.github.lanewise.jmh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The slopes and their standard errors that {@code GaussianProcess} of this library promises for given lengths, where
 * all perturbations are zero, from another library's matrices: linear trend, ladder of signal-to-noise ratios, average
 * over the ladder.
 *
 * <p>Rasmussen and Williams, Gaussian Processes for Machine Learning, section 2.7 with a flat prior for the trend, and
 * section 9.4.
 *
 * @param <M> a matrix of the library
 * @param <L> a factor of the library
 */
final class PeerProcess<M, L> {
  private static final double LOWEST = 0.1;
  private static final double HIGHEST = 1e14;
  private static final double NEGLIGIBLE = 1e-4;
  /** Rows that stay in the second-level cache. */
  private static final int BLOCK = 250;

  /**
   * What the process knows of the rows' derivatives.
   *
   * @param derivative rows x p
   * @param standardError rows x p
   */
  record Slopes(double[] derivative, double[] standardError) {}

  /**
   * All that is known before the rows for a ratio a.
   *
   * @param ratio a
   * @param factor L of {@code C = a R + I}
   * @param trend {@code V' = H' L'^-1}
   * @param solvedTrend {@code (V' V)^-1 V'}
   * @param inverse {@code (V' V)^-1}
   * @param logDeterminants {@code log |C| + log |V' V|}
   */
  private record Rung<M, L>(
      double ratio, L factor, M trend, M solvedTrend, DMatrixRMaj inverse, double logDeterminants) {}

  private final LinearAlgebra<M, L> algebra;
  private final double[] lengths;
  private final M block;
  private final M along;

  /** For K roll-outs, with one length for each parameter. */
  PeerProcess(LinearAlgebra<M, L> algebra, int rollouts, double... lengths) {
    this.algebra = algebra;
    this.lengths = lengths;
    block = algebra.copyOf(new DMatrixRMaj(BLOCK, rollouts));
    along = algebra.copyOf(new DMatrixRMaj(BLOCK, lengths.length + 1));
  }

  /** How many ratios are tried for K roll-outs, 0 included. */
  static int rungs(int rollouts) {
    return ratios(rollouts).size();
  }

  private static List<Double> ratios(int rollouts) {
    List<Double> ratios = new ArrayList<>(List.of(0.0));
    for (double ratio = LOWEST; ratio <= HIGHEST / rollouts; ratio *= 10) {
      ratios.add(ratio);
    }
    return ratios;
  }

  /**
   * Fits the rows and differentiates them.
   *
   * @param changes dW_k, K x p
   * @param x rows x K
   */
  Slopes estimate(DMatrixRMaj changes, int rows, M x) {
    int rollouts = changes.numRows;
    int m = changes.numCols + 1;
    DMatrixRMaj kernel = kernel(changes);
    DMatrixRMaj h = new DMatrixRMaj(m, rollouts);
    CommonOps_DDRM.fill(h, 1);
    CommonOps_DDRM.insert(CommonOps_DDRM.transpose(changes, null), h, 1, 0);
    List<Rung<M, L>> ladder = ratios(rollouts).stream().map(ratio -> rung(ratio, kernel, h)).toList();
    double[][] squares = new double[ladder.size()][rows];
    double[][] probabilities = new double[ladder.size()][rows];
    for (int i = 0; i < squares.length; i++) {
      whitenedSquares(ladder.get(i), rows, x, squares[i]);
      for (int r = 0; r < rows; r++) {
        probabilities[i][r] = -0.5 * ((rollouts - m) * Math.log(squares[i][r]) + ladder.get(i).logDeterminants);
        squares[i][r] /= rollouts - m;
      }
    }
    normalise(rows, probabilities);
    return average(ladder, changes, x, squares, probabilities);
  }

  /** R, K x K: the squared exponential with a length for each parameter. */
  private DMatrixRMaj kernel(DMatrixRMaj changes) {
    DMatrixRMaj kernel = CommonOps_DDRM.identity(changes.numRows);
    for (int a = 0; a < changes.numRows; a++) {
      for (int b = 0; b < a; b++) {
        double squares = 0;
        for (int j = 0; j < lengths.length; j++) {
          double d = (changes.get(a, j) - changes.get(b, j)) / lengths[j];
          squares += d * d;
        }
        kernel.set(a, b, Math.exp(-squares / 2));
        kernel.set(b, a, kernel.get(a, b));
      }
    }
    return kernel;
  }

  private Rung<M, L> rung(double ratio, DMatrixRMaj kernel, DMatrixRMaj h) {
    DMatrixRMaj c = CommonOps_DDRM.identity(kernel.numRows);
    CommonOps_DDRM.addEquals(c, ratio, kernel);
    L factor = algebra.factor(c);
    M trend = algebra.copyOf(h);
    algebra.divideByTransposed(trend, factor);
    DMatrixRMaj v = algebra.read(trend);
    DMatrixRMaj inverse = new DMatrixRMaj(h.numRows, h.numRows);
    CommonOps_DDRM.multTransB(v, v, inverse);
    double logDeterminants = algebra.logDeterminant(factor) + Math.log(CommonOps_DDRM.det(inverse));
    CommonOps_DDRM.invert(inverse);
    M solvedTrend = algebra.copyOf(CommonOps_DDRM.mult(inverse, v, null));
    return new Rung<>(ratio, factor, trend, solvedTrend, inverse, logDeterminants);
  }

  /** {@code y' P y, P = C^-1 - C^-1 H (H' C^-1 H)^-1 H' C^-1}, of each row y. */
  private void whitenedSquares(Rung<M, L> rung, int rows, M x, double[] squares) {
    for (int first = 0; first < rows; first += BLOCK) {
      int count = Math.min(BLOCK, rows - first);
      algebra.copyRows(x, first, count, block);
      algebra.divideByTransposed(block, rung.factor);
      algebra.timesTransposed(block, rung.trend, along);
      algebra.subtractTimes(along, rung.solvedTrend, block);
      System.arraycopy(algebra.squares(block), 0, squares, first, count);
    }
  }

  /** From log likelihoods to probabilities that sum to one for each row. */
  private static void normalise(int rows, double[][] likelihoods) {
    for (int row = 0; row < rows; row++) {
      int r = row;
      double largest = Arrays.stream(likelihoods).mapToDouble(rung -> rung[r]).max().orElseThrow();
      double sum = 0;
      for (double[] rung : likelihoods) {
        double relative = Math.exp(rung[r] - largest);
        rung[r] = relative < NEGLIGIBLE ? 0 : relative;
        sum += rung[r];
      }
      for (double[] rung : likelihoods) {
        rung[r] /= sum;
      }
    }
  }

  /** Mean and deviation of the mixture of the rungs. */
  private Slopes average(
      List<Rung<M, L>> ladder, DMatrixRMaj changes, M x, double[][] noise, double[][] probabilities) {
    int p = lengths.length;
    int rows = noise[0].length;
    double[] means = new double[rows * p];
    double[] moments = new double[means.length];
    List<DMatrixRMaj> estimates = new ArrayList<>();
    double[][] variances = new double[ladder.size()][p];
    for (int i = 0; i < variances.length; i++) {
      boolean used = Arrays.stream(probabilities[i]).anyMatch(probability -> probability > 0);
      estimates.add(used ? slopes(ladder.get(i), changes, rows, x, variances[i]) : new DMatrixRMaj(rows, p));
      for (int e = 0; e < means.length; e++) {
        means[e] += probabilities[i][e / p] * estimates.get(i).data[e];
      }
    }
    for (int i = 0; i < variances.length; i++) {
      for (int e = 0; e < means.length; e++) {
        double off = estimates.get(i).data[e] - means[e];
        moments[e] += probabilities[i][e / p] * (noise[i][e / p] * variances[i][e % p] + off * off);
      }
    }
    return new Slopes(means, Arrays.stream(moments).map(Math::sqrt).toArray());
  }

  /**
   * {@code X w_j, w_j = L'^-1 (z_j + V (V' V)^-1 f_j)} with {@code z_j = a L^-1 cov(f, df/dW_j), f_j = e_j - V' z_j}.
   *
   * @param variances {@code a / l_j^2 - z_j' z_j + f_j' (V' V)^-1 f_j}, modified
   */
  private DMatrixRMaj slopes(Rung<M, L> rung, DMatrixRMaj changes, int rows, M x, double[] variances) {
    M weights = algebra.copyOf(covariances(rung.ratio, changes));
    algebra.divideByTransposed(weights, rung.factor);
    DMatrixRMaj z = algebra.read(weights);
    DMatrixRMaj f = new DMatrixRMaj(lengths.length, lengths.length + 1);
    CommonOps_DDRM.multTransB(-1, z, algebra.read(rung.trend), f);
    for (int j = 0; j < lengths.length; j++) {
      f.add(j, j + 1, 1);
    }
    DMatrixRMaj fromTrend = CommonOps_DDRM.mult(f, rung.inverse, null);
    double[] fromSignal = algebra.squares(weights);
    for (int j = 0; j < variances.length; j++) {
      variances[j] = rung.ratio / (lengths[j] * lengths[j]) - fromSignal[j];
      for (int i = 0; i < f.numCols; i++) {
        variances[j] += f.get(j, i) * fromTrend.get(j, i);
      }
    }
    CommonOps_DDRM.scale(-1, f);
    algebra.subtractTimes(algebra.copyOf(f), rung.solvedTrend, weights);
    algebra.divide(weights, rung.factor);
    M estimates = algebra.copyOf(new DMatrixRMaj(rows, lengths.length));
    algebra.timesTransposed(x, weights, estimates);
    return algebra.read(estimates);
  }

  /** Of the slopes at zero, divided by the noise variance, with the process at the roll-outs: p x K. */
  private DMatrixRMaj covariances(double ratio, DMatrixRMaj changes) {
    DMatrixRMaj covariances = new DMatrixRMaj(lengths.length, changes.numRows);
    for (int k = 0; k < changes.numRows; k++) {
      double squares = 0;
      for (int j = 0; j < lengths.length; j++) {
        squares += Math.pow(changes.get(k, j) / lengths[j], 2);
      }
      for (int j = 0; j < lengths.length; j++) {
        covariances.set(j, k, ratio * Math.exp(-squares / 2) * changes.get(k, j) / (lengths[j] * lengths[j]));
      }
    }
    return covariances;
  }
}
