package io.github.lanewise.hardware.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The baseline is a fair one: it keeps to its budget, uses it, and finds the top of a stretched hill. */
final class CmaEsTest {
  private static final ToDoubleFunction<double[]> HILL = w -> -Math.pow(w[0] - 3, 2) - Math.pow((w[1] + 200) / 100, 2) - w[2] * w[2];

  @Test
  void climbsWithinItsBudget() {
    AtomicInteger calls = new AtomicInteger();
    double best = CmaEs.best(w -> {
      calls.incrementAndGet();
      return HILL.applyAsDouble(w);
    }, new double[3], new double[] {1, 100, 1}, 600, 1);
    assertThat(best).isBetween(-1e-6, 0.0);
    assertThat(calls.get()).isBetween(500, 600);
  }

  @Test
  void moreRolloutsFindMore() {
    double[] sigma = {1, 100, 1};
    assertThat(CmaEs.best(HILL, new double[3], sigma, 200, 1)).isGreaterThan(CmaEs.best(HILL, new double[3], sigma, 30, 1));
    assertThat(CmaEs.best(HILL, new double[3], sigma, 30, 1)).isGreaterThan(HILL.applyAsDouble(new double[3]));
  }
}
