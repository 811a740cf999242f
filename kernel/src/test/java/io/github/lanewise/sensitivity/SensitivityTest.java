package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** Comparisons with the truth, counted by hand: with infinite degrees of freedom 95 % intervals are 1.96 wide. */
class SensitivityTest {
  private static final Sensitivity SENSITIVITY = new Sensitivity(2, new DMatrixRMaj(new double[][] {{3, 0}, {-1, 4}}),
      new DMatrixRMaj(new double[][] {{1, 0}, {0.5, Double.POSITIVE_INFINITY}}), new DMatrixRMaj(2, 1),
      Double.POSITIVE_INFINITY, 2);

  @Test
  void coverageCountsEntriesInsideTheirIntervals() {
    assertThat(SENSITIVITY.coverage(new DMatrixRMaj(new double[][] {{4.9, 0}, {-1.9, 1e9}}), 0.95)).isEqualTo(1);
    assertThat(SENSITIVITY.coverage(new DMatrixRMaj(new double[][] {{5, 1e-9}, {0, 4}}), 0.95)).isEqualTo(0.25);
    assertThat(SENSITIVITY.coverage(new DMatrixRMaj(new double[][] {{5, 0}, {0, 4}}), 0.99)).isEqualTo(1);
  }

  @Test
  void relativeErrorIsThatOfFrobeniusNorms() {
    DMatrixRMaj truth = new DMatrixRMaj(new double[][] {{3, 0}, {-1, 1}});
    assertThat(SENSITIVITY.relativeError(truth)).isCloseTo(3 / Math.sqrt(11), within(1e-15));
  }

  @Test
  void refusesTruthsOfOtherSizes() {
    String message = "a derivative of 2 x 2 against one of 1 x 2";
    assertThatThrownBy(() -> SENSITIVITY.coverage(new DMatrixRMaj(1, 2), 0.95)).hasMessage(message);
    assertThatThrownBy(() -> SENSITIVITY.relativeError(new DMatrixRMaj(1, 2))).hasMessage(message);
  }
}
