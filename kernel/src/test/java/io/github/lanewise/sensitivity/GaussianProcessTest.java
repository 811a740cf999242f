package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On trajectories known by a formula, with their exact derivatives. */
class GaussianProcessTest {
  private static final int STATES = 4;

  private static CurvedTrajectories robot(int parameters, long seed) {
    return new CurvedTrajectories(parameters, 10, STATES, 1, new Random(seed));
  }

  /** Lengths so long that no row sees any curvature: least squares. */
  private static Sensitivity leastSquares(Rollouts rollouts) {
    return new GaussianProcess(IntStream.range(0, rollouts.parameterCount()).mapToDouble(j -> 1e8).toArray())
        .estimate(rollouts);
  }

  @Test
  void derivativeIsThatOfItsOwnMean() {
    CurvedTrajectories robot = robot(3, 1);
    FittedProcess fit = new GaussianProcess().fit(robot.shake(40, 0.4, 0.02, new Random(2)));
    double[] at = robot.nominal.clone();
    at[0] += 0.2;
    at[2] -= 0.3;
    Sensitivity there = fit.at(at);
    for (int j = 0; j < 3; j++) {
      double[] more = at.clone();
      double[] less = at.clone();
      more[j] += 1e-5;
      less[j] -= 1e-5;
      for (int row = 0; row < there.nominal().numRows; row++) {
        double quotient = (fit.at(more).nominal().get(row) - fit.at(less).nominal().get(row)) / 2e-5;
        assertThat(there.derivative().get(row, j)).isCloseTo(quotient, within(1e-7 * (1 + Math.abs(quotient))));
      }
    }
    assertThat(there.relativeError(fit.at(robot.nominal).derivative())).isGreaterThan(0.02);
  }

  @Test
  void recoversCurvedTrajectoriesThatLeastSquaresMiss() {
    CurvedTrajectories robot = robot(3, 3);
    Rollouts rollouts = robot.shake(60, 0.3, 0, new Random(4));
    DMatrixRMaj truth = robot.derivative(robot.nominal);
    Sensitivity found = new GaussianProcess().estimate(rollouts);
    assertThat(leastSquares(rollouts).relativeError(truth)).isGreaterThan(0.03);
    assertThat(found.relativeError(truth)).isLessThan(2e-4);
    assertThat(found.nominal().data).containsExactly(robot.trajectory(robot.nominal).data, within(1e-4));
  }

  /**
   * Five robots with three noisy states, 10 samples and 6 parameters: 900 entries, of which the 6 of one state and
   * sample share noise, so at least 150 independent ones: a binomial standard error of 0.018 at most, and the bounds
   * are those promised. With less noise these trajectories, which bend along one direction only, are covered less: at
   * 0.003, 0.89.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.03, 0.3})
  void intervalsOfNinetyFivePercentCoverTheTruth(double noise) {
    int covered = 0;
    int all = 0;
    for (int seed = 0; seed < 5; seed++) {
      CurvedTrajectories robot = robot(6, seed);
      Sensitivity found = new GaussianProcess().estimate(robot.shake(100, 0.1, noise, new Random(seed + 50)));
      DMatrixRMaj truth = robot.derivative(robot.nominal);
      for (int row = 0; row < truth.numRows; row++) {
        for (int j = 0; j < 6 && row % STATES < STATES - 1; j++) {
          double error = Math.abs(found.derivative().get(row, j) - truth.get(row, j));
          covered += error <= studentNinetyFive(found.degreesOfFreedom()) * found.standardError().get(row, j) ? 1 : 0;
          all++;
        }
      }
    }
    assertThat((double) covered / all).isBetween(0.90, 0.98);
  }

  /** Abramowitz and Stegun 26.7.5, first two terms. */
  static double studentNinetyFive(double freedom) {
    double x = 1.959964;
    return x + (x * x * x + x) / (4 * freedom);
  }

  @Test
  void noiseIsEstimatedRowByRow() {
    CurvedTrajectories robot = robot(4, 5);
    DMatrixRMaj noise = new GaussianProcess().fit(robot.shake(200, 0.1, 0.03, new Random(6))).noise();
    for (int row = 0; row < noise.numRows; row++) {
      double truth = row % STATES == STATES - 1 ? 0 : 0.03 * Math.pow(10, row % STATES % 3 - 1);
      // The standard deviation of 195 residuals has a relative standard error of 1 / sqrt(390) = 0.05.
      assertThat(noise.get(row)).isCloseTo(truth, within(0.2 * truth + 1e-12));
    }
  }

