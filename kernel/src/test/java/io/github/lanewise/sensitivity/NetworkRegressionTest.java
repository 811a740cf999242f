package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** Derivatives against difference quotients, and errors on trajectories known by a formula. */
class NetworkRegressionTest {
  private static final int STATES = 3;

  private static CurvedTrajectories robot(long seed) {
    return new CurvedTrajectories(3, 6, STATES, 1.5, new Random(seed));
  }

  @Test
  void jacobianIsThatOfItsOwnMean() {
    CurvedTrajectories robot = robot(1);
    FittedNetwork fit = new NetworkRegression(8, 3, 2).fit(robot.shake(50, 0.4, 0.02, new Random(2)));
    double[] at = robot.nominal.clone();
    at[1] += 0.2;
    Sensitivity there = fit.at(at);
    for (int j = 0; j < 3; j++) {
      double[] more = at.clone();
      double[] less = at.clone();
      more[j] += 1e-5;
      less[j] -= 1e-5;
      for (int row = 0; row < there.nominal().numRows; row++) {
        double quotient = (fit.at(more).nominal().get(row) - fit.at(less).nominal().get(row)) / 2e-5;
        assertThat(there.derivative().get(row, j)).isCloseTo(quotient, within(1e-7));
      }
    }
  }

  /** Through the readout, which adapts to the features. */
  @Test
  void trainingGradientIsThatOfTheLoss() {
    Random random = new Random(3);
    double[] z = random.doubles(12 * 2, -2, 2).toArray();
    double[] y = random.doubles(12, -1, 1).toArray();
    double[] gram = new double[144];
    for (int e = 0; e < 144; e++) {
      gram[e] = y[e / 12] * y[e % 12];
    }
    TanhFeatures features = TanhFeatures.random(2, 3, random);
    double[] f = features.at(z);
    double[] byFeatures = new double[f.length];
    double loss = new Readout(f, 6, 3, 0.01).loss(gram, byFeatures);
    double[] gradient = features.pullBack(byFeatures, z, features.room(12));
    double[] ignored = new double[f.length];
    for (int e = 0; e < gradient.length; e++) {
      double kept = features.weights()[e];
      features.weights()[e] = kept + 1e-6;
      double more = new Readout(features.at(z), 6, 3, 0.01).loss(gram, ignored);
      features.weights()[e] = kept - 1e-6;
      double less = new Readout(features.at(z), 6, 3, 0.01).loss(gram, ignored);
      features.weights()[e] = kept;
      assertThat(gradient[e]).isCloseTo((more - less) / 2e-6, within(1e-6 * loss));
    }
  }

  /** Predictions from Gram matrices against predictions from the observations themselves. */
  @Test
  void errorOfPointsLeftOutIsThatOfTheirPredictions() {
    Random random = new Random(4);
    double[] z = random.doubles(15 * 2, -2, 2).toArray();
    double[] y = random.doubles(15, -1, 1).toArray();
    TanhFeatures features = TanhFeatures.random(2, 3, random);
    Readout readout = new Readout(features.at(java.util.Arrays.copyOf(z, 20)), 6, 3, 0.01);
    double[] away = features.at(java.util.Arrays.copyOfRange(z, 20, 30));
    double[] own = new double[100];
    double[] across = new double[50];
    double[] weights = readout.weights(away);
    double left = 0;
    double expected = 0;
    for (int v = 0; v < 5; v++) {
      left += y[10 + v] * y[10 + v];
      double off = y[10 + v];
      for (int k = 0; k < 10; k++) {
        across[v * 10 + k] = y[10 + v] * y[k];
        off -= weights[k * 5 + v] * y[k];
      }
      expected += off * off;
    }
    for (int e = 0; e < 100; e++) {
      own[e] = y[e / 10] * y[e % 10];
    }
    assertThat(readout.error(away, own, across, left)).isCloseTo(expected, within(1e-10));
  }

  @Test
  void errorFallsWithData() {
    CurvedTrajectories robot = robot(5);
    DMatrixRMaj truth = robot.derivative(robot.nominal);
    double few = new NetworkRegression().estimate(robot.shake(40, 0.3, 0.01, new Random(6))).relativeError(truth);
    double many = new NetworkRegression().estimate(robot.shake(240, 0.3, 0.01, new Random(6))).relativeError(truth);
    assertThat(many).isLessThan(few / 2).isLessThan(0.03);
  }

  /**
   * The same trajectories about two nominal policies far apart: one linear fit of both knows neither derivative, the
   * network both.
   */
  @Test
  void answersAtSeveralNominalPolicies() {
    CurvedTrajectories robot = robot(7);
    Rollouts here = robot.shake(100, 0.2, 0.005, new Random(8));
    double[] elsewhere = robot.nominal.clone();
    for (int j = 0; j < 3; j++) {
      robot.nominal[j] += 1.5;
    }
    Rollouts there = robot.shake(100, 0.2, 0.005, new Random(9));
    FittedNetwork fit = new NetworkRegression().fit(here, there);
    assertThat(fit.at(elsewhere).relativeError(robot.derivative(elsewhere))).isLessThan(0.1);
    assertThat(fit.at(robot.nominal).relativeError(robot.derivative(robot.nominal))).isLessThan(0.1);
    DMatrixRMaj apart = robot.derivative(elsewhere);
    Sensitivity other = fit.at(robot.nominal);
    assertThat(other.relativeError(apart)).isGreaterThan(0.3);
  }

