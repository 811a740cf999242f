package io.github.lanewise.sensitivity.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.Rollouts;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** Curvature from gradients alone, on returns {@code -(w - c)' A (w - c)} of which everything is known. */
class QuasiNewtonTest {
  private static final int P = 5;
  private static final double[] REACH = {1, 0.1, 30, 2, 1};

  private static Rollouts around(DMatrixRMaj w) {
    return new Rollouts(w.data, new DMatrixRMaj(1, P, true, w.data), new DMatrixRMaj(1, 1), null, null, 1, 1);
  }

  private static DMatrixRMaj times(DMatrixRMaj a, DMatrixRMaj w) {
    DMatrixRMaj product = new DMatrixRMaj(P, 1);
    CommonOps_DDRM.mult(a, w, product);
    return product;
  }

  /** The sum of random {@code v v'}, in units of the reach. */
  private static DMatrixRMaj positiveDefinite(Random random) {
    DMatrixRMaj a = new DMatrixRMaj(P, P);
    for (int term = 0; term < P + 1; term++) {
      double[] v = random.doubles(P, -1, 1).toArray();
      for (int i = 0; i < P; i++) {
        for (int j = 0; j < P; j++) {
          a.add(i, j, v[i] * v[j] / REACH[i] / REACH[j]);
        }
      }
    }
    return a;
  }

  /** Full steps of BFGS on a quadratic: it learns the curvature, so the steps become Newton's and arrive. */
  @Test
  void learnsTheCurvatureOfAQuadratic() {
    DMatrixRMaj a = positiveDefinite(new Random(1));
    QuasiNewton proposal = new QuasiNewton((rollouts, _) -> {
      DMatrixRMaj gradient = times(a, new DMatrixRMaj(P, 1, true, rollouts.nominal()));
      CommonOps_DDRM.scale(-1, gradient);
      return gradient.data;
    }, REACH);
    DMatrixRMaj w = new DMatrixRMaj(P, 1, true, 3, 0.3, -60, 4, 1);
    double start = CommonOps_DDRM.dot(w, times(a, w));
    double predicted = 0;
    double measured = 0;
    for (int i = 0; i < 30; i++) {
      double before = 0.5 * CommonOps_DDRM.dot(w, times(a, w));
      Step step = proposal.model(around(w), null).step(TrustRegion.ellipsoid(REACH));
      CommonOps_DDRM.addEquals(w, new DMatrixRMaj(P, 1, true, step.change()));
      predicted = step.predictedGain();
      measured = before - 0.5 * CommonOps_DDRM.dot(w, times(a, w));
      assertThat(TrustRegion.ellipsoid(REACH).norm(step.change())).isLessThanOrEqualTo(1 + 1e-9);
    }
    assertThat(CommonOps_DDRM.dot(w, times(a, w))).isLessThan(1e-9 * start);
    assertThat(measured).isCloseTo(predicted, within(0.5 * predicted));
  }

  /** Along a line the second gradient tells all: the next step ends at the top, with the gain it promised. */
  @Test
  void twoGradientsDetermineALine() {
    QuasiNewton proposal = new QuasiNewton((rollouts, _) -> new double[] {-6 * (rollouts.nominal()[0] - 4)}, 1);
    Step first = proposal.model(line(0), null).step(TrustRegion.box(1));
    assertThat(first.change()).containsExactly(1);
    assertThat(first.predictedGain()).isEqualTo(24);
    Step second = proposal.model(line(1), null).step(TrustRegion.box(1).within(10));
    assertThat(second.change()[0]).isCloseTo(3, within(1e-12));
    assertThat(second.predictedGain()).isCloseTo(27, within(1e-12));
  }

  /** A slope of 24, 18, then 20: where it rises again, a fifth of the curvature 6 stays. */
  @Test
  void dampsWhereTheReturnCurvesUpwards() {
    double[] slopes = {24, 18, 20};
    QuasiNewton proposal = new QuasiNewton((rollouts, _) -> new double[] {slopes[(int) rollouts.nominal()[0]]}, 1);
    proposal.model(line(0), null);
    proposal.model(line(1), null);
    Step step = proposal.model(line(2), null).step(TrustRegion.ellipsoid(1).within(100));
    assertThat(step.change()[0]).isCloseTo(20 / 1.2, within(1e-12));
  }

  private static Rollouts line(double w) {
    return new Rollouts(new double[] {w}, new DMatrixRMaj(1, 1, true, w), new DMatrixRMaj(1, 1), null, null, 1, 1);
  }

  /** Where the return curves upwards, damping keeps the model one of a hill: steps still promise a gain. */
  @Test
  void staysConcaveOnASaddle() {
    DMatrixRMaj a = new DMatrixRMaj(P, P);
    for (int j = 0; j < P; j++) {
      a.set(j, j, (j < 3 ? 1 : -1) / (REACH[j] * REACH[j]));
    }
    QuasiNewton proposal = new QuasiNewton((rollouts, _) -> {
      DMatrixRMaj gradient = times(a, new DMatrixRMaj(P, 1, true, rollouts.nominal()));
      CommonOps_DDRM.scale(-1, gradient);
      return gradient.data;
    }, REACH);
    DMatrixRMaj w = new DMatrixRMaj(P, 1, true, 2, 0.3, -60, 0.2, 0.1);
    double last = 0.5 * CommonOps_DDRM.dot(w, times(a, w));
    for (int i = 0; i < 30; i++) {
      Step step = proposal.model(around(w), null).step(TrustRegion.ellipsoid(REACH));
      assertThat(step.predictedGain()).isPositive();
      assertThat(TrustRegion.ellipsoid(REACH).norm(step.change())).isLessThanOrEqualTo(1 + 1e-9);
      CommonOps_DDRM.addEquals(w, new DMatrixRMaj(P, 1, true, step.change()));
    }
    assertThat(0.5 * CommonOps_DDRM.dot(w, times(a, w))).as("down the saddle, without end").isLessThan(last - 10);
  }
}
