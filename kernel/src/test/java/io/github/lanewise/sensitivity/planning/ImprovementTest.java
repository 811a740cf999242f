package io.github.lanewise.sensitivity.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.Ridge;
import io.github.lanewise.sensitivity.Rollouts;
import io.github.lanewise.sensitivity.Sensitivity;
import io.github.lanewise.sensitivity.shaking.Shaking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** The loop on a system whose best parameters are known: x_t = (W0 + sin W1 t, W1 t / 20), wanted at W = (1, 0.5). */
class ImprovementTest {
  private static final int STEPS = 10;
  private static final int SHAKEN = 16;
  private static final double[] SIGMA = {0.02, 0.02};
  private static final double[] BEST = {1, 0.5};
  private static final double[] START = {0.7, 0.2};

  /** Holds the system, which fails where told, and what was asked of it. */
  private static final class Toy implements Plant {
    private final Predicate<double[]> fails;
    private final List<double[]> shakes = new ArrayList<>();
    private final List<Double> scales = new ArrayList<>();
    private int rollouts;

    Toy(Predicate<double[]> fails) {
      this.fails = fails;
    }

    @Override
    public Optional<Rollouts> shake(double[] w, double scale) {
      shakes.add(w);
      scales.add(scale);
      rollouts += SHAKEN;
      DMatrixRMaj parameters = new Shaking(Shaking.Design.SOBOL, SIGMA).inPairs().scaled(scale).parameters(w, SHAKEN);
      DMatrixRMaj states = new DMatrixRMaj(2 * STEPS, SHAKEN);
      for (int k = 0; k < SHAKEN; k++) {
        double[] shaken = {parameters.get(k, 0), parameters.get(k, 1)};
        if (fails.test(shaken)) {
          return Optional.empty();
        }
        double[] trajectory = trajectory(shaken);
        for (int row = 0; row < trajectory.length; row++) {
          states.set(row, k, trajectory[row]);
        }
      }
      return Optional.of(new Rollouts(w, parameters, states, null, null, STEPS, 0.1));
    }

    @Override
    public double[] measure(double[] w) {
      rollouts++;
      return new double[] {fails.test(w) ? Double.NEGATIVE_INFINITY : returnOf(w)};
    }

    @Override
    public int rolloutCount() {
      return rollouts;
    }
  }

  private static double[] trajectory(double[] w) {
    double[] x = new double[2 * STEPS];
    for (int t = 0; t < STEPS; t++) {
      x[2 * t] = w[0] + Math.sin(w[1] * t / 3);
      x[2 * t + 1] = w[1] * t / 20;
    }
    return x;
  }

  /** {@code x_t - x_t(best)}, T n x 1. */
  private static DMatrixRMaj residuals(double[] trajectory) {
    double[] best = trajectory(BEST);
    DMatrixRMaj r = new DMatrixRMaj(2 * STEPS, 1);
    Arrays.setAll(r.data, row -> trajectory[row] - best[row]);
    return r;
  }

  private static double returnOf(double[] w) {
    return -Arrays.stream(residuals(trajectory(w)).data).map(e -> e * e).sum();
  }

  private static double[] gradient(Rollouts rollouts, Sensitivity sensitivity) {
    DMatrixRMaj slope = residuals(sensitivity.nominal().data);
    Arrays.setAll(slope.data, row -> -2 * slope.data[row]);
    return PolicyGradient.of(sensitivity, slope);
  }

  private static final Proposal STEEPEST = (rollouts, sensitivity) -> {
    double[] gradient = gradient(rollouts, sensitivity);
    return region -> region.ascent(gradient);
  };

  private static final Proposal GAUSS_NEWTON = (rollouts, sensitivity) -> {
    DMatrixRMaj identity = new DMatrixRMaj(2 * STEPS, 2);
    for (int row = 0; row < identity.numRows; row++) {
      identity.set(row, row % 2, 1);
    }
    DMatrixRMaj residuals = residuals(sensitivity.nominal().data);
    return region -> GaussNewton.step(sensitivity, residuals, identity, region);
  };

  private static final TrustRegion REGION = TrustRegion.ellipsoid(0.03, 0.03);

  private static Proposal quasiNewton() {
    return new QuasiNewton(ImprovementTest::gradient, REGION.reach());
  }

  private static List<Improvement.Visit> run(Plant plant, Proposal proposal, TrustRegion region, int shakes) {
    return Improvement.run(plant, new Ridge(), proposal, START, region, shakes);
  }

  private static Improvement.Visit last(List<Improvement.Visit> visits) {
    return visits.stream().filter(Improvement.Visit::accepted).reduce((_, b) -> b).orElseThrow();
  }

  @Test
  void keepsWhatIsBetterAndTakesBackWhatIsWorse() {
    Toy toy = new Toy(_ -> false);
    List<Improvement.Visit> visits = run(toy, STEEPEST, REGION, 12);
    double best = Double.NEGATIVE_INFINITY;
    int refused = 0;
    for (Improvement.Visit visit : visits) {
      assertThat(visit.value()).isEqualTo(returnOf(visit.parameters()));
      if (visit.accepted()) {
        assertThat(visit.value()).isGreaterThan(best);
        best = visit.value();
      } else {
        refused++;
      }
    }
    assertThat(refused).as("steps taken back").isPositive();
    assertThat(last(visits).rolloutCount()).isLessThanOrEqualTo(12 * SHAKEN + visits.size());
    assertThat(toy.shakes).hasSize(12).allMatch(w -> visits.stream()
        .anyMatch(visit -> visit.accepted() && Arrays.equals(visit.parameters(), w)));
    List<Double> returns = toy.shakes.stream().map(ImprovementTest::returnOf).toList();
    assertThat(returns).as("each around the best so far").isSorted();
  }

