package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ridge with a prior: against a posterior that is computed among the parameters, and by what its intervals cover. */
class BayesianRidgeTest {
  /** Straight roll-outs of p parameters whose entries all matter as much, the first ones nominal. */
  private static Rollouts rollouts(Random random, DMatrixRMaj derivative, double[] spread, int count, int nominals,
      double noise) {
    int p = spread.length;
    DMatrixRMaj parameters = new DMatrixRMaj(count, p);
    DMatrixRMaj states = new DMatrixRMaj(derivative.numRows, count);
    for (int k = 0; k < count; k++) {
      for (int j = 0; k >= nominals && j < p; j++) {
        parameters.set(k, j, spread[j] * random.nextGaussian());
      }
      for (int r = 0; r < derivative.numRows; r++) {
        double x = 3 + noise * random.nextGaussian();
        for (int j = 0; j < p; j++) {
          x += derivative.get(r, j) * parameters.get(k, j);
        }
        states.set(r, k, x);
      }
    }
    return new Rollouts(new double[p], parameters, states, null, null, derivative.numRows, 0.01);
  }

  private static double[] spread(Random random, int p) {
    double[] spread = new double[p];
    for (int j = 0; j < p; j++) {
      spread[j] = Math.pow(10, random.nextInt(5) - 3);
    }
    return spread;
  }

  private static DMatrixRMaj derivative(Random random, int rows, double[] spread) {
    DMatrixRMaj derivative = new DMatrixRMaj(rows, spread.length);
    for (int e = 0; e < derivative.data.length; e++) {
      derivative.data[e] = random.nextGaussian() / spread[e % spread.length];
    }
    return derivative;
  }

  /**
   * 20 roll-outs of 2,000 parameters. Noise is told from motion by nominal roll-outs; without these and with as much
   * noise as motion, intervals may be too wide and not too narrow.
   */
  @ParameterizedTest
  @CsvSource({"2000, 20, 0, 0, 0.96", "2000, 20, 4, 0, 0.96", "2000, 20, 4, 1, 0.98", "2000, 20, 0, 1, 1",
      "30, 20, 2, 0.3, 0.96", "10, 40, 0, 0.3, 0.96"})
  void intervalsCoverWhatTheySay(int p, int count, int nominals, double noise, double most) {
    Random random = new Random(11);
    double covered = 0;
    double error = 0;
    int problems = 30;
    for (int i = 0; i < problems; i++) {
      double[] spread = spread(random, p);
      DMatrixRMaj truth = derivative(random, 12, spread);
      Rollouts data = rollouts(random, truth, spread, count, nominals, noise * Math.sqrt(p));
      Sensitivity found = new BayesianRidge().estimate(data);
      assertThat(found.rank()).isEqualTo(Math.min(p, count - (nominals > 0 ? nominals : 1)));
      covered += found.coverage(truth, 0.95) / problems;
      double squares = 0;
      for (int e = 0; e < truth.data.length; e++) {
        double off = (found.derivative().data[e] - truth.data[e]) * spread[e % p];
        squares += off * off / truth.data.length;
      }
      error += squares / problems;
    }
    // A row's scale is known to one part in sqrt(2 * 19): 360 of them make 0.3 %.
    assertThat(covered).isBetween(0.938, most);
    // The truth is 1 on average; without noise K - 1 directions of p are seen.
    assertThat(error).isLessThan(noise == 0 ? 1 - 0.8 * (count - 1.0 - nominals) / p : 1.002);
  }

  /** Mean and deviation of every entry from the p x p posterior of each ratio, by elimination. */
  @ParameterizedTest
  @CsvSource({"3, 12, 0.5", "6, 5, 0.5", "6, 5, 0"})
  void equalsThePosteriorAmongTheParameters(int p, int count, double noise) {
    Random random = new Random(12);
    double[] spread = spread(random, p);
    DMatrixRMaj truth = derivative(random, 4, spread);
    Rollouts data = rollouts(random, truth, spread, count, 0, noise);
    Sensitivity found = new BayesianRidge().estimate(data);
    assertThat(found.degreesOfFreedom()).isEqualTo(count - 1);
    for (int r = 0; r < 4; r++) {
      double[][] plain = plain(data, r);
      for (int j = 0; j < p; j++) {
        double deviation = plain[1][j];
        assertThat(found.derivative().get(r, j)).isCloseTo(plain[0][j], within(1e-4 * deviation));
        assertThat(found.standardError().get(r, j)).isCloseTo(deviation, within(1e-4 * deviation));
      }
    }
  }

