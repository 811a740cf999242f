package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** The quadratic model takes out the curvature that stays in a straight fit, and says when the roll-outs cannot. */
class QuadraticTest {
  @Test
  void removesTheBiasThatAStraightFitHas() {
    Synthetic truth = new Synthetic(1, 4);
    Rollouts data = truth.rollouts(truth.gaussian(60), 0.5, 0);
    assertThat(new Ridge().estimate(data).relativeError(truth.derivative)).isGreaterThan(0.05);
    Sensitivity found = new Quadratic().estimate(data);
    assertThat(found.relativeError(truth.derivative)).isLessThan(1e-11);
    assertThat(found.rank()).isEqualTo(4);
    assertThat(found.degreesOfFreedom()).isEqualTo(60 - 15);
    assertThat(found.derivative().numCols).isEqualTo(4);
    for (int r = 0; r < Synthetic.ROWS; r++) {
      assertThat(found.nominal().data[r]).isCloseTo(truth.trajectory.data[r], within(1e-11));
    }
  }

  @Test
  void missingSamplesAreNotRead() {
    Synthetic truth = new Synthetic(2, 2);
    DMatrixRMaj weights = new DMatrixRMaj(Synthetic.STEPS, 30);
    weights.fill(2);
    weights.set(1, 4, 0);
    Rollouts data = truth.rollouts(truth.gaussian(30), 0.5, 0, weights);
    for (int i = 0; i < Synthetic.STATES; i++) {
      data.states().set(Synthetic.STATES + i, 4, Double.NaN);
    }
    Sensitivity found = new Quadratic().estimate(data);
    assertThat(found.relativeError(truth.derivative)).isLessThan(1e-11);
    assertThat(found.degreesOfFreedom()).isEqualTo(29 - 6);
  }

  /** 95 % intervals, as in RidgeTest: here the data are curved. */
  @Test
  void intervalsCoverTheTruthOfCurvedData() {
    Synthetic truth = new Synthetic(3, 2);
    double covered = 0;
    int designs = 4000;
    for (int i = 0; i < designs; i++) {
      Sensitivity found = new Quadratic().estimate(truth.rollouts(truth.gaussian(12), 0.5, 0.3));
      int row = i % Synthetic.ROWS;
      covered += Math.abs(found.derivative().get(row, 1) - truth.derivative.get(row, 1))
          < found.halfWidth(row, 1, 0.95) ? 1 : 0;
    }
    assertThat(covered / designs).isBetween(0.95 - 0.014, 0.95 + 0.014);
  }

  /**
   * One parameter at a time: every mixed term is zero in all roll-outs, so unknown, but no derivative depends on it.
   */
  @Test
  void unknownMixedTermsDoNoHarm() {
    Synthetic truth = new Synthetic(4, 3);
    DMatrixRMaj change = new DMatrixRMaj(18, 3);
    for (int k = 0; k < 18; k++) {
      int j = k % 3;
      change.set(k, j, truth.spread[j] * (k / 3 - 2));
    }
    Sensitivity found = new Quadratic().estimate(truth.rollouts(change, 0.5, 1e-9));
    assertThat(found.rank()).isEqualTo(3);
    assertThat(found.degreesOfFreedom()).isEqualTo(18 - 1 - 6);
    assertThat(found.relativeError(truth.derivative)).isLessThan(1e-8);
    for (double error : found.standardError().data) {
      assertThat(error).isFinite();
    }
  }

  /** Two values of a parameter, 0 and s: its square is s times itself, so slope and curvature cannot be told apart. */
  @Test
  void slopesThatAreCurvatureAsWellAreReported() {
    Synthetic truth = new Synthetic(5, 2);
    DMatrixRMaj change = truth.gaussian(20);
    for (int k = 0; k < 20; k++) {
      change.set(k, 0, k % 2 * truth.spread[0]);
    }
    Sensitivity found = new Quadratic().estimate(truth.rollouts(change, 0.5, 1e-9));
    assertThat(found.rank()).isEqualTo(1);
    assertThat(found.standardError().get(0, 0)).isInfinite();
    assertThat(found.standardError().get(0, 1)).isFinite();
    assertThat(found.derivative().get(0, 1) * truth.spread[1])
        .isCloseTo(truth.derivative.get(0, 1) * truth.spread[1], within(1e-7));
  }

  @Test
  void saysHowManyRolloutsItTakes() {
    Synthetic truth = new Synthetic(6, 3);
    assertThat(Quadratic.minimumRolloutCount(3)).isEqualTo(10);
    assertThatThrownBy(() -> new Quadratic().estimate(truth.rollouts(truth.gaussian(9), 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("9 roll-outs for 3 parameters and 6 quadratic terms and an intercept: it takes at least 10");
    assertThat(new Quadratic().estimate(truth.rollouts(truth.gaussian(10), 0.5, 0)).relativeError(truth.derivative))
        .isLessThan(1e-8);
    assertThatThrownBy(() -> new Quadratic(-0.1)).isInstanceOf(IllegalArgumentException.class);
  }
}
