package io.github.lanewise.sensitivity.shaking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the covariance written out. */
class BendingCurveTest {
  private static final int SAMPLES = 12;

  /**
   * {@code 1 + lambda sum_r r^-a int_{r-1}^r (s - u)+ (t - u)+ du}, the integral by Simpson's rule, which is exact for
   * squares.
   */
  private static DMatrixRMaj covariance(double roughness, int fading) {
    DMatrixRMaj v = CommonOps_DDRM.identity(SAMPLES);
    for (int s = 1; s <= SAMPLES; s++) {
      for (int t = 1; t <= SAMPLES; t++) {
        for (int r = 1; r <= Math.min(s, t); r++) {
          double integral = (product(s, t, r - 1) + 4 * product(s, t, r - 0.5) + product(s, t, r)) / 6;
          v.add(s - 1, t - 1, roughness * Math.pow(r, -fading) * integral);
        }
      }
    }
    return v;
  }

  private static double product(double s, double t, double u) {
    return (s - u) * (t - u);
  }

  @ParameterizedTest
  @CsvSource({"1e-3, 0", "0.7, 0", "50, 1", "0.2, 2", "1e4, 3"})
  void whitensItsOwnCovariance(double roughness, int fading) {
    BendingCurve curve = new BendingCurve(SAMPLES, roughness, fading);
    DMatrixRMaj covariance = covariance(roughness, fading);
    DMatrixRMaj inverse = new DMatrixRMaj(SAMPLES, SAMPLES);
    CommonOps_DDRM.invert(covariance, inverse);
    Random random = new Random(1);
    double[] a = random.doubles(SAMPLES, -1, 1).toArray();
    double[] b = random.doubles(SAMPLES, -1, 1).toArray();
    double expected = 0;
    double product = 0;
    for (int s = 0; s < SAMPLES; s++) {
      product += curve.whitened(a)[s] * curve.whitened(b)[s];
      for (int t = 0; t < SAMPLES; t++) {
        expected += a[s] * inverse.get(s, t) * b[t];
      }
    }
    assertThat(product).isCloseTo(expected, within(1e-9));
    assertThat(curve.logDeterminant()).isCloseTo(Math.log(CommonOps_DDRM.det(covariance)), within(1e-9));
  }
}