  private static double[][] plain(Rollouts data, int row) {
    int p = data.parameterCount();
    int count = data.count();
    double[] rms = new double[p];
    double[][] z = new double[count][p];
    double[] x = new double[count];
    for (int j = 0; j < p; j++) {
      double mean = 0;
      for (int k = 0; k < count; k++) {
        mean += data.parameters().get(k, j) / count;
        rms[j] += Math.pow(data.parameters().get(k, j), 2) / count;
      }
      rms[j] = Math.sqrt(rms[j]);
      for (int k = 0; k < count; k++) {
        z[k][j] = (data.parameters().get(k, j) - mean) / rms[j];
      }
    }
    double level = 0;
    double total = 0;
    for (int k = 0; k < count; k++) {
      level += data.states().get(row, k) / count;
    }
    for (int k = 0; k < count; k++) {
      x[k] = data.states().get(row, k) - level;
      for (int j = 0; j < p; j++) {
        total += z[k][j] * z[k][j] / (count - 1);
      }
    }
    double[] mean = new double[p];
    double[] square = new double[p];
    double[] variance = new double[p];
    double sum = 0;
    for (int e = 0; e <= 12; e++) {
      double g = Math.pow(10, e) / total;
      double[][] a = new double[p][p + 1 + p];
      for (int i = 0; i < p; i++) {
        for (int j = 0; j < p; j++) {
          a[i][j] = i == j ? 1 / g : 0;
          for (int k = 0; k < count; k++) {
            a[i][j] += z[k][i] * z[k][j];
          }
        }
        for (int k = 0; k < count; k++) {
          a[i][p] += z[k][i] * x[k];
        }
        a[i][p + 1 + i] = 1;
      }
      double logDeterminant = p * Math.log(g);
      for (int i = 0; i < p; i++) {
        logDeterminant += Math.log(a[i][i]);
        for (int other = 0; other < p; other++) {
          double factor = other == i ? 0 : a[other][i] / a[i][i];
          for (int c = i; other != i && c < a[i].length; c++) {
            a[other][c] -= factor * a[i][c];
          }
        }
      }
      double left = 0;
      for (int k = 0; k < count; k++) {
        double fit = x[k];
        for (int j = 0; j < p; j++) {
          fit -= z[k][j] * a[j][p] / a[j][j];
        }
        left += fit * fit;
      }
      for (int j = 0; j < p; j++) {
        left += Math.pow(a[j][p] / a[j][j], 2) / g;
      }
      double share = Math.exp(-logDeterminant / 2 - (count - 1) / 2.0 * Math.log(left / (count - 1)));
      sum += share;
      for (int j = 0; j < p; j++) {
        double b = a[j][p] / a[j][j];
        mean[j] += share * b;
        square[j] += share * b * b;
        variance[j] += share * left / (count - 1) * a[j][p + 1 + j] / a[j][j];
      }
    }
    double[][] result = new double[2][p];
    for (int j = 0; j < p; j++) {
      double b = mean[j] / sum;
      result[0][j] = b / rms[j];
      result[1][j] = Math.sqrt(variance[j] / sum + square[j] / sum - b * b) / rms[j];
    }
    return result;
  }

  /** With roll-outs in plenty the prior does not matter. */
  @Test
  void manyRolloutsMakeIt() {
    Synthetic truth = new Synthetic(13, 4);
    Rollouts data = truth.rollouts(truth.gaussian(400), 0, 0.5);
    Sensitivity found = new BayesianRidge().estimate(data);
    Sensitivity plain = new Ridge().estimate(data);
    for (int e = 0; e < found.derivative().data.length; e++) {
      double deviation = plain.standardError().data[e];
      assertThat(found.derivative().data[e]).isCloseTo(plain.derivative().data[e], within(0.3 * deviation));
      assertThat(found.standardError().data[e] / deviation).isCloseTo(1, within(0.03));
    }
    assertThat(found.nominal().data).containsExactly(plain.nominal().data, within(0.01));
  }

  /** Perturbations of one size, so that the prior is the same without the roll-outs that are missing. */
  @Test
  void missingSamplesAreAsIfTheyHadNotBeen() {
    Random random = new Random(14);
    int p = 40;
    Synthetic truth = new Synthetic(14, p);
    DMatrixRMaj change = new DMatrixRMaj(12, p);
    for (int e = 0; e < change.data.length; e++) {
      change.data[e] = truth.spread[e % p] * (random.nextBoolean() ? 1 : -1);
    }
    DMatrixRMaj weights = new DMatrixRMaj(Synthetic.STEPS, 12);
    weights.fill(1);
    weights.set(2, 3, 0);
    weights.set(2, 7, 0);
    Rollouts data = truth.rollouts(change, 0, 0.1, weights);
    for (int i = 0; i < Synthetic.STATES; i++) {
      data.states().set(2 * Synthetic.STATES + i, 3, Double.NaN);
    }
    Sensitivity found = new BayesianRidge().estimate(data);
    assertThat(found.degreesOfFreedom()).isEqualTo(9);
    Rollouts all = new Rollouts(data.nominal(), data.parameters(), data.states(), null, weights, Synthetic.STEPS, 0.01);
    Sensitivity some = new BayesianRidge().estimate(all.select(0, 1, 2, 4, 5, 6, 8, 9, 10, 11));
    for (int e = 6 * p; e < 9 * p; e++) {
      double deviation = some.standardError().data[e];
      assertThat(found.derivative().data[e]).isCloseTo(some.derivative().data[e], within(1e-6 * deviation));
      assertThat(found.standardError().data[e]).isCloseTo(deviation, within(1e-6 * deviation));
    }
    assertThat(found.derivative().data[5]).isNotCloseTo(some.derivative().data[5], within(1e-3));
  }

  @Test
  void tooFewAndParametersAtRestAreRefused() {
    Synthetic truth = new Synthetic(15, 5);
    assertThatThrownBy(() -> new BayesianRidge().estimate(truth.rollouts(truth.gaussian(2), 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sample 0: 2 roll-outs; even with a prior it takes at least 3 to tell how much they scatter");
    DMatrixRMaj still = truth.gaussian(4);
    for (int k = 0; k < 4; k++) {
      still.set(k, 2, 0);
    }
    assertThatThrownBy(() -> new BayesianRidge().estimate(truth.rollouts(still, 0, 0)))
        .hasMessageContaining("parameter 2 is constant");
  }
}
