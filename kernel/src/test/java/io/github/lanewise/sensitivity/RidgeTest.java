package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ridge against known sensitivities, against a plain solve of every row, and in its statistics. */
class RidgeTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void recoversStraightDataToRounding(long seed) {
    Synthetic truth = new Synthetic(seed, 4);
    Sensitivity found = new Ridge().estimate(truth.rollouts(truth.gaussian(40), 0, 0));
    assertThat(found.rank()).isEqualTo(4);
    assertThat(found.degreesOfFreedom()).isEqualTo(40 - 1 - 4);
    for (int r = 0; r < Synthetic.ROWS; r++) {
      assertThat(found.nominal().data[r]).isCloseTo(truth.trajectory.data[r], within(1e-11));
      for (int j = 0; j < 4; j++) {
        double error = Math.abs(found.derivative().get(r, j) - truth.derivative.get(r, j)) * truth.spread[j];
        // dW is a difference of two rounded numbers; the smallest spread is 1e-3.
        assertThat(error).isLessThan(1e-11);
        assertThat(found.standardError().get(r, j) * truth.spread[j]).isBetween(1e-12, 1e-7);
      }
    }
  }

  @Test
  void equalsAPlainSolveOfEveryRow() {
    Synthetic truth = new Synthetic(4, 5);
    Rollouts data = truth.rollouts(truth.gaussian(70), 0.3, 0.1);
    assertEqualsPlain(new Ridge().estimate(data), data, null, truth);
  }

  @Test
  void weightsAndMissingSamplesEqualAPlainSolveOfEveryRow() {
    Synthetic truth = new Synthetic(5, 3);
    Rollouts data = withWeights(truth, 50);
    assertEqualsPlain(new Ridge().estimate(data), data, null, truth);
  }

  @Test
  void equalWeightsChangeNothing() {
    Synthetic truth = new Synthetic(6, 3);
    Rollouts data = truth.rollouts(truth.gaussian(50), 0.3, 0.1);
    DMatrixRMaj sevens = new DMatrixRMaj(Synthetic.STEPS, 50);
    sevens.fill(7);
    Rollouts weighted = new Rollouts(data.nominal(), data.parameters(), data.states(), null, sevens, Synthetic.STEPS,
        0.01);
    Ridge ridge = new Ridge(0.05);
    Sensitivity a = ridge.estimate(data);
    Sensitivity b = ridge.estimate(weighted);
    assertThat(b.relativeError(a.derivative())).isLessThan(1e-13);
    for (int e = 0; e < a.standardError().data.length; e++) {
      assertThat(b.standardError().data[e] / a.standardError().data[e]).isCloseTo(1, within(1e-11));
    }
  }

  /**
   * A ridge is as if p roll-outs more had found no change: rows sqrt(rho) S of the problem, with right-hand side
   * zero.
   */
  @Test
  void aRidgeIsPriorRollouts() {
    Synthetic truth = new Synthetic(7, 3);
    Rollouts data = truth.rollouts(truth.gaussian(30), 0, 0.2);
    DMatrixRMaj change = data.perturbations();
    DMatrixRMaj prior = new DMatrixRMaj(3, 4);
    for (int j = 0; j < 3; j++) {
      double mean = 0;
      double square = 0;
      for (int k = 0; k < 30; k++) {
        mean += change.get(k, j) / 30;
      }
      for (int k = 0; k < 30; k++) {
        square += (change.get(k, j) - mean) * (change.get(k, j) - mean);
      }
      prior.set(j, j + 1, Math.sqrt(0.3 * square));
    }
    Sensitivity found = new Ridge(0.3).estimate(data);
    double shrunk = 0;
    for (int r = 0; r < Synthetic.ROWS; r++) {
      PlainFit plain = new PlainFit(data, r, change, prior);
      for (int j = 0; j < 3; j++) {
        assertThat(found.derivative().get(r, j) * truth.spread[j])
            .isCloseTo(plain.slopes[j] * truth.spread[j], within(1e-11));
        shrunk = Math.max(shrunk, Math.abs(found.derivative().get(r, j) / new Ridge()
            .estimate(data).derivative().get(r, j)));
      }
    }
    assertThat(shrunk).isNotCloseTo(1, within(0.05));
  }

  /**
   * The variance of a ridge estimate, against the scatter of many. Where nothing depends on the parameters the
   * residuals are noise alone.
   */
  @Test
  void standardErrorsOfARidgeAreItsScatter() {
    Synthetic truth = new Synthetic(8, 2);
    truth.derivative.zero();
    DMatrixRMaj change = truth.gaussian(25);
    int repeats = 4000;
    double sum = 0;
    double squares = 0;
    double variance = 0;
    for (int i = 0; i < repeats; i++) {
      Sensitivity s = new Ridge(0.5).estimate(truth.rollouts(change, 0, 1));
      double d = s.derivative().get(0, 1) * truth.spread[1];
      sum += d;
      squares += d * d;
      variance += Math.pow(s.standardError().get(0, 1) * truth.spread[1], 2);
    }
    double scatter = (squares - sum * sum / repeats) / (repeats - 1);
    // A variance from 4000 samples has a relative error of sqrt(2 / 4000) = 2.2 %; that of least squares would be (1
    // + 0.5)^2 times as large.
    assertThat(variance / repeats / scatter).isBetween(0.91, 1.1);
  }

  /**
   * 95 % intervals of straight data with normal noise hold the truth in 95 % of cases. 6000 designs of one row, two
   * slopes each: the binomial standard error of the share is sqrt(.95 .05 / 6000) = 0.3 % even if the slopes of a
   * design were wholly dependent; four of them are allowed.
   */
  @Test
  void intervalsCoverTheTruthAsOftenAsTheySay() {
    Synthetic truth = new Synthetic(9, 2);
    double at95 = 0;
    double at50 = 0;
    int designs = 6000;
    for (int i = 0; i < designs; i++) {
      Sensitivity found = new Ridge().estimate(truth.rollouts(truth.gaussian(8), 0, 0.5));
      DMatrixRMaj wide = found.halfWidths(0.95);
      DMatrixRMaj narrow = found.halfWidths(0.5);
      int row = i % Synthetic.ROWS;
      for (int j = 0; j < 2; j++) {
        double error = Math.abs(found.derivative().get(row, j) - truth.derivative.get(row, j));
        at95 += error < wide.get(row, j) ? 1 : 0;
        at50 += error < narrow.get(row, j) ? 1 : 0;
      }
    }
    assertThat(at95 / designs / 2).isBetween(0.95 - 0.012, 0.95 + 0.012);
    assertThat(at50 / designs / 2).isBetween(0.5 - 0.026, 0.5 + 0.026);
  }

  @Test
  void curvatureCancelsInAntitheticPairs() {
    Synthetic truth = new Synthetic(10, 3);
    DMatrixRMaj half = truth.gaussian(20);
    DMatrixRMaj pairs = new DMatrixRMaj(40, 3);
    for (int e = 0; e < half.data.length; e++) {
      pairs.data[e] = half.data[e];
      pairs.data[half.data.length + e] = -half.data[e];
    }
    double single = new Ridge().estimate(truth.rollouts(truth.gaussian(40), 0.5, 0)).relativeError(truth.derivative);
    double paired = new Ridge().estimate(truth.rollouts(pairs, 0.5, 0)).relativeError(truth.derivative);
    assertThat(single).isGreaterThan(0.05);
    assertThat(paired).isLessThan(1e-11);
  }

  @Test
  void unitsDoNotMatter() {
    Synthetic truth = new Synthetic(11, 3);
    Rollouts data = truth.rollouts(truth.gaussian(30), 0.2, 0.1);
    double[] unit = {1e6, 1, 1e-5};
    DMatrixRMaj parameters = data.parameters().copy();
    double[] nominal = data.nominal();
    for (int j = 0; j < 3; j++) {
      nominal[j] *= unit[j];
      for (int k = 0; k < 30; k++) {
        parameters.set(k, j, parameters.get(k, j) * unit[j]);
      }
    }
    Sensitivity a = new Ridge(0.1).estimate(data);
    Sensitivity b = new Ridge(0.1)
        .estimate(new Rollouts(nominal, parameters, data.states(), null, null, Synthetic.STEPS, 0.01));
    for (int r = 0; r < Synthetic.ROWS; r++) {
      for (int j = 0; j < 3; j++) {
        assertThat(b.derivative().get(r, j) * unit[j] / a.derivative().get(r, j)).isCloseTo(1, within(1e-9));
        assertThat(b.standardError().get(r, j) * unit[j] / a.standardError().get(r, j)).isCloseTo(1, within(1e-9));
      }
    }
  }

  /** Parameters 0 and 2 always moved together: only their sum is known; parameter 1 is as good as ever. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void unknownDirectionsAreReported(boolean weighted) {
    Synthetic truth = new Synthetic(12, 3);
    DMatrixRMaj change = truth.gaussian(40);
    for (int k = 0; k < 40; k++) {
      change.set(k, 2, 3 * change.get(k, 0));
    }
    DMatrixRMaj ones = new DMatrixRMaj(Synthetic.STEPS, 40);
    ones.fill(1);
    Sensitivity found = new Ridge().estimate(truth.rollouts(change, 0, 1e-6, weighted ? ones : null));
    assertThat(found.rank()).isEqualTo(2);
    assertThat(found.degreesOfFreedom()).isEqualTo(40 - 1 - 2);
    for (int r = 0; r < Synthetic.ROWS; r++) {
      assertThat(found.standardError().get(r, 0)).isInfinite();
      assertThat(found.standardError().get(r, 2)).isInfinite();
      assertThat(found.halfWidth(r, 0, 0.95)).isInfinite();
      double error = Math.abs(found.derivative().get(r, 1) - truth.derivative.get(r, 1));
      assertThat(error).isLessThan(6 * found.standardError().get(r, 1)).isLessThan(1e-5 / truth.spread[1]);
      double together = truth.derivative.get(r, 0) + 3 * truth.derivative.get(r, 2);
      assertThat(found.derivative().get(r, 0) + 3 * found.derivative().get(r, 2))
          .isCloseTo(together, within(1e-5 / truth.spread[0]));
    }
  }

  /** At sample 2 only roll-outs are present in which parameter 1 has one value; at the others nothing is wrong. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1})
  void directionsThatMissingSamplesLeaveUnknownAreReported(double ridge) {
    Synthetic truth = new Synthetic(15, 3);
    DMatrixRMaj change = truth.gaussian(30);
    DMatrixRMaj weights = new DMatrixRMaj(Synthetic.STEPS, 30);
    weights.fill(2);
    for (int k = 0; k < 15; k++) {
      change.set(k, 1, 0.7 * truth.spread[1]);
      weights.set(2, 15 + k, 0);
    }
    Sensitivity found = new Ridge(ridge).estimate(truth.rollouts(change, 0, 1e-6, weights));
    Sensitivity without = new Ridge(ridge).estimate(truth.rollouts(change, 0, 1e-6, null));
    assertThat(found.rank()).isEqualTo(2);
    assertThat(found.degreesOfFreedom()).isEqualTo(15 - 1 - 2);
    for (int r = 0; r < Synthetic.ROWS; r++) {
      boolean poor = r / Synthetic.STATES == 2;
      assertThat(Double.isInfinite(found.standardError().get(r, 1))).isEqualTo(poor);
      assertThat(found.standardError().get(r, 0) * truth.spread[0]).isLessThan(1);
      if (poor) {
        assertThat(found.derivative().get(r, 1)).isZero();
      } else {
        assertThat(found.derivative().get(r, 1) * truth.spread[1])
            .isCloseTo(without.derivative().get(r, 1) * truth.spread[1], within(1e-4));
      }
      if (ridge == 0) {
        assertThat(found.derivative().get(r, 0) * truth.spread[0])
            .isCloseTo(truth.derivative.get(r, 0) * truth.spread[0], within(1e-5));
      }
    }
  }

  /** So many parameters that every sample is solved alone, and few enough that all are solved together. */
  @ParameterizedTest
  @ValueSource(ints = {16, 17})
  void anyNumberOfParametersTakesWeights(int p) {
    Synthetic truth = new Synthetic(16, p);
    Rollouts data = withWeights(truth, 120);
    assertEqualsPlain(new Ridge().estimate(data), data, null, truth);
  }

  @Test
  void asManyRolloutsAsUnknownsLeaveNoStandardError() {
    Synthetic truth = new Synthetic(13, 3);
    Sensitivity found = new Ridge().estimate(truth.rollouts(truth.gaussian(4), 0, 0));
    assertThat(found.relativeError(truth.derivative)).isLessThan(1e-9);
    assertThat(found.degreesOfFreedom()).isZero();
    assertThat(found.standardError().data).containsOnly(Double.POSITIVE_INFINITY);
  }

  @Test
  void refusalsSayWhatIsWrong() {
    Synthetic truth = new Synthetic(14, 3);
    assertThatThrownBy(() -> new Ridge().estimate(truth.rollouts(truth.gaussian(3), 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 roll-outs for 3 parameters and an intercept: it takes at least 4");
    DMatrixRMaj constant = truth.gaussian(9);
    for (int k = 0; k < 9; k++) {
      constant.set(k, 1, 0);
    }
    assertThatThrownBy(() -> new Ridge().estimate(truth.rollouts(constant, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("parameter 1 is constant, 0.0 from the nominal value in all 9 roll-outs");
    assertThatThrownBy(() -> new Ridge(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new Ridge(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    DMatrixRMaj gaps = new DMatrixRMaj(Synthetic.STEPS, 9);
    gaps.fill(1);
    for (int k = 2; k < 8; k++) {
      gaps.set(3, k, 0);
    }
    assertThatThrownBy(() -> new Ridge().estimate(truth.rollouts(truth.gaussian(9), 0, 0, gaps)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sample 3: 3 roll-outs for 3 parameters and an intercept: it takes at least 4");
    assertThatThrownBy(() -> new DesignMatrix(4, 1, 1, new double[] {1, 2, Double.NaN, 3}, 0))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("roll-out 2: column 0 of the design is NaN");
    assertThatThrownBy(() -> new DesignMatrix(4, 2, 1, new double[7], 0))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("7 values").hasMessageContaining("8");
  }

  /** Random weights over four decades; one sample in five is missing and is not a number. */
  static Rollouts withWeights(Synthetic truth, int count) {
    Random random = truth.random;
    DMatrixRMaj weights = new DMatrixRMaj(Synthetic.STEPS, count);
    for (int e = 0; e < weights.data.length; e++) {
      weights.data[e] = random.nextInt(5) == 0 ? 0 : Math.pow(10, random.nextInt(4) - 2);
    }
    Rollouts complete = truth.rollouts(truth.gaussian(count), 0.3, 0.1);
    DMatrixRMaj states = complete.states().copy();
    for (int r = 0; r < Synthetic.ROWS; r++) {
      for (int k = 0; k < count; k++) {
        if (weights.get(r / Synthetic.STATES, k) == 0) {
          states.set(r, k, Double.NaN);
        }
      }
    }
    return new Rollouts(complete.nominal(), complete.parameters(), states, null, weights, Synthetic.STEPS, 0.01);
  }

  private static void assertEqualsPlain(Sensitivity found, Rollouts data, DMatrixRMaj prior, Synthetic truth) {
    int fewest = Integer.MAX_VALUE;
    for (int r = 0; r < Synthetic.ROWS; r++) {
      PlainFit plain = new PlainFit(data, r, data.perturbations(), prior);
      fewest = Math.min(fewest, plain.degreesOfFreedom);
      assertThat(found.nominal().data[r]).isCloseTo(plain.intercept, within(1e-10));
      for (int j = 0; j < data.parameterCount(); j++) {
        assertThat(found.derivative().get(r, j) * truth.spread[j])
            .isCloseTo(plain.slopes[j] * truth.spread[j], within(1e-10));
        assertThat(found.standardError().get(r, j) / plain.standardErrors[j]).isCloseTo(1, within(1e-9));
      }
    }
    assertThat(found.degreesOfFreedom()).isEqualTo(fewest);
  }
}
