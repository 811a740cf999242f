package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random directions: what their intervals cover, what they are on average, and that pairs are seen as pairs. */
class RandomDirectionsTest {
  private static final double SIGMA = 0.1;

  private static double[] sigma(int p) {
    double[] sigma = new double[p];
    for (int j = 0; j < p; j++) {
      sigma[j] = SIGMA * (1 + j % 3);
    }
    return sigma;
  }

  private static Shaking shaking(int p, boolean pairs, int nominals, long seed) {
    return new Shaking(Shaking.Design.GAUSSIAN, sigma(p), pairs, nominals, seed);
  }

  /** {@code J = 2 + g dW + curved |dW|^2 + noise}. */
  private static Rollouts returns(Random random, double[] gradient, DMatrixRMaj parameters, double curved,
      double noise) {
    double[] values = new double[parameters.numRows];
    for (int k = 0; k < values.length; k++) {
      values[k] = 2 + noise * random.nextGaussian();
      for (int j = 0; j < gradient.length; j++) {
        values[k] += gradient[j] * parameters.get(k, j) + curved * Math.pow(parameters.get(k, j), 2);
      }
    }
    Rollouts rollouts = new Rollouts(new double[gradient.length], parameters, new DMatrixRMaj(3, values.length), null,
        null, 3, 0.01);
    return rollouts.ofReturns(values);
  }

  private static double[] gradient(Random random, int p, boolean sparse) {
    double[] gradient = new double[p];
    for (int j = 0; j < p; j++) {
      gradient[j] = sparse && j % 50 != 0 ? 0 : random.nextGaussian() / sigma(p)[j];
    }
    return gradient;
  }

  /** Nothing is supposed of the gradient: one of few large entries is covered as well. */
  @ParameterizedTest
  @CsvSource({"2000, 20, false, 0, false", "2000, 40, true, 0, false", "200, 24, false, 4, false",
      "200, 24, true, 4, true", "200, 20, false, 0, true", "5, 30, true, 0, false"})
  void intervalsCoverWhatTheySay(int p, int count, boolean pairs, int nominals, boolean sparse) {
    Random random = new Random(21);
    int problems = 600_000 / p / 10;
    double covered = 0;
    for (int i = 0; i < problems; i++) {
      double[] gradient = gradient(random, p, sparse);
      Rollouts data = returns(random, gradient, shaking(p, pairs, nominals, i).parameters(new double[p], count), 0, 1);
      Sensitivity found = new RandomDirections().estimate(data);
      assertThat(found.degreesOfFreedom()).isEqualTo(pairs ? (count - nominals) / 2 - 1 : count - nominals - 2);
      covered += found.coverage(new DMatrixRMaj(1, p, true, gradient), 0.95) / problems;
    }
    // Of 60,000 entries, those of a problem with one scatter: less than 0.5 %.
    assertThat(covered).isBetween(0.94, 0.96);
  }

  /** The mean over many designs is the gradient, and its squared error p / K of its square. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void isRightOnAverage(boolean pairs) {
    int p = 100;
    int count = 40;
    int problems = 2000;
    Random random = new Random(22);
    double[] gradient = gradient(random, p, false);
    double[] mean = new double[p];
    double error = 0;
    double truth = 0;
    for (int i = 0; i < problems; i++) {
      Rollouts data = returns(random, gradient, shaking(p, pairs, 0, i).parameters(new double[p], count), 0, 0);
      double[] found = new RandomDirections().estimate(data).derivative().data;
      for (int j = 0; j < p; j++) {
        mean[j] += found[j] / problems;
        error += Math.pow((found[j] - gradient[j]) * sigma(p)[j], 2) / problems;
      }
    }
    double off = 0;
    for (int j = 0; j < p; j++) {
      off += Math.pow((mean[j] - gradient[j]) * sigma(p)[j], 2);
      truth += Math.pow(gradient[j] * sigma(p)[j], 2);
    }
    int directions = pairs ? count / 2 : count;
    // The mean of 1 / chi^2 makes it p / (K - 3) and p / (K - 2).
    assertThat(error / truth).isCloseTo((double) p / (directions - (pairs ? 2 : 3)), within(0.15 * p / directions));
    assertThat(off / truth).isLessThan(1.3 * error / truth / problems);
  }

  @Test
  void curvatureOfEvenOrderCancelsInPairs() {
    int p = 30;
    Random random = new Random(23);
    double[] gradient = gradient(random, p, false);
    DMatrixRMaj parameters = shaking(p, true, 2, 5).parameters(new double[p], 22);
    Sensitivity straight = new RandomDirections().estimate(returns(new Random(1), gradient, parameters, 0, 0));
    Sensitivity curved = new RandomDirections().estimate(returns(new Random(1), gradient, parameters, 50, 0));
    assertThat(curved.derivative().data).containsExactly(straight.derivative().data, within(1e-9));
    assertThat(curved.standardError().data).containsExactly(straight.standardError().data, within(1e-9));
    assertThat(curved.nominal().data).containsExactly(2);
    DMatrixRMaj single = shaking(p, false, 2, 5).parameters(new double[p], 22);
    assertThat(new RandomDirections().estimate(returns(new Random(1), gradient, single, 50, 0)).derivative().data[3])
        .as("singles feel it").isNotCloseTo(new RandomDirections().estimate(returns(new Random(1), gradient, single, 0,
            0)).derivative().data[3], within(0.1));
  }

  /** A pair of which half is missing is no direction; others count as before. */
  @Test
  void missingSamplesAreLeftOut() {
    Synthetic truth = new Synthetic(24, 6);
    DMatrixRMaj change = truth.gaussian(16);
    for (int k = 1; k < 16; k += 2) {
      for (int j = 0; j < 6; j++) {
        change.set(k, j, -change.get(k - 1, j));
      }
    }
    DMatrixRMaj weights = new DMatrixRMaj(Synthetic.STEPS, 16);
    weights.fill(1);
    weights.set(1, 4, 0);
    Rollouts data = truth.rollouts(change, 0, 0.1, weights);
    Sensitivity found = new RandomDirections().estimate(data);
    Sensitivity others = new RandomDirections().estimate(data.select(0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    assertThat(found.at(1).data).isEqualTo(others.at(1).data);
    assertThat(found.at(0).data).isNotEqualTo(others.at(0).data);
    assertThat(found.degreesOfFreedom()).isEqualTo(6);
  }

  @Test
  void tooFewDirectionsAndReturnsAreRefused() {
    Synthetic truth = new Synthetic(25, 4);
    assertThatThrownBy(() -> new RandomDirections().estimate(truth.rollouts(truth.gaussian(2), 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sample 0: 2 shaken roll-outs; it takes at least 3 to tell how much they scatter");
    assertThatThrownBy(() -> truth.rollouts(truth.gaussian(4), 0, 0).ofReturns(new double[3]))
        .hasMessage("3 returns of 4 roll-outs");
  }
}