  @Test
  void constantRowsHaveNoDerivative() {
    Rollouts rollouts = robot(3, 7).shake(30, 0.2, 0.1, new Random(8));
    Sensitivity found = new GaussianProcess().estimate(rollouts);
    for (int row = STATES - 1; row < found.nominal().numRows; row += STATES) {
      assertThat(found.nominal().get(row)).isCloseTo(2, within(1e-12));
      for (int j = 0; j < 3; j++) {
        assertThat(found.derivative().get(row, j)).isCloseTo(0, within(1e-12));
        assertThat(found.standardError().get(row, j)).isBetween(0.0, 1e-12);
      }
    }
  }

  @Test
  void unitsOfParametersDoNotMatter() {
    Rollouts rollouts = robot(3, 9).shake(30, 0.3, 0.01, new Random(10));
    double[] units = {1000, 1e-3, 1};
    double[] nominal = rollouts.nominal();
    DMatrixRMaj scaled = rollouts.parameters().copy();
    for (int j = 0; j < 3; j++) {
      nominal[j] *= units[j];
      for (int k = 0; k < scaled.numRows; k++) {
        scaled.set(k, j, scaled.get(k, j) * units[j]);
      }
    }
    Sensitivity one = new GaussianProcess().estimate(rollouts);
    Sensitivity other = new GaussianProcess()
        .estimate(new Rollouts(nominal, scaled, rollouts.states(), null, null, rollouts.steps(), rollouts.timeStep()));
    for (int e = 0; e < one.derivative().data.length; e++) {
      assertThat(other.derivative().data[e] * units[e % 3]).isCloseTo(one.derivative().data[e], within(1e-6));
      assertThat(other.standardError().data[e] * units[e % 3]).isCloseTo(one.standardError().data[e], within(1e-6));
    }
  }

  @Test
  void missingSamplesAreAsIfTheRollOutsHadNotBeen() {
    Rollouts all = robot(2, 11).shake(30, 0.3, 0.01, new Random(12));
    DMatrixRMaj weights = new DMatrixRMaj(all.steps(), 30);
    DMatrixRMaj states = all.states().copy();
    weights.fill(1);
    for (int k = 0; k < 7; k++) {
      weights.set(0, k, 0);
      states.set(1, k, Double.NaN);
    }
    double[] lengths = {2, 3};
    Sensitivity found = new GaussianProcess(lengths)
        .estimate(new Rollouts(all.nominal(), all.parameters(), states, null, weights, all.steps(), all.timeStep()));
    Sensitivity whole = new GaussianProcess(lengths).estimate(all);
    Sensitivity fewer = new GaussianProcess(lengths).estimate(all.select(IntStream.range(7, 30).toArray()));
    for (int row = 0; row < found.nominal().numRows; row++) {
      Sensitivity expected = row < STATES ? fewer : whole;
      for (int j = 0; j < 2; j++) {
        assertThat(found.derivative().get(row, j)).isCloseTo(expected.derivative().get(row, j), within(1e-9));
        assertThat(found.standardError().get(row, j)).isCloseTo(expected.standardError().get(row, j), within(1e-9));
      }
    }
    assertThat(found.degreesOfFreedom()).isEqualTo(23 - 3);
  }

  @Test
  void refusesWhatDoesNotDetermineADerivative() {
    Rollouts rollouts = robot(3, 13).shake(20, 0.3, 0.01, new Random(14));
    assertThatThrownBy(() -> new GaussianProcess().estimate(rollouts.select(0, 1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 roll-outs at sample 0: it takes at least 5 for 3 parameters");
    assertThatThrownBy(() -> new GaussianProcess(1, 2).estimate(rollouts)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 lengths, but the roll-outs have 3 parameters");
    assertThatThrownBy(() -> new GaussianProcess(1, 0, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("length 1 is 0.0: must be positive and finite");
    for (int k = 0; k < 20; k++) {
      rollouts.parameters().set(k, 2, 2 * rollouts.parameters().get(k, 0));
    }
    assertThatThrownBy(() -> new GaussianProcess().estimate(rollouts)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shake parameter 2 only together with those before it");
    for (int k = 0; k < 20; k++) {
      rollouts.parameters().set(k, 1, 0.25);
    }
    assertThatThrownBy(() -> new GaussianProcess().estimate(rollouts)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameter 1 is 0.25 in all 20 roll-outs: shake it, or leave it out of the parameters");
  }
}
