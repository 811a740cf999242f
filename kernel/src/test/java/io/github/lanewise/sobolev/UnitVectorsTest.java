package io.github.lanewise.sobolev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.RandomStream;
import org.junit.jupiter.api.Test;

class UnitVectorsTest {
  private static final int M = 4;
  private static final int COUNT = 100_000;

  /** {@code E v_i v_j = delta_ij / m}, E v_i^4 = 3 / (m (m + 2)) on the sphere. */
  @Test
  void momentsAreThoseOfTheSphere() {
    double[] v = new double[COUNT * M];
    new UnitVectors(M, RandomStream.of(1)).draw(COUNT, v);
    for (int i = 0; i < M; i++) {
      double fourth = 0;
      for (int j = 0; j < M; j++) {
        double product = 0;
        for (int k = 0; k < COUNT; k++) {
          product += v[k * M + i] * v[k * M + j] / COUNT;
        }
        assertThat(product).isCloseTo(i == j ? 1.0 / M : 0, within(4e-3));
      }
      for (int k = 0; k < COUNT; k++) {
        fourth += Math.pow(v[k * M + i], 4) / COUNT;
      }
      assertThat(fourth).isCloseTo(3.0 / (M * (M + 2)), within(4e-3));
    }
  }

  @Test
  void aSeedGivesTheSameAgainAndFloatsTheSameRounded() {
    UnitVectors vectors = new UnitVectors(M, RandomStream.of(5));
    double[] first = new double[M * 3];
    vectors.draw(3, first);
    double[] second = new double[M * 3];
    vectors.draw(3, second);
    assertThat(second).isNotEqualTo(first);
    float[] again = new float[M * 3];
    new UnitVectors(M, RandomStream.of(5)).draw(3, again);
    assertThat(again).isEqualTo(Samples.floats(first));
    assertThat(Math.hypot(Math.hypot(first[0], first[1]), Math.hypot(first[2], first[3]))).isCloseTo(1, within(1e-15));
  }

  /** There is no direction in no space: a search for one would not end. */
  @Test
  void vectorsOfNoNumbersAreRefused() {
    assertThatThrownBy(() -> new UnitVectors(0, RandomStream.of(1))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unit vectors of 0 numbers: at least 1");
    UnitVectors vectors = new UnitVectors(3, RandomStream.of(1));
    assertThatThrownBy(() -> vectors.draw(2, new double[5])).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 numbers where 2 vectors of 3 have 6");
    assertThatThrownBy(() -> vectors.draw(2, new float[5])).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 numbers where 2 vectors of 3 have 6");
  }
}
