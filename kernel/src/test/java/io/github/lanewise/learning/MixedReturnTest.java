package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.learning.MixedReturn.Reading;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of rewards and values against the sums and the recursion that define the objective. */
class MixedReturnTest {
  private static final int LONGEST = 9;

  private final double[] rewards = new Random(1).doubles(LONGEST, -1, 1).toArray();
  private final double[] values = new Random(2).doubles(LONGEST + 1, -1, 1).toArray();

  /** J^H where the window ends after {@code end} steps. */
  private double window(int h, int end, double gamma) {
    int length = Math.min(h, end);
    double sum = Math.pow(gamma, length) * values[length];
    for (int t = 0; t < length; t++) {
      sum += Math.pow(gamma, t) * rewards[t];
    }
    return sum;
  }

  private double weighted(MixedReturn objective, int end) {
    double sum = 0;
    for (int k = 0; k < end; k++) {
      sum += objective.ofReward(k, LONGEST) * rewards[k]
          + objective.ofValue(k + 1, LONGEST, k + 1 == end) * values[k + 1];
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"1, 0.9, 9", "0.9, 0.9, 9", "0.9, 0, 9", "0.95, 0.5, 9", "0.99, 0.95, 4", "0.9, 0.3, 1"})
  void mixturesAreSumsOverAllWindows(double gamma, double lambda, int end) {
    double mixed = Math.pow(lambda, LONGEST - 1) * window(LONGEST, end, gamma);
    double truncated = 0;
    for (int h = 1; h <= LONGEST; h++) {
      double weight = (1 - lambda) * Math.pow(lambda, h - 1);
      mixed += h < LONGEST ? weight * window(h, end, gamma) : 0;
      truncated += weight * window(h, end, gamma) / (1 - Math.pow(lambda, LONGEST));
    }
    double blended = 0.3 * window(LONGEST, end, gamma) + 0.7 * mixed;
    assertThat(weighted(new MixedReturn(gamma, lambda, 0, Reading.TAIL), end)).isCloseTo(mixed, within(1e-13));
    assertThat(weighted(new MixedReturn(gamma, lambda, 0.3, Reading.TAIL), end)).isCloseTo(blended, within(1e-13));
    assertThat(weighted(new MixedReturn(gamma, lambda, 0, Reading.RENORMALIZED), end))
        .isCloseTo(truncated, within(1e-13));
  }

  @Test
  void theMixtureIsTheLambdaReturn() {
    double gamma = 0.97;
    double lambda = 0.8;
    double goal = rewards[LONGEST - 1] + gamma * values[LONGEST];
    for (int k = LONGEST - 2; k >= 0; k--) {
      goal = rewards[k] + gamma * ((1 - lambda) * values[k + 1] + lambda * goal);
    }
    assertThat(weighted(new MixedReturn(gamma, lambda, 0, Reading.TAIL), LONGEST)).isCloseTo(goal, within(1e-13));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0.4, 1"})
  void lambdaOrBlendOfOneIsTheLongestWindow(double lambda, double blend) {
    double longest = window(LONGEST, LONGEST, 0.99);
    assertThat(weighted(new MixedReturn(0.99, lambda, blend, Reading.TAIL), LONGEST)).isCloseTo(longest, within(1e-13));
    assertThat(weighted(MixedReturn.longest(0.99), LONGEST)).isCloseTo(longest, within(1e-13));
  }

  @Test
  void renormalizedWindowsOfLambdaOneCountAlike() {
    double mean = 0;
    for (int h = 1; h <= LONGEST; h++) {
      mean += window(h, 6, 0.9) / LONGEST;
    }
    assertThat(weighted(new MixedReturn(0.9, 1, 0, Reading.RENORMALIZED), 6)).isCloseTo(mean, within(1e-13));
    assertThat(weighted(new MixedReturn(0.9, 1 - 1e-7, 0, Reading.RENORMALIZED), 6)).isCloseTo(mean, within(1e-6));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new MixedReturn(1.01, 1, 1, Reading.TAIL)).hasMessageContaining("discount of 1.01");
    assertThatThrownBy(() -> new MixedReturn(1, -0.1, 1, Reading.TAIL)).hasMessageContaining("lambda of -0.1");
    assertThatThrownBy(() -> new MixedReturn(1, 1, Double.NaN, Reading.TAIL)).hasMessageContaining("blend of NaN");
  }
}