  @Test
  void gaussNewtonArrivesFarOutsideOfWhatWasShaken() {
    List<Improvement.Visit> visits = run(new Toy(_ -> false), GAUSS_NEWTON, REGION, 6);
    assertThat(last(visits).parameters()).containsExactly(BEST, within(1e-4));
    assertThat(visits).anyMatch(visit -> visit.accepted() && visit.radius() > 4);
  }

  @Test
  void staysInTheLargestRegionOfEachShake() {
    Toy toy = new Toy(_ -> false);
    List<Improvement.Visit> visits = run(toy, GAUSS_NEWTON, REGION.atMost(1), 6);
    for (int i = 0; i + 1 < toy.shakes.size(); i++) {
      double[] from = toy.shakes.get(i);
      double[] change = toy.shakes.get(i + 1).clone();
      Arrays.setAll(change, j -> change[j] - from[j]);
      assertThat(REGION.norm(change)).isLessThanOrEqualTo(1 + 1e-9);
    }
    assertThat(last(visits).value()).isLessThan(last(run(new Toy(_ -> false), GAUSS_NEWTON, REGION, 6)).value());
  }

  @Test
  void curvatureFromEarlierGradientsIsWorthMoreThanTheGradientAlone() {
    double steepest = last(run(new Toy(_ -> false), STEEPEST, REGION, 10)).value();
    double quasiNewton = last(run(new Toy(_ -> false), quasiNewton(), REGION, 10)).value();
    assertThat(quasiNewton).isGreaterThan(0.1 * steepest);
  }

  /** The goal is behind a cliff: the loop comes to its edge, shakes less there, and never keeps what fell. */
  @Test
  void shakesLessWhereRolloutsFail() {
    Predicate<double[]> cliff = w -> w[0] > 0.9;
    Toy toy = new Toy(cliff);
    List<Improvement.Visit> visits = run(toy, GAUSS_NEWTON, REGION, 14);
    assertThat(visits).filteredOn(Improvement.Visit::accepted).noneMatch(visit -> cliff.test(visit.parameters()));
    assertThat(visits).anyMatch(visit -> visit.value() == Double.NEGATIVE_INFINITY);
    assertThat(toy.scales.getFirst()).isEqualTo(1);
    assertThat(toy.scales).allMatch(scale -> scale >= 1.0 / 16 && scale <= 1).anyMatch(scale -> scale < 0.3);
    assertThat(last(visits).parameters()[0]).isBetween(0.85, 0.9);
  }

  /**
   * A return that rises to 1 and falls slowly behind: twice the first step brings less than the first, though more than
   * a tenth of its promise.
   */
  @Test
  void aDoubledStepThatBringsLessLeavesTheFirstAndItsRegion() {
    DMatrixRMaj none = new DMatrixRMaj(1, 1);
    Plant hill = new Plant() {
      @Override
      public Optional<Rollouts> shake(double[] w, double scale) {
        return Optional.of(new Rollouts(w, none, none, null, null, 1, 1));
      }

      @Override
      public double[] measure(double[] w) {
        return new double[] {w[0] <= 1 ? w[0] : 1 - 0.2 * (w[0] - 1)};
      }

      @Override
      public int rolloutCount() {
        return 0;
      }
    };
    List<Improvement.Visit> visits = Improvement.run(hill, _ -> null, (_, _) -> region -> region.ascent(
        new double[] {1}), new double[1], TrustRegion.box(1), 2);
    assertThat(visits.get(1).parameters()).containsExactly(1);
    assertThat(visits.get(1).accepted()).isTrue();
    assertThat(visits.get(2).parameters()).containsExactly(2);
    assertThat(visits.get(2).measuredGain()).isGreaterThan(0.1 * visits.get(2).predictedGain());
    assertThat(visits.get(2).accepted()).isFalse();
    assertThat(visits.get(3).radius()).isEqualTo(1);
    assertThat(visits.get(3).parameters()).as("from the first").containsExactly(2);
    assertThat(visits).extracting(Improvement.Visit::accepted).filteredOn(kept -> kept).hasSize(2);
  }

  @Test
  void refusesOtherRolloutsThanAskedForAndReturnsThatAreNone() {
    assertThatThrownBy(() -> run(plant(new double[2], -1), STEEPEST, REGION, 1)).hasMessageContaining("[0.7, 0.2]")
        .hasMessageContaining("[0.0, 0.0]");
    assertThatThrownBy(() -> run(plant(START, Double.NaN), STEEPEST, REGION, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> run(plant(START, Double.NEGATIVE_INFINITY), STEEPEST, REGION, 1))
        .hasMessageContaining("first parameters").hasMessageContaining("-Infinity");
    assertThatThrownBy(() -> run(plant(START), STEEPEST, REGION, 1)).hasMessageContaining("[]");
  }

  /** Shakes these parameters whatever it is asked for, and measures always the same. */
  private static Plant plant(double[] shaken, double... returns) {
    Toy toy = new Toy(_ -> false);
    return new Plant() {
      @Override
      public Optional<Rollouts> shake(double[] parameters, double scale) {
        return toy.shake(shaken, scale);
      }

      @Override
      public double[] measure(double[] parameters) {
        return returns;
      }

      @Override
      public int rolloutCount() {
        return 0;
      }
    };
  }
}
