package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.network.Normalizer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/**
 * Against the conditional of one dense joint Gaussian, in which the trend has a prior so wide that it hardly matters.
 */
class KrigingTest {
  private static final int K = 14;
  private static final int P = 2;
  private static final int M = P + 1;
  private static final double WIDE = 1e7;
  private final double[] lengths = {0.8, 1.7};
  private final double[] point = {0.3, -0.4};
  private final double[] z = new Random(5).doubles(K * P, -2, 2).toArray();
  private final double[] noise = new Random(6).doubles(K, 0.5, 2).toArray();
  private final double[] h = new double[K * M];
  private final double[] basis = {1, 0, 0, point[0], 1, 0, point[1], 0, 1};
  private final Trend trend;
  private final Kriging kriging;

  KrigingTest() {
    for (int k = 0; k < K; k++) {
      h[k * M] = 1;
      System.arraycopy(z, k * P, h, k * M + 1, P);
    }
    SamplePattern pattern = new SamplePattern(new int[] {0}, IntStream.range(0, K).toArray(), noise);
    trend = new Trend(new ShakenInputs(Normalizer.of(new double[P], new double[] {1, 1}), z), pattern);
    kriging = new Kriging(ArdKernel.pairs(z, lengths), trend);
  }

  private DMatrixRMaj covariance(double ratio, double wide) {
    DMatrixRMaj c = new DMatrixRMaj(K, K);
    double[] kernel = ArdKernel.pairs(z, lengths);
    for (int a = 0; a < K; a++) {
      for (int b = 0; b < K; b++) {
        double slopes = 0;
        for (int i = 0; i < M; i++) {
          slopes += h[a * M + i] * h[b * M + i];
        }
        c.set(a, b, ratio * kernel[a * K + b] + wide * slopes + (a == b ? noise[a] : 0));
      }
    }
    return c;
  }

  /** Of the observations as they are: those of the trend's coefficients and those of what is left. */
  private double[] weights(Kriging.Functionals functionals, double ratio) {
    double[] w = functionals.weights(ratio);
    for (int k = 0; k < K; k++) {
      for (int j = 0; j < M; j++) {
        for (int i = 0; i < M; i++) {
          w[k * M + j] += trend.basis()[k * M + i] * functionals.alongTrend()[i * M + j];
        }
        w[k * M + j] /= Math.sqrt(noise[k]);
      }
    }
    return w;
  }

  @Test
  void weightsAndVariancesAreThoseOfTheConditionalOfTheJointGaussian() {
    double[] cross = ArdKernel.valueAndSlopes(point, z, lengths);
    double[] prior = {1, 1 / (lengths[0] * lengths[0]), 1 / (lengths[1] * lengths[1])};
    Kriging.Functionals functionals = kriging.functionals(cross, prior, trend.valueAndSlopes(point));
    for (double ratio : new double[] {0, 0.5, 30}) {
      double[] found = weights(functionals, ratio);
      DMatrixRMaj inverse = new DMatrixRMaj(K, K);
      CommonOps_DDRM.invert(covariance(ratio, WIDE), inverse);
      DMatrixRMaj both = new DMatrixRMaj(K, M);
      CommonOps_DDRM.multAdd(WIDE, new DMatrixRMaj(K, M, true, h), new DMatrixRMaj(M, M, true, basis), both);
      CommonOps_DDRM.add(both, ratio, new DMatrixRMaj(K, M, true, cross), both);
      DMatrixRMaj weights = new DMatrixRMaj(K, M);
      CommonOps_DDRM.mult(inverse, both, weights);
      assertThat(found).containsExactly(weights.data, within(1e-5));
      for (int j = 0; j < M; j++) {
        // The variance of the error of these weights, from the model without the wide prior: weights' H = basis', so
        // the trend drops out.
        DMatrixRMaj w = CommonOps_DDRM.extractColumn(new DMatrixRMaj(K, M, true, found), j, null);
        DMatrixRMaj cw = new DMatrixRMaj(K, 1);
        CommonOps_DDRM.mult(covariance(ratio, 0), w, cw);
        double variance = ratio * prior[j] + CommonOps_DDRM.dot(w, cw);
        for (int k = 0; k < K; k++) {
          variance -= 2 * ratio * cross[k * M + j] * w.get(k);
        }
        assertThat(functionals.variances(ratio)[j]).isCloseTo(variance, within(1e-9 * variance));
      }
    }
  }

  /** The likelihood of contrasts A'y, A'H = 0, has no trend: its determinant and sum of squares, but for a constant. */
  @Test
  void likelihoodIsThatOfContrasts() {
    DMatrixRMaj a = contrasts();
    double[] y = new Random(7).doubles(K, -1, 1).toArray();
    DMatrixRMaj ay = new DMatrixRMaj(K - M, 1);
    CommonOps_DDRM.multTransA(a, new DMatrixRMaj(K, 1, true, y), ay);
    double[] white = IntStream.range(0, K).mapToDouble(k -> y[k] / Math.sqrt(noise[k])).toArray();
    double[] ratios = {0.2, 3, 500};
    double[] squares = kriging.squares(1, kriging.rotate(1, white), ratios);
    double constant = Double.NaN;
    for (int i = 0; i < ratios.length; i++) {
      DMatrixRMaj ca = new DMatrixRMaj(K, K - M);
      CommonOps_DDRM.mult(covariance(ratios[i], 0), a, ca);
      DMatrixRMaj aca = new DMatrixRMaj(K - M, K - M);
      CommonOps_DDRM.multTransA(a, ca, aca);
      DMatrixRMaj solved = new DMatrixRMaj(K - M, 1);
      CommonOps_DDRM.solve(aca.copy(), ay, solved);
      assertThat(squares[i]).isCloseTo(CommonOps_DDRM.dot(ay, solved), within(1e-9 * squares[i]));
      double difference = kriging.logDeterminant(ratios[i]) - Math.log(CommonOps_DDRM.det(aca));
      if (!Double.isNaN(constant)) {
        assertThat(difference).isCloseTo(constant, within(1e-9));
      }
      constant = difference;
    }
  }

  /** An orthonormal basis of what is orthogonal to H, K x (K - M), by Gram and Schmidt. */
  private DMatrixRMaj contrasts() {
    double[][] base = new double[K][];
    Random random = new Random(8);
    for (int i = 0; i < K; i++) {
      int column = i;
      base[i] = i < M ? IntStream.range(0, K).mapToDouble(k -> h[k * M + column]).toArray()
          : random.doubles(K, -1, 1).toArray();
      for (int pass = 0; pass < 2; pass++) {
        for (int b = 0; b < i; b++) {
          double along = 0;
          for (int k = 0; k < K; k++) {
            along += base[b][k] * base[i][k];
          }
          for (int k = 0; k < K; k++) {
            base[i][k] -= along * base[b][k];
          }
        }
      }
      double norm = Math.sqrt(Arrays.stream(base[i]).map(v -> v * v).sum());
      base[i] = Arrays.stream(base[i]).map(v -> v / norm).toArray();
    }
    DMatrixRMaj a = new DMatrixRMaj(K, K - M);
    for (int k = 0; k < K; k++) {
      for (int i = M; i < K; i++) {
        a.set(k, i - M, base[i][k]);
      }
    }
    return a;
  }
}
