package io.github.lanewise.sensitivity.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.Linear;
import io.github.lanewise.sensitivity.Sensitivity;
import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps against brute force: no random point of the region does better. */
class TrustRegionTest {
  private static final int P = 4;
  private static final double[] REACH = {1, 0.1, 30, 2};

  private static TrustRegion region(TrustRegion.Shape shape, double radius) {
    return new TrustRegion(shape, REACH, radius, Double.POSITIVE_INFINITY);
  }

  private static double[] inside(Random random, TrustRegion region) {
    double[] d = new double[P];
    Arrays.setAll(d, j -> REACH[j] * random.nextGaussian());
    double scale = region.radius() * Math.pow(random.nextDouble(), 0.2) / region.norm(d);
    Arrays.setAll(d, j -> scale * d[j]);
    return d;
  }

  @ParameterizedTest
  @EnumSource(TrustRegion.Shape.class)
  void noStepInTheRegionAscendsMore(TrustRegion.Shape shape) {
    TrustRegion region = region(shape, 0.5);
    Random random = new Random(7);
    double[] gradient = {3, -20, 0.1, 1};
    Step step = region.ascent(gradient);
    assertThat(region.norm(step.change())).isCloseTo(0.5, within(1e-12));
    assertThat(dot(gradient, step.change())).isCloseTo(step.predictedGain(), within(1e-12));
    double best = 0;
    for (int i = 0; i < 100_000; i++) {
      best = Math.max(best, dot(gradient, inside(random, region)));
    }
    assertThat(best).isBetween(0.7 * step.predictedGain(), step.predictedGain());
  }

  @ParameterizedTest
  @EnumSource(TrustRegion.Shape.class)
  void noStepInTheRegionLowersTheSquaresMore(TrustRegion.Shape shape) {
    Random random = new Random(3);
    Sensitivity sensitivity = Linear.random(random, 5, 3, P);
    DMatrixRMaj residuals = Linear.matrix(random, 10, 1);
    CommonOps_DDRM.scale(20, residuals);
    DMatrixRMaj jacobian = Linear.matrix(random, 10, 3);
    TrustRegion region = region(shape, 0.5);
    Step step = GaussNewton.step(sensitivity, residuals, jacobian, region);
    assertThat(region.norm(step.change())).isLessThanOrEqualTo(0.5 * (1 + 1e-9));
    double gain = gain(sensitivity, residuals, jacobian, step.change());
    assertThat(gain).isCloseTo(step.predictedGain(), within(1e-9 * gain));
    double best = 0;
    for (int i = 0; i < 100_000; i++) {
      best = Math.max(best, gain(sensitivity, residuals, jacobian, inside(random, region)));
    }
    assertThat(best).isBetween(0.9 * step.predictedGain(), step.predictedGain() * (1 + 1e-9));
  }

  @ParameterizedTest
  @EnumSource(TrustRegion.Shape.class)
  void theGaussNewtonStepInsideIsThatOfLeastSquares(TrustRegion.Shape shape) {
    Random random = new Random(4);
    Sensitivity sensitivity = Linear.random(random, 5, 3, P);
    double[] change = {0.1, -0.02, 3, 0.4};
    DMatrixRMaj jacobian = Linear.matrix(random, 10, 3);
    DMatrixRMaj residuals = new DMatrixRMaj(10, 1);
    for (int t = 0; t < 5; t++) {
      DMatrixRMaj product = new DMatrixRMaj(2, P);
      CommonOps_DDRM.mult(CommonOps_DDRM.extract(jacobian, 2 * t, 2 * t + 2, 0, 3), sensitivity.at(t), product);
      for (int i = 0; i < 2; i++) {
        residuals.set(2 * t + i, 0, -dot(Arrays.copyOfRange(product.data, i * P, (i + 1) * P), change));
      }
    }
    Step step = GaussNewton.step(sensitivity, residuals, jacobian, region(shape, 1));
    for (int j = 0; j < P; j++) {
      assertThat(step.change()[j]).isCloseTo(change[j], within(1e-6 * REACH[j]));
    }
  }

  @Test
  void followsMeasuredGains() {
    TrustRegion region = region(TrustRegion.Shape.BOX, 0.4);
    Step step = region.ascent(new double[] {1, 0, 0, 0});
    assertThat(region.after(step, 0.9 * step.predictedGain()).radius()).isEqualTo(0.8);
    TrustRegion larger = region.after(step, 0.9 * step.predictedGain());
    assertThat(larger.after(larger.ascent(new double[] {1, 0, 0, 0}), 10).radius()).isEqualTo(1.6);
    assertThat(region.atMost(0.7).after(step, 10).radius()).isEqualTo(0.7);
    assertThat(larger.atMost(0.7).radius()).isEqualTo(0.7);
    assertThat(region.after(step, 0.5 * step.predictedGain()).radius()).isEqualTo(0.4);
    assertThat(region.after(step, 0.2 * step.predictedGain()).radius()).isEqualTo(0.1);
    Step inside = new Step(new double[] {0, 0.02, 0, 0}, 1);
    assertThat(region.after(inside, 0).radius()).as("a quarter of the step").isCloseTo(0.05, within(1e-15));
    assertThat(region.after(inside, 1).radius()).as("not at the border").isEqualTo(0.4);
    assertThat(region.accepts(step, 0.2 * step.predictedGain())).isTrue();
    assertThat(region.accepts(step, -1)).isFalse();
    assertThatThrownBy(() -> new TrustRegion(TrustRegion.Shape.BOX, REACH, 1.5, 1)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> region.within(0)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> TrustRegion.box(1, -2)).hasMessageContaining("parameter 1");
    assertThatThrownBy(() -> region.norm(new double[2])).hasMessageContaining("2 parameters");
  }

  private static double gain(Sensitivity sensitivity, DMatrixRMaj residuals, DMatrixRMaj jacobian, double[] change) {
    DMatrixRMaj moved = sensitivity.predict(change);
    double gain = 0;
    for (int row = 0; row < residuals.numRows; row++) {
      double after = residuals.get(row);
      for (int i = 0; i < 3; i++) {
        int at = row / 2 * 3 + i;
        after += jacobian.get(row, i) * (moved.get(at) - sensitivity.nominal().get(at));
      }
      gain += residuals.get(row) * residuals.get(row) - after * after;
    }
    return gain;
  }

  private static double dot(double[] u, double[] v) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += u[i] * v[i];
    }
    return sum;
  }
}
