package io.github.lanewise.sensitivity.shaking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sensitivities into which a known delay per parameter was put. */
class OnsetTest {
  private static final int STEPS = 200;
  private static final double[] DELAY = {0.4, -0.7};
  private static final double[] UNKNOWN = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};

  /** A robot pushed off at the start, or one whose speed grows evenly: of position and speed, the change per sample. */
  private static double[] velocity(double s, boolean pushed) {
    double decay = Math.exp(-s / 30);
    return pushed ? new double[] {0.03 * s * decay, 0.03 * (1 - s / 30) * decay} : new double[] {0.03 * s, 0};
  }

  private static Sensitivity made(long seed, double noise, boolean pushed) {
    Random random = new Random(seed);
    DMatrixRMaj nominal = new DMatrixRMaj(2 * STEPS, 1);
    DMatrixRMaj derivative = new DMatrixRMaj(2 * STEPS, 2);
    double[] x = new double[2];
    for (int t = 0; t < STEPS; t++) {
      double s = t + 1;
      double[] middle = velocity(s - 0.5, pushed);
      for (int i = 0; i < 2; i++) {
        x[i] += middle[i];
        nominal.set(2 * t + i, 0, x[i]);
        for (int j = 0; j < 2; j++) {
          double own = (1 + i) * Math.sin(s / (40 + 10 * j)) - 0.5 * j * s / STEPS;
          derivative.set(2 * t + i, j, own + DELAY[j] * velocity(s, pushed)[i] + noise * random.nextGaussian());
        }
      }
    }
    return new Sensitivity(STEPS, derivative, new DMatrixRMaj(2 * STEPS, 2), nominal, STEPS, 2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void findsTheDelayOfARobotThatIsPushedOff(long seed) {
    assertThat(Onset.delayPerParameter(made(seed, 1e-4, true), new double[2], UNKNOWN))
        .containsExactly(DELAY, within(0.05));
  }

  /** A speed that grows evenly is what a sensitivity does by itself: nothing but the other estimate is known. */
  @Test
  void keepsToTheOtherEstimateWhereTheStartTellsNothing() {
    double[] other = {2, 3};
    assertThat(Onset.delayPerParameter(made(1, 1e-3, false), other, new double[] {0.1, 0.1}))
        .containsExactly(other, within(1e-3));
  }

  /** By their variances: the surer the other estimate, the nearer to it, and at last it alone. */
  @Test
  void weighsTheTwoEstimates() {
    Sensitivity sensitivity = made(1, 3e-3, true);
    double[] other = {5, 5};
    double before = Onset.delayPerParameter(sensitivity, other, UNKNOWN)[0];
    assertThat(before).isCloseTo(DELAY[0], within(0.3));
    for (double error : new double[] {1, 0.3, 0.1, 0.03, 0.001}) {
      double mean = Onset.delayPerParameter(sensitivity, other, new double[] {error, error})[0];
      assertThat(mean).isGreaterThan(before).isLessThan(5);
      before = mean;
    }
    assertThat(before).isCloseTo(5, within(0.01));
    assertThat(Onset.delayPerParameter(sensitivity, other, new double[2])).containsExactly(other);
  }

  @Test
  void leavesUnknownWhatNothingShows() {
    Sensitivity still = new Sensitivity(STEPS, new DMatrixRMaj(2 * STEPS, 2), new DMatrixRMaj(2 * STEPS, 2),
        new DMatrixRMaj(2 * STEPS, 1), STEPS, 2);
    assertThat(Onset.delayPerParameter(still, new double[2], UNKNOWN)).containsExactly(0, 0);
    double[] unit = new double[2];
    Arrays.fill(unit, 1);
    assertThat(Onset.delayPerParameter(still, unit, unit)).containsExactly(1, 1);
  }
}
