package io.github.lanewise.sensitivity.shaking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.shaking.Shaking.Design;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Designs: their moments, their symmetry, their bounds; the Sobol sequence against its net property and another
 * implementation.
 */
class ShakingTest {
  private static final double[] NOMINAL = {1, -2, 0.5};
  private static final double[] SIGMA = {0.1, 2, 1e-3};

  /**
   * Point 341 in units of 1/512, which is made of the first nine direction numbers of each dimension; from SciPy
   * 1.17.1.
   */
  private static final int[] POINT_341 = {
      511, 259, 79, 171, 403, 99, 319, 427, 479, 253, 509, 155, 53, 185, 491, 405, 69, 269, 349, 117, 173, 7, 181,
      157, 113, 131, 281, 107, 199, 109, 271, 87, 187, 9, 49, 465, 451, 199, 143, 503, 379, 3, 175, 267, 459, 83, 485,
      405, 373, 9, 409, 273, 33, 1, 251, 73, 201, 1, 249, 173, 75, 249, 167, 315};

  @ParameterizedTest
  @EnumSource(Design.class)
  void hasItsScaleAndStaysInItsBox(Design design) {
    Shaking shaking = new Shaking(design, SIGMA).withSeed(5);
    DMatrixRMaj parameters = shaking.parameters(NOMINAL, 6000);
    for (int j = 0; j < 3; j++) {
      double mean = 0;
      double square = 0;
      double most = 0;
      for (int k = 0; k < 6000; k++) {
        double change = (parameters.get(k, j) - NOMINAL[j]) / SIGMA[j];
        mean += change / 6000;
        square += change * change / 6000;
        most = Math.max(most, Math.abs(change));
      }
      assertThat(mean).isCloseTo(0, within(0.05));
      // A grid moves each parameter in a third of the roll-outs.
      assertThat(square).isCloseTo(design == Design.GRID ? 1.0 / 3 : 1, within(0.05));
      assertThat(shaking.reach()[j]).isCloseTo(Math.sqrt(3) * SIGMA[j], within(1e-12));
      assertThat(most).isBetween(1.7, design == Design.GAUSSIAN ? 6 : Math.sqrt(3) * (1 + 1e-9));
    }
    assertThat(shaking.parameters(NOMINAL, 6000).data).containsExactly(parameters.data);
    if (design != Design.GRID) {
      assertThat(shaking.withSeed(6).parameters(NOMINAL, 6000).data).isNotEqualTo(parameters.data);
    }
  }

  @ParameterizedTest
  @EnumSource(Design.class)
  void pairsMirrorEachOtherAfterTheNominals(Design design) {
    DMatrixRMaj parameters = new Shaking(design, SIGMA).inPairs().withNominals(3).parameters(NOMINAL, 43);
    for (int k = 0; k < 3; k++) {
      assertThat(Arrays.copyOfRange(parameters.data, 3 * k, 3 * k + 3)).containsExactly(NOMINAL);
    }
    for (int k = 3; k < 43; k += 2) {
      double size = 0;
      for (int j = 0; j < 3; j++) {
        assertThat(parameters.get(k, j) + parameters.get(k + 1, j)).isCloseTo(2 * NOMINAL[j], within(1e-14));
        size += Math.abs(parameters.get(k, j) - NOMINAL[j]);
      }
      assertThat(size).isGreaterThan(0);
    }
  }

  @Test
  void aGridMovesOneParameterThroughEqualSteps() {
    DMatrixRMaj parameters = new Shaking(Design.GRID, 1, 1).parameters(new double[2], 8);
    double h = Math.sqrt(3);
    double[] levels = {h / 2, -h / 2, h, -h};
    for (int k = 0; k < 8; k++) {
      assertThat(parameters.get(k, k % 2)).isCloseTo(levels[k / 2], within(1e-12));
      assertThat(parameters.get(k, 1 - k % 2)).isZero();
    }
  }

  /** Each of the 2^m equal intervals of each of 64 coordinates holds one of 2^m points, whatever the shift. */
  @Test
  void everySobolCoordinateIsStratified() {
    Sobol sobol = new Sobol(64);
    double[] x = new double[64];
    for (int m : new int[] {1, 4, 8, 11}) {
      long[] shift = new Random(m).longs(64).toArray();
      int count = 1 << m;
      boolean[][] taken = new boolean[64][count];
      for (int i = 0; i < count; i++) {
        sobol.point(3L * count + i, shift, x);
        for (int d = 0; d < 64; d++) {
          int cell = (int) (x[d] * count);
          assertThat(taken[d][cell]).as("interval %d of dimension %d, 2^%d points", cell, d, m).isFalse();
          taken[d][cell] = true;
        }
      }
    }
  }

  /** The first two coordinates are a (0, m, 2)-net: every 2^-a x 2^-(m - a) rectangle holds one of 2^m points. */
  @Test
  void twoSobolCoordinatesAreANet() {
    Sobol sobol = new Sobol(2);
    int m = 8;
    double[] x = new double[2];
    for (int a = 0; a <= m; a++) {
      int columns = m - a;
      boolean[] taken = new boolean[1 << m];
      for (int i = 0; i < 1 << m; i++) {
        sobol.point(i, new long[] {77, 1234567}, x);
        int cell = ((int) (x[0] * (1 << a)) << columns) + (int) (x[1] * (1 << columns));
        assertThat(taken[cell]).isFalse();
        taken[cell] = true;
      }
    }
  }

  @Test
  void sobolPointsAreThoseOfAnotherImplementation() {
    double[] x = new double[64];
    new Sobol(64).point(341, new long[64], x);
    assertThat(IntStream.range(0, 64).map(d -> (int) (x[d] * 512)).toArray()).containsExactly(POINT_341);
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertThatThrownBy(() -> new Shaking(Design.UNIFORM, 1, 0)).hasMessageContaining("parameter 1 is 0.0");
    assertThatThrownBy(() -> new Shaking(Design.UNIFORM, 1, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Shaking(Design.UNIFORM)).hasMessageContaining("no sigma");
    assertThatThrownBy(() -> new Shaking(Design.UNIFORM, 1).withNominals(-1)).hasMessageContaining("-1");
    Shaking shaking = new Shaking(Design.GRID, SIGMA).withNominals(2);
    assertThatThrownBy(() -> shaking.inPairs().parameters(NOMINAL, 9)).hasMessageContaining("9")
        .hasMessageContaining("even");
    assertThatThrownBy(() -> shaking.parameters(NOMINAL, 2)).hasMessageContaining("none is left");
    assertThatThrownBy(() -> shaking.parameters(NOMINAL, 4)).hasMessageContaining("unshaken");
    assertThatThrownBy(() -> shaking.parameters(new double[2], 9))
        .hasMessageContaining("2 parameters, but sigma for 3");
    double[] many = new double[65];
    Arrays.fill(many, 1);
    assertThatThrownBy(() -> new Shaking(Design.SOBOL, many).parameters(new double[65], 9)).hasMessageContaining("65")
        .hasMessageContaining("uniform");
  }
}
