package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One roll-out after the other is the same as all at once, at every moment. */
class RecursiveLeastSquaresTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 20})
  void equalsRidgeOnTheSameRollouts(int p) {
    Synthetic truth = new Synthetic(p, p);
    Rollouts data = truth.rollouts(truth.gaussian(3 * p + 5), 0.2, 0.1);
    RecursiveLeastSquares recursion = new RecursiveLeastSquares(Synthetic.STEPS, Synthetic.STATES, p);
    for (int k = 0; k < data.count(); k++) {
      add(recursion, data, k);
      assertThat(recursion.count()).isEqualTo(k + 1);
      if (k >= p + 1) {
        int[] first = java.util.stream.IntStream.rangeClosed(0, k).toArray();
        assertSame(recursion.sensitivity(), new Ridge().estimate(data.select(first)), 1e-6);
      }
    }
    assertSame(recursion.sensitivity(), new Ridge().estimate(data), 1e-9);
    assertSame(RecursiveLeastSquares.estimate(data), new Ridge().estimate(data), 1e-9);
  }

  @Test
  void equalsRidgeWithWeightsAndMissingSamples() {
    Synthetic truth = new Synthetic(21, 3);
    Rollouts data = RidgeTest.withWeights(truth, 50);
    assertSame(RecursiveLeastSquares.estimate(data), new Ridge().estimate(data), 1e-8);
  }

  /** Residuals of 1e-12 about states of 1: sums of squares would have lost them. */
  @Test
  void smallResidualsAreNotLost() {
    Synthetic truth = new Synthetic(22, 2);
    DMatrixRMaj change = truth.gaussian(4000);
    Rollouts data = truth.rollouts(change, 0, 1e-12);
    RecursiveLeastSquares recursion = new RecursiveLeastSquares(Synthetic.STEPS, Synthetic.STATES, 2);
    for (int k = 0; k < 4000; k++) {
      double[] x = new double[Synthetic.ROWS];
      for (int r = 0; r < x.length; r++) {
        x[r] = data.states().get(r, k);
      }
      recursion.add(new double[] {change.get(k, 0), change.get(k, 1)}, x);
    }
    for (int r = 0; r < Synthetic.ROWS; r++) {
      double scatter = recursion.sensitivity().standardError().get(r, 0) * truth.spread[0] * Math.sqrt(4000);
      assertThat(scatter).isBetween(0.9e-12, 1.1e-12);
    }
  }

  /** The expected relative error falls as 1 / sqrt(roll-outs); it settles when that says so, and the truth agrees. */
  @Test
  void settlesWhenTheErrorIsSmallEnough() {
    Synthetic truth = new Synthetic(23, 2);
    Rollouts data = truth.rollouts(truth.gaussian(3000), 0, 1);
    RecursiveLeastSquares recursion = new RecursiveLeastSquares(Synthetic.STEPS, Synthetic.STATES, 2);
    int[] settled = new int[2];
    double[] tolerance = {0.2, 0.05};
    for (int i = 0; i < 2; i++) {
      while (!recursion.settled(tolerance[i])) {
        add(recursion, data, recursion.count());
      }
      settled[i] = recursion.count();
      assertThat(recursion.sensitivity().relativeError(truth.derivative)).isBetween(tolerance[i] / 4, tolerance[i] * 2);
    }
    assertThat((double) settled[1] / settled[0]).isBetween(8.0, 32.0);
  }

  @Test
  void notSettledWhileADirectionIsUnknown() {
    Synthetic truth = new Synthetic(24, 2);
    DMatrixRMaj change = truth.gaussian(30);
    for (int k = 0; k < 29; k++) {
      change.set(k, 1, change.get(k, 0));
    }
    Rollouts data = truth.rollouts(change, 0, 1e-6);
    RecursiveLeastSquares recursion = new RecursiveLeastSquares(Synthetic.STEPS, Synthetic.STATES, 2);
    for (int k = 0; k < 29; k++) {
      add(recursion, data, k);
      assertThat(recursion.settled(1e6)).isFalse();
    }
    Sensitivity found = recursion.sensitivity();
    assertThat(found.rank()).isEqualTo(1);
    assertThat(found.degreesOfFreedom()).isEqualTo(27);
    assertThat(found.standardError().data).containsOnly(Double.POSITIVE_INFINITY);
    assertThat(found.relativeError(new Ridge()
        .estimate(data.select(java.util.stream.IntStream.range(0, 29).toArray())).derivative()))
        .isLessThan(1e-7);
    add(recursion, data, 29);
    assertThat(recursion.sensitivity().rank()).isEqualTo(2);
    assertThat(recursion.settled(1e-2)).isTrue();
  }

  /**
   * Parameters 0 and 2 always moved together: what rounding leaves of their difference must not take a share of the
   * residual.
   */
  @Test
  void equalsRidgeWhereADirectionIsUnknown() {
    Synthetic truth = new Synthetic(26, 3);
    DMatrixRMaj change = truth.gaussian(8);
    for (int k = 0; k < 8; k++) {
      change.set(k, 2, 3 * change.get(k, 0));
    }
    Rollouts data = truth.rollouts(change, 0, 0.1);
    Sensitivity found = RecursiveLeastSquares.estimate(data);
    Sensitivity expected = new Ridge().estimate(data);
    assertThat(found.rank()).isEqualTo(2);
    assertThat(found.relativeError(expected.derivative())).isLessThan(1e-7);
    for (int r = 0; r < Synthetic.ROWS; r++) {
      assertThat(found.standardError().get(r, 0)).isInfinite();
      assertThat(found.standardError().get(r, 1) / expected.standardError().get(r, 1)).isCloseTo(1, within(1e-7));
    }
  }

  @Test
  void refusalsSayWhatIsWrongAndChangeNothing() {
    Synthetic truth = new Synthetic(25, 2);
    Rollouts data = truth.rollouts(truth.gaussian(10), 0, 0.1);
    RecursiveLeastSquares recursion = new RecursiveLeastSquares(Synthetic.STEPS, Synthetic.STATES, 2);
    add(recursion, data, 0);
    add(recursion, data, 1);
    assertThatThrownBy(recursion::sensitivity).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 roll-outs for 2 parameters and an intercept: it takes at least 3");
    for (int k = 2; k < 10; k++) {
      add(recursion, data, k);
    }
    Sensitivity before = recursion.sensitivity();
    double[] x = new double[Synthetic.ROWS];
    assertThatThrownBy(() -> recursion.add(new double[3], x)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("roll-out 10: 3 parameters and 15 states, but it takes 2 and 15");
    x[4] = Double.NaN;
    assertThatThrownBy(() -> recursion.add(new double[2], x)).hasMessage("roll-out 10: state 4 is NaN");
    assertThatThrownBy(() -> recursion.add(new double[] {0, Double.POSITIVE_INFINITY}, new double[15]))
        .hasMessage("roll-out 10: parameter 1 is Infinity");
    assertThatThrownBy(() -> recursion.add(-1, new double[2], new double[15]))
        .hasMessage("roll-out 10: the weight is -1.0");
    assertThatThrownBy(() -> recursion.settled(0)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> new RecursiveLeastSquares(1, 0, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThat(recursion.sensitivity().derivative().data).containsExactly(before.derivative().data);
    assertThat(recursion.count()).isEqualTo(10);
  }

  private static void add(RecursiveLeastSquares recursion, Rollouts data, int k) {
    DMatrixRMaj change = data.perturbations();
    double[] dW = new double[change.numCols];
    double[] x = new double[Synthetic.ROWS];
    for (int j = 0; j < dW.length; j++) {
      dW[j] = change.get(k, j);
    }
    for (int r = 0; r < x.length; r++) {
      x[r] = data.states().get(r, k);
    }
    recursion.add(dW, x);
  }

  private static void assertSame(Sensitivity a, Sensitivity b, double tolerance) {
    assertThat(a.stepCount()).isEqualTo(b.stepCount());
    assertThat(a.rank()).isEqualTo(b.rank());
    assertThat(a.degreesOfFreedom()).isEqualTo(b.degreesOfFreedom());
    assertThat(a.relativeError(b.derivative())).isLessThan(tolerance);
    for (int e = 0; e < a.standardError().data.length; e++) {
      assertThat(a.standardError().data[e] / b.standardError().data[e]).isCloseTo(1, within(tolerance));
    }
    for (int r = 0; r < a.nominal().data.length; r++) {
      assertThat(a.nominal().data[r]).isCloseTo(b.nominal().data[r], within(tolerance));
    }
  }
}
