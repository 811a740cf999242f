package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantiles against printed tables and closed forms. */
class StudentTTest {
  /** Two-sided levels; Abramowitz and Stegun, table 26.10. */
  @ParameterizedTest
  @CsvSource({"1, .95, 12.706", "2, .95, 4.303", "3, .99, 5.841", "4, .8, 1.533", "5, .5, .727", "10, .95, 2.228",
      "30, .95, 2.042",
      "30, .99, 2.750", "60, .9, 1.671", "120, .95, 1.980", "1, .99, 63.657", "7, .999, 5.408"})
  void agreesWithTheTable(double nu, double level, double expected) {
    assertThat(StudentT.quantile(nu, level)).isCloseTo(expected, within(5.5e-4));
  }

  @ParameterizedTest
  @CsvSource({".1", ".5", ".9", ".95", ".999"})
  void agreesWithClosedForms(double level) {
    assertThat(StudentT.quantile(1, level) / Math.tan(Math.PI * level / 2)).isCloseTo(1, within(1e-8));
    assertThat(StudentT.quantile(2, level) / Math.sqrt(2 * level * level / (1 - level * level)))
        .isCloseTo(1, within(1e-8));
  }

  @Test
  void tendsToTheNormalDistribution() {
    assertThat(StudentT.quantile(Double.POSITIVE_INFINITY, 0.95)).isCloseTo(1.959963985, within(1e-7));
    assertThat(StudentT.quantile(Double.POSITIVE_INFINITY, 0.5)).isCloseTo(0.674489750, within(1e-7));
    assertThat(StudentT.quantile(1e9, 0.99)).isCloseTo(2.575829304, within(1e-7));
  }

  @Test
  void halfWidthIsTheQuantileTimesTheStandardError() {
    DMatrixRMaj d = new DMatrixRMaj(2, 1);
    Sensitivity s = new Sensitivity(1, d, new DMatrixRMaj(new double[][] {{2}, {3}}), d, 10, 1);
    assertThat(s.halfWidth(1, 0, 0.95)).isCloseTo(3 * 2.228139, within(1e-5));
    assertThat(s.halfWidths(0.95).data[0]).isCloseTo(2 * 2.228139, within(1e-5));
    assertThat(StudentT.quantile(0, 0.95)).isInfinite();
    for (double level : new double[] {0, 1, -0.5, 95, Double.NaN}) {
      assertThatThrownBy(() -> s.halfWidth(0, 0, level)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("" + level);
    }
  }
}
