package io.github.lanewise.sensitivity.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** The loop on a system whose best parameters are known: x_t = (W0 + sin W1 t, W1 t / 20), wanted at W = (1, 0.5). */
class ImprovementTest {
  private static final int STEPS = 10;
  private static final double[] SIGMA = {0.02, 0.02};
  private static final double[] BEST = {1, 0.5};

  private static double[] state(double[] w, int t) {
    return new double[] {w[0] + Math.sin(w[1] * t / 3), w[1] * t / 20};
  }

  private static Rollouts shake(double[] w) {
    DMatrixRMaj parameters = new Shaking(Shaking.Design.SOBOL, SIGMA).inPairs().withNominals(1).parameters(w, 17);
    DMatrixRMaj states = new DMatrixRMaj(2 * STEPS, 17);
    for (int k = 0; k < 17; k++) {
      for (int t = 0; t < STEPS; t++) {
        double[] x = state(new double[] {parameters.get(k, 0), parameters.get(k, 1)}, t);
        states.set(2 * t, k, x[0]);
        states.set(2 * t + 1, k, x[1]);
      }
    }
    return new Rollouts(w, parameters, states, null, null, STEPS, 0.1);
  }

  /** {@code x_t - x_t(best)}, T n x 1. */
  private static DMatrixRMaj residuals(DMatrixRMaj states, int k) {
    DMatrixRMaj r = new DMatrixRMaj(2 * STEPS, 1);
    for (int t = 0; t < STEPS; t++) {
      for (int i = 0; i < 2; i++) {
        r.set(2 * t + i, 0, states.get(2 * t + i, k) - state(BEST, t)[i]);
      }
    }
    return r;
  }

  private static double[] returns(Rollouts rollouts) {
    double[] values = new double[rollouts.count()];
    Arrays.setAll(values, k -> -Arrays.stream(residuals(rollouts.states(), k).data).map(e -> e * e).sum());
    return values;
  }

  private static final Proposal GRADIENT = (_, sensitivity, region) -> {
    DMatrixRMaj slope = residuals(sensitivity.nominal(), 0);
    for (int row = 0; row < slope.numRows; row++) {
      slope.data[row] *= -2;
    }
    return region.ascent(PolicyGradient.of(sensitivity, slope));
  };

  private static final Proposal GAUSS_NEWTON = (rollouts, sensitivity, region) -> {
    DMatrixRMaj identity = new DMatrixRMaj(2 * STEPS, 2);
    for (int row = 0; row < identity.numRows; row++) {
      identity.set(row, row % 2, 1);
    }
    return GaussNewton.step(sensitivity, residuals(rollouts.states(), 0), identity, region);
  };

  private static List<Improvement.Visit> run(Proposal proposal, int iterations) {
    return new Improvement(ImprovementTest::shake, new Ridge(), ImprovementTest::returns, proposal)
        .run(new double[] {0.7, 0.2}, TrustRegion.ellipsoid(0.1, 0.1), iterations);
  }

  @Test
  void theGradientClimbsAndCountsItsRollouts() {
    List<Improvement.Visit> visits = run(GRADIENT, 40);
    assertThat(visits).hasSize(41);
    double best = Double.NEGATIVE_INFINITY;
    int refused = 0;
    for (int i = 0; i < visits.size(); i++) {
      Improvement.Visit visit = visits.get(i);
      assertThat(visit.rollouts()).isEqualTo(17 * (i + 1));
      assertThat(visit.value()).isCloseTo(returns(shake(visit.parameters()))[0], within(1e-12));
      if (visit.accepted()) {
        assertThat(visit.value()).isGreaterThan(best);
        assertThat(i == 0 ? 0 : visit.value() - best).isCloseTo(visit.measuredGain(), within(1e-12));
        best = visit.value();
      } else {
        refused++;
      }
    }
    assertThat(refused).as("steps not taken").isPositive();
    assertThat(best).isGreaterThan(1e-3 * visits.getFirst().value());
  }

  @Test
  void gaussNewtonArrivesInFewSteps() {
    List<Improvement.Visit> visits = run(GAUSS_NEWTON, 12);
    double[] last = visits.stream().filter(Improvement.Visit::accepted).reduce((_, b) -> b).orElseThrow().parameters();
    assertThat(last).containsExactly(BEST, within(1e-5));
  }

  @Test
  void refusesOtherRolloutsThanAskedFor() {
    assertThatThrownBy(() -> new Improvement(_ -> shake(new double[2]), new Ridge(), ImprovementTest::returns, GRADIENT)
        .run(new double[] {1, 1}, TrustRegion.box(1, 1), 1)).hasMessageContaining("[1.0, 1.0]")
            .hasMessageContaining("[0.0, 0.0]");
    assertThatThrownBy(() -> new Improvement(w -> shake(w).select(1, 2, 3, 4), new Ridge(), ImprovementTest::returns,
        GRADIENT)
        .run(new double[2], TrustRegion.box(1, 1), 1)).hasMessageContaining("none of 4");
    assertThatThrownBy(() -> new Improvement(ImprovementTest::shake, new Ridge(), _ -> new double[] {Double.NaN},
        GRADIENT)
        .run(new double[2], TrustRegion.box(1, 1), 1)).hasMessageContaining("NaN");
  }
}
