package io.github.lanewise.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The baseline is a fair one: it keeps to its budget, uses it, and finds the top of a stretched hill. */
final class CmaEsTest {
  private static final ToDoubleFunction<double[]> HILL =
      w -> -Math.pow(w[0] - 3, 2) - Math.pow((w[1] + 200) / 100, 2) - w[2] * w[2];

  @Test
  void climbsWithinItsBudget() {
    AtomicInteger calls = new AtomicInteger();
    double[][] best = CmaEs.best(w -> {
      calls.incrementAndGet();
      return HILL.applyAsDouble(w);
    }, new double[3], new double[] {1, 100, 1}, new int[] {1, 30, 200, 600}, 1);
    assertThat(calls.get()).isBetween(500, 600);
    double[] returns = Arrays.stream(best).mapToDouble(HILL).toArray();
    assertThat(best[0]).containsExactly(0, 0, 0);
    assertThat(returns[1]).isGreaterThan(returns[0]);
    assertThat(returns[2]).isGreaterThan(returns[1]);
    assertThat(returns[3]).isBetween(-1e-6, 0.0);
  }

  @Test
  void aSmallerBudgetFindsTheSame() {
    double[] sigma = {1, 100, 1};
    double[][] both = CmaEs.best(HILL, new double[3], sigma, new int[] {20, 200}, 1);
    assertThat(CmaEs.best(HILL, new double[3], sigma, new int[] {20}, 1)[0]).isEqualTo(both[0]);
    assertThat(both[1]).isNotEqualTo(both[0]);
  }
}
