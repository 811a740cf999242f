package io.github.lanewise.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against EJML, one problem after the other, by the textbook's formulas on the columns (1, z). */
class WeightedLeastSquaresTest {
  private final Random random = new Random(5);

  private double[] numbers(int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  /** Random problems, some of whose samples are missing, and the results of the solver. */
  private final class Problems {
    final int count;
    final int sides;
    final int p;
    final int samples;
    final double[] z;
    final double[] x;
    final double[] w;
    final double[] slopes;
    final double[] standardErrors;
    final double[] intercepts;
    final double[] present;
    final double[] traces;

    Problems(int count, int sides, int p, int samples) {
      this.count = count;
      this.sides = sides;
      this.p = p;
      this.samples = samples;
      z = numbers(samples * p);
      x = numbers(count * sides * samples);
      w = random.doubles(count * samples, 0.1, 2).toArray();
      slopes = new double[count * sides * p];
      standardErrors = new double[count * sides * p];
      intercepts = new double[count * sides];
      present = new double[count];
      traces = new double[count];
    }

    void miss(int t, int k) {
      w[t * samples + k] = 0;
      for (int i = 0; i < sides; i++) {
        x[(t * sides + i) * samples + k] = Double.NaN;
      }
    }

    Problems solve(double ridge) {
      new WeightedLeastSquares(sides, p, samples)
          .solve(count, z, x, w, ridge, slopes, standardErrors, intercepts, present, traces);
      return this;
    }

    /** {@code sum_k w_k u_k v_k}, where u and v are 1, a column of z, or a right-hand side. */
    double sum(int t, int u, int v, double[] shift) {
      double sum = 0;
      for (int k = 0; k < samples; k++) {
        double weight = w[t * samples + k];
        sum += weight == 0 ? 0 : weight * (value(t, u, k) - shift[u]) * (value(t, v, k) - shift[v]);
      }
      return sum;
    }

    /** Number u of (z, x) in sample k. */
    private double value(int t, int u, int k) {
      return u < p ? z[k * p + u] : x[(t * sides + u - p) * samples + k];
    }

    /** Weighted means of (z, x). */
    double[] means(int t) {
      double[] means = new double[p + sides];
      double weight = 0;
      for (int k = 0; k < samples; k++) {
        weight += w[t * samples + k];
      }
      for (int u = 0; u < means.length; u++) {
        for (int k = 0; k < samples; k++) {
          means[u] += w[t * samples + k] == 0 ? 0 : w[t * samples + k] * value(t, u, k) / weight;
        }
      }
      return means;
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,9,0", "3,2,1,9,0.1", "70,9,6,64,0.01", "5,3,4,31,0", "33,1,2,6,1", "9,2,16,50,0.001",
    "2,7,13,41,0.5", "1,4,7,30,0", "64,2,3,12,0"})
  void agreesWithEachProblemSolvedAlone(int count, int sides, int p, int samples, double ridge) {
    Problems problems = new Problems(count, sides, p, samples);
    for (int gap = 7; gap < count * samples; gap += 10) {
      problems.miss(gap / samples, gap % samples);
    }
    for (int i = 0; i < sides; i++) {
      for (int k = 0; k < samples; k++) {
        problems.x[i * samples + k] += 1e6;
      }
    }
    problems.miss(count - 1, 0);
    problems.solve(ridge);
    for (int t = 0; t < count; t++) {
      assertAgrees(problems, t, ridge);
    }
  }

  private static void assertAgrees(Problems problems, int t, double ridge) {
    int p = problems.p;
    double[] means = problems.means(t);
    DMatrixRMaj normal = new DMatrixRMaj(p, p);
    DMatrixRMaj correlation = new DMatrixRMaj(p, p);
    DMatrixRMaj inverse = new DMatrixRMaj(p, p);
    int present = 0;
    for (int k = 0; k < problems.samples; k++) {
      present += problems.w[t * problems.samples + k] > 0 ? 1 : 0;
    }
    for (int j = 0; j < p; j++) {
      for (int l = 0; l < p; l++) {
        normal.set(j, l, problems.sum(t, j, l, means));
      }
    }
    for (int j = 0; j < p; j++) {
      for (int l = 0; l < p; l++) {
        correlation.set(j, l, normal.get(j, l) / Math.sqrt(normal.get(j, j) * normal.get(l, l)));
        inverse.set(j, l, normal.get(j, l) * (j == l ? 1 + ridge : 1));
      }
    }
    CommonOps_DDRM.invert(inverse);
    CommonOps_DDRM.invert(correlation);
    assertThat(problems.present[t]).isEqualTo(present);
    double trace = CommonOps_DDRM.trace(correlation);
    assertThat(problems.traces[t] / trace).isCloseTo(1, within(1e-9));
    DMatrixRMaj half = new DMatrixRMaj(p, p);
    DMatrixRMaj covariance = new DMatrixRMaj(p, p);
    CommonOps_DDRM.mult(inverse, normal, half);
    CommonOps_DDRM.mult(half, inverse, covariance);
    for (int i = 0; i < problems.sides; i++) {
      int row = t * problems.sides + i;
      double[] b = new double[p];
      double intercept = means[p + i];
      for (int j = 0; j < p; j++) {
        for (int l = 0; l < p; l++) {
          b[j] += inverse.get(j, l) * problems.sum(t, l, p + i, means);
        }
        assertThat(problems.slopes[row * p + j]).as("problem %d, side %d, parameter %d", t, i, j)
            .isCloseTo(b[j], within(1e-9));
        intercept -= b[j] * means[j];
      }
      assertThat(problems.intercepts[row]).isCloseTo(intercept, within(1e-9));
      double residual = residual(problems, t, i, b, intercept);
      for (int j = 0; j < p; j++) {
        double error = Math.sqrt(residual / (present - 1 - p) * covariance.get(j, j));
        assertThat(problems.standardErrors[row * p + j] / error).isCloseTo(1, within(1e-8));
      }
    }
  }

  private static double residual(Problems problems, int t, int i, double[] b, double intercept) {
    double sum = 0;
    for (int k = 0; k < problems.samples; k++) {
      double weight = problems.w[t * problems.samples + k];
      if (weight > 0) {
        double rest = problems.value(t, problems.p + i, k) - intercept;
        for (int j = 0; j < problems.p; j++) {
          rest -= b[j] * problems.z[k * problems.p + j];
        }
        sum += weight * rest * rest;
      }
    }
    return sum;
  }

  /** Three samples cannot tell three parameters and an intercept apart, nor any where a column does not vary. */
  @Test
  void theTraceTellsWhichProblemsLackSamples() {
    Problems problems = new Problems(12, 1, 3, 20);
    for (int k = 0; k < 20; k++) {
      if (k < 10) {
        problems.z[3 * k + 1] = 0.3;
      } else {
        problems.miss(2, k);
      }
      if (k >= 3) {
        problems.miss(7, k);
      }
      problems.miss(9, k);
    }
    problems.solve(0.1);
    for (int t = 0; t < 12; t++) {
      if (t == 2 || t == 7 || t == 9) {
        assertThat(problems.traces[t] < 1e12).as("problem %d", t).isFalse();
      } else {
        assertAgrees(problems, t, 0.1);
      }
    }
  }

  @Test
  void noDegreeOfFreedomLeavesNoStandardError() {
    Problems problems = new Problems(2, 2, 2, 4);
    problems.miss(1, 2);
    problems.solve(0);
    assertThat(problems.standardErrors[3]).isFinite();
    assertThat(problems.standardErrors[4]).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(problems.traces[1]).isLessThan(1e6);
  }

  /** A perfect fit leaves rounding, of which there is more the larger the numbers are. */
  @Test
  void standardErrorsAreNeverZeroForRounding() {
    Problems problems = new Problems(1, 2, 1, 16);
    for (int k = 0; k < 16; k++) {
      problems.x[k] = problems.z[k];
      problems.x[16 + k] = 1e6 + problems.z[k];
    }
    problems.solve(0);
    assertThat(problems.standardErrors[0]).isBetween(1e-10, 1e-7);
    assertThat(problems.standardErrors[1]).isBetween(1e-8, 1e-4);
  }

  @Test
  void wrongSizesAreRefused() {
    assertThatThrownBy(() -> new WeightedLeastSquares(1, 17, 1)).hasMessageContaining("17 parameters: at most 16");
    assertThatThrownBy(() -> new WeightedLeastSquares(0, 2, 1)).hasMessageContaining("0 right-hand sides");
    WeightedLeastSquares solver = new WeightedLeastSquares(1, 1, 3);
    assertThatThrownBy(() -> solver.solve(2, new double[3], new double[5], new double[6], 0, new double[2],
        new double[2], new double[2], new double[2], new double[2]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("x has 5 elements, expected 6");
  }
}
