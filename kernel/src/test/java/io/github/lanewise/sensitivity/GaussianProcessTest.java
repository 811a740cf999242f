package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
   * Six robots with three noisy states, 10 samples and 6 parameters: 1080 entries, of which the 6 of one state and
   * sample share noise, so at least 180 independent ones: a binomial standard error of 0.016 at most, and the bounds
   * are those promised. The trajectories bend along one direction only, and hardly (sigma 0.1) or so much that least
   * squares are covered half of the time (sigma 0.3).
   */
  @ParameterizedTest
  @CsvSource({"0.1, 0.001", "0.1, 0.003", "0.1, 0.01", "0.1, 0.1", "0.3, 0.001", "0.3, 0.01", "0.3, 0.03"})
  void intervalsOfNinetyFivePercentCoverTheTruth(double sigma, double noise) {
    int covered = 0;
    int all = 0;
    for (int seed = 0; seed < 6; seed++) {
      CurvedTrajectories robot = robot(6, seed);
      Sensitivity found = new GaussianProcess().estimate(robot.shake(100, sigma, noise, new Random(seed + 50)));
      DMatrixRMaj truth = robot.derivative(robot.nominal);
      DMatrixRMaj widths = found.halfWidths(0.95);
      for (int e = 0; e < truth.data.length; e++) {
        if (e / 6 % STATES < STATES - 1) {
          covered += Math.abs(found.derivative().data[e] - truth.data[e]) <= widths.data[e] ? 1 : 0;
          all++;
        }
      }
    }
    assertThat((double) covered / all).isBetween(0.90, 0.98);
  }

  /** Functions drawn from a process whose lengths are known, with enough rows to find them. */
  @Test
  void lengthsAreThoseOfTheProcess() {
    Random random = new Random(21);
    int count = 120;
    int rows = 60;
    double[] truth = {1.5, 3};
    DMatrixRMaj w = Rows.gaussian(random, count, 2);
    DMatrixRMaj x = Rows.gaussian(random, rows, count);
    for (int e = 0; e < x.data.length; e++) {
      x.data[e] *= 0.01;
    }
    for (int row = 0; row < rows; row++) {
      // A sum of waves with normal frequencies has the kernel's covariance: Rahimi and Recht (2007).
      for (int wave = 0; wave < 200; wave++) {
        double a = random.nextGaussian() / truth[0];
        double b = random.nextGaussian() / truth[1];
        double phase = 2 * Math.PI * random.nextDouble();
        for (int k = 0; k < count; k++) {
          x.add(row, k, 0.1 * Math.cos(a * w.get(k, 0) + b * w.get(k, 1) + phase));
        }
      }
    }
    double[] found = new GaussianProcess().fit(new Rollouts(new double[2], w, x, null, null, rows, 0.01)).lengths();
    // The rows are all of one scale, whichever of the three the common length makes it.
    assertThat(found[1] / found[0]).isCloseTo(2, within(0.2));
    double scale = found[0] / truth[0];
    assertThat(Math.min(Math.abs(scale - 1), Math.min(Math.abs(scale / 2 - 1), Math.abs(scale / 4 - 1))))
        .isLessThan(0.1);
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
        .estimate(new Rollouts(nominal, scaled, rollouts.states(), null, null, rollouts.stepCount(),
            rollouts.timeStep()));
    for (int e = 0; e < one.derivative().data.length; e++) {
      assertThat(other.derivative().data[e] * units[e % 3]).isCloseTo(one.derivative().data[e], within(1e-6));
      assertThat(other.standardError().data[e] * units[e % 3]).isCloseTo(one.standardError().data[e], within(1e-6));
    }
  }

  @Test
  void missingSamplesAreAsIfTheRollOutsHadNotBeen() {
    Rollouts all = robot(2, 11).shake(30, 0.3, 0.01, new Random(12));
    DMatrixRMaj weights = new DMatrixRMaj(all.stepCount(), 30);
    DMatrixRMaj states = all.states().copy();
    weights.fill(1);
    for (int k = 0; k < 7; k++) {
      weights.set(0, k, 0);
      states.set(1, k, Double.NaN);
    }
    double[] lengths = {2, 3};
    Sensitivity found = new GaussianProcess(lengths)
        .estimate(new Rollouts(all.nominal(), all.parameters(), states, null, weights, all.stepCount(),
            all.timeStep()));
    Sensitivity whole = new GaussianProcess(lengths).estimate(all);
    Sensitivity fewer = new GaussianProcess(lengths).estimate(all.select(IntStream.range(7, 30).toArray()));
    for (int row = 0; row < found.nominal().numRows; row++) {
      Sensitivity expected = row < STATES ? fewer : whole;
      for (int j = 0; j < 2; j++) {
        // What other rows are like differs a little with the roll-outs that are seen.
        double error = expected.standardError().get(row, j);
        assertThat(found.derivative().get(row, j))
            .isCloseTo(expected.derivative().get(row, j), within(0.25 * error + 1e-12));
        assertThat(found.standardError().get(row, j)).isCloseTo(error, within(0.1 * error + 1e-12));
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
      rollouts.parameters().set(k, 1, 0.25);
    }
    assertThatThrownBy(() -> new GaussianProcess().estimate(rollouts)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameter 1 is 0.25 in all 20 roll-outs: shake it, or leave it out of the parameters");
  }

  /**
   * With w_2 always twice w_0 and lengths such that the kernels agree, what is known is exactly what roll-outs of w_0
   * and w_1 alone tell of their common effect.
   */
  @Test
  void reportsParametersThatAreShakenTogether() {
    Rollouts three = robot(3, 15).shake(25, 0.4, 0.01, new Random(16));
    DMatrixRMaj two = new DMatrixRMaj(25, 2);
    for (int k = 0; k < 25; k++) {
      double change = three.parameters().get(k, 0) - three.nominal()[0];
      three.parameters().set(k, 2, three.nominal()[2] + 2 * change);
      two.set(k, 0, three.parameters().get(k, 0));
      two.set(k, 1, three.parameters().get(k, 1));
    }
    double[] nominal = {three.nominal()[0], three.nominal()[1]};
    Rollouts reduced = new Rollouts(nominal, two, three.states(), null, null, three.stepCount(), three.timeStep());
    Sensitivity expected = new GaussianProcess(1 / Math.sqrt(1 + 4 / 9.0), 2).estimate(reduced);
    Sensitivity found = new GaussianProcess(1, 2, 3).estimate(three);
    assertThat(found.rank()).isEqualTo(2);
    assertThat(found.degreesOfFreedom()).isEqualTo(25 - 3);
    for (int row = 0; row < found.nominal().numRows; row++) {
      double first = found.derivative().get(row, 0);
      double last = found.derivative().get(row, 2);
      assertThat(first + 2 * last).isCloseTo(expected.derivative().get(row, 0), within(1e-8));
      // Nothing along the direction that is unknown, in which the scaled parameters change oppositely.
      assertThat(first).isCloseTo(2 * last, within(1e-8));
      assertThat(found.derivative().get(row, 1)).isCloseTo(expected.derivative().get(row, 1), within(1e-8));
      assertThat(found.standardError().get(row, 1)).isCloseTo(expected.standardError().get(row, 1), within(1e-8));
      assertThat(found.standardError().get(row, 0)).isInfinite();
      assertThat(found.standardError().get(row, 2)).isInfinite();
      assertThat(found.nominal().get(row)).isCloseTo(expected.nominal().get(row), within(1e-8));
    }
    assertThat(new GaussianProcess().estimate(three).rank()).isEqualTo(2);
  }

  /** A parameter that only roll-outs shake which are not seen at the first sample. */
  @Test
  void reportsWhereAParameterIsNotShaken() {
    Rollouts rollouts = robot(3, 17).shake(30, 0.3, 0.01, new Random(18));
    DMatrixRMaj weights = new DMatrixRMaj(rollouts.stepCount(), 30);
    weights.fill(1);
    for (int k = 0; k < 30; k++) {
      if (k < 15) {
        weights.set(0, k, 0);
      } else {
        rollouts.parameters().set(k, 1, 0.7);
      }
    }
    Sensitivity found = new GaussianProcess().estimate(new Rollouts(rollouts.nominal(), rollouts.parameters(),
        rollouts.states(), null, weights, rollouts.stepCount(), rollouts.timeStep()));
    assertThat(found.rank()).isEqualTo(2);
    for (int row = 0; row < found.nominal().numRows; row++) {
      assertThat(found.standardError().get(row, 0)).isFinite();
      assertThat(Double.isInfinite(found.standardError().get(row, 1))).isEqualTo(row < STATES);
    }
  }
}
