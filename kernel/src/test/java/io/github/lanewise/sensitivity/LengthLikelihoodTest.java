package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The gradient against difference quotients, and the minimiser on functions whose minimum is known. */
class LengthLikelihoodTest {
  @Test
  void gradientIsThatOfTheValue() {
    Random random = new Random(3);
    CurvedTrajectories robot = new CurvedTrajectories(3, 4, 3, 1.5, random);
    Rollouts rollouts = robot.shake(20, 0.5, 0.01, random);
    ShakenInputs inputs = ShakenInputs.of(rollouts);
    SamplePattern pattern = SamplePattern.of(rollouts).getFirst();
    Trend trend = new Trend(inputs, pattern);
    Detrended rows = Detrended.of(rollouts, trend, pattern, new int[] {0, 1, 2, 6, 7, 9});
    assertThat(rows.linear()).containsExactly(false, false, true, false, false, false);
    double[] shares = new double[Mixture.componentCount(2)];
    // Ratios up to a million: beyond, rounding of the smallest eigenvalues shows in difference quotients.
    Arrays.setAll(shares, c -> (c - 1) % (Mixture.componentCount(1) - 1) > 7 ? 0 : c % 3 == 0 ? 0.02 : 0.05);
    Population population = new Population(new double[] {1.5, 2, 3}, new double[] {1, 0.5}, shares);
    LengthLikelihood likelihood = new LengthLikelihood(population, inputs.z(), trend, rows);
    double[] at = {0.3, 1.1, 0.7};
    double[] gradient = new double[3];
    double[] ignored = new double[3];
    likelihood.at(at, gradient);
    for (int j = 0; j < 3; j++) {
      double[] more = at.clone();
      double[] less = at.clone();
      more[j] += 1e-5;
      less[j] -= 1e-5;
      double quotient = (likelihood.at(more, ignored) - likelihood.at(less, ignored)) / 2e-5;
      assertThat(quotient).isNotCloseTo(0, within(0.1));
      // Components of a row less likely than a millionth are left out of the gradient.
      assertThat(gradient[j]).isCloseTo(quotient, within(1e-5 * Math.abs(quotient)));
    }
  }

  @Test
  void minimiserFindsTheFloorOfRosenbrocksValley() {
    double[] found = LimitedMemoryBfgs.minimise((x, gradient) -> {
      gradient[0] = -2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] * x[0]);
      gradient[1] = 200 * (x[1] - x[0] * x[0]);
      return (1 - x[0]) * (1 - x[0]) + 100 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]);
    }, new double[] {-1.2, 1}, 1, 1e-9, 200);
    assertThat(found).containsExactly(new double[] {1, 1}, within(1e-8));
  }
}