  @Test
  void intervalsOfNinetyFivePercentCoverTheTruth() {
    int covered = 0;
    int all = 0;
    for (int seed = 0; seed < 4; seed++) {
      CurvedTrajectories robot = robot(seed);
      Sensitivity found = new NetworkRegression().estimate(robot.shake(80, 0.1, 0.03, new Random(seed + 20)));
      DMatrixRMaj truth = robot.derivative(robot.nominal);
      for (int row = 0; row < truth.numRows; row++) {
        for (int j = 0; j < 3 && row % STATES < STATES - 1; j++) {
          double error = Math.abs(found.derivative().get(row, j) - truth.get(row, j));
          covered += error <= found.halfWidth(row, j, 0.95) ? 1 : 0;
          all++;
        }
      }
    }
    assertThat((double) covered / all).isGreaterThan(0.90);
  }

  @Test
  void seedDecides() {
    Rollouts rollouts = robot(9).shake(40, 0.3, 0.01, new Random(10));
    double[] one = new NetworkRegression(4, 2, 5).estimate(rollouts).derivative().data;
    assertThat(new NetworkRegression(4, 2, 5).estimate(rollouts).derivative().data).isEqualTo(one);
    assertThat(new NetworkRegression(4, 2, 6).estimate(rollouts).derivative().data).isNotEqualTo(one);
  }

  @Test
  void refusesWhatItCannotLearnFrom() {
    Rollouts rollouts = robot(11).shake(40, 0.3, 0.01, new Random(12));
    assertThatThrownBy(() -> new NetworkRegression().estimate(rollouts.select(0, 1, 2, 3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 roll-outs: 5 networks of 16 units for 3 parameters take at least 27");
    DMatrixRMaj weights = new DMatrixRMaj(rollouts.stepCount(), 40);
    weights.fill(1);
    weights.set(2, 7, 0);
    Rollouts gaps = new Rollouts(rollouts.nominal(), rollouts.parameters(), rollouts.states(), null, weights, rollouts
        .stepCount(), 0.01);
    assertThatThrownBy(() -> new NetworkRegression().estimate(gaps)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("roll-out 7 has weight 0.0 at sample 2, but the network takes only");
    assertThatThrownBy(() -> new NetworkRegression(16, 1, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("16 units and 1 networks: it takes at least 1 and 2");
  }

  @Test
  void reportsParametersThatAreShakenTogether() {
    CurvedTrajectories robot = robot(13);
    Random random = new Random(14);
    DMatrixRMaj w = new DMatrixRMaj(120, 3);
    DMatrixRMaj x = new DMatrixRMaj(robot.steps * STATES, 120);
    for (int k = 0; k < 120; k++) {
      double[] wk = robot.nominal.clone();
      double change = 0.3 * random.nextGaussian();
      wk[0] += change;
      wk[1] += 0.3 * random.nextGaussian();
      wk[2] += 2 * change;
      System.arraycopy(wk, 0, w.data, 3 * k, 3);
      for (int r = 0; r < x.numRows; r++) {
        x.set(r, k, robot.value(r / STATES, r % STATES, wk) + 0.001 * random.nextGaussian());
      }
    }
    Sensitivity found = new NetworkRegression()
        .estimate(new Rollouts(robot.nominal, w, x, null, null, robot.steps, 0.01));
    DMatrixRMaj truth = robot.derivative(robot.nominal);
    assertThat(found.rank()).isEqualTo(2);
    for (int row = 0; row < truth.numRows; row++) {
      double first = found.derivative().get(row, 0);
      double last = found.derivative().get(row, 2);
      double size = Math.pow(10, row % STATES - 1.0);
      assertThat(first + 2 * last).isCloseTo(truth.get(row, 0) + 2 * truth.get(row, 2), within(0.2 * size));
      assertThat(first).isCloseTo(2 * last, within(1e-6 * size));
      assertThat(found.derivative().get(row, 1)).isCloseTo(truth.get(row, 1), within(0.2 * size));
      assertThat(found.standardError().get(row, 0)).isInfinite();
      assertThat(found.standardError().get(row, 1)).isFinite();
      assertThat(found.standardError().get(row, 2)).isInfinite();
    }
  }

  /** One network is trained without the only roll-out that shakes a parameter, and cannot tell its effect. */
  @Test
  void aParameterMayBeShakenOnce() {
    Rollouts rollouts = robot(15).shake(40, 0.3, 0.01, new Random(16));
    for (int k = 1; k < 40; k++) {
      rollouts.parameters().set(k, 2, rollouts.nominal()[2]);
    }
    Sensitivity found = new NetworkRegression().estimate(rollouts);
    assertThat(found.rank()).isEqualTo(3);
    for (int row = 0; row < found.nominal().numRows; row++) {
      assertThat(found.standardError().get(row, 2)).isFinite();
    }
  }
}
