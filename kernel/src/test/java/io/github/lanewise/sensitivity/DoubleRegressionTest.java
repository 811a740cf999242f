package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows inside a larger array, in this element type, against a plain solve of each in double precision. */
@SuppressWarnings("cast") // needed in the float twin
class DoubleRegressionTest {
  @ParameterizedTest
  @CsvSource({"5, 1, 1", "7, 2, 2", "33, 6, 1", "100, 9, 33", "257, 17, 64"})
  void equalsAPlainSolveOfEveryRow(int count, int columns, int rows) {
    Random random = new Random(count);
    DMatrixRMaj change = Rows.gaussian(random, count, columns);
    int start = 3;
    int stride = count + 2;
    double[] x = new double[start + rows * stride];
    double[] samples = new double[rows * count];
    for (int i = 0; i < x.length; i++) {
      x[i] = (double) (5 + random.nextGaussian());
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, start + r * stride, samples, r * count, count);
    }
    double[] slopes = new double[rows * columns + 1];
    double[] standardErrors = new double[rows * columns + 1];
    double[] intercepts = new double[rows + 1];
    Arrays.fill(slopes, 17);
    Arrays.fill(standardErrors, 18);
    Arrays.fill(intercepts, 19);
    DesignMatrix design = new DesignMatrix(count, columns, columns, change.data, 0);
    new DoubleRegression(design).fit(rows, x, start, stride, slopes, standardErrors, intercepts);

    Rollouts data = Rows.rollouts(change, Rows.matrix(rows, count, samples));
    double close = 100 * Math.ulp((double) 1) * count;
    for (int r = 0; r < rows; r++) {
      PlainFit plain = new PlainFit(data, r, change, null);
      assertThat(intercepts[r]).isCloseTo((double) plain.intercept, within(close));
      for (int j = 0; j < columns; j++) {
        assertThat(slopes[r * columns + j]).isCloseTo((double) plain.slopes[j], within(close));
        assertThat(standardErrors[r * columns + j] / (double) plain.standardErrors[j]).isCloseTo(1, within(close));
      }
    }
    assertThat(slopes[rows * columns]).isEqualTo(17);
    assertThat(standardErrors[rows * columns]).isEqualTo(18);
    assertThat(intercepts[rows]).isEqualTo(19);
  }

  /**
   * A straight row far from zero: what is left is rounding, and the standard error says how much it may have spoilt.
   */
  @Test
  void standardErrorsOfAPerfectFitAreRoundings() {
    int count = 64;
    DMatrixRMaj change = Rows.gaussian(new Random(1), count, 1);
    double[] x = new double[2 * count];
    for (int k = 0; k < count; k++) {
      x[k] = 1000 + (double) change.data[k];
      x[count + k] = 1000;
    }
    double[] slopes = new double[2];
    double[] standardErrors = new double[2];
    DesignMatrix design = new DesignMatrix(count, 1, 1, change.data, 0);
    new DoubleRegression(design).fit(2, x, 0, count, slopes, standardErrors, new double[2]);
    double ulp = Math.ulp((double) 1);
    for (int r = 0; r < 2; r++) {
      assertThat(Math.abs(slopes[r] - (1 - r))).isLessThan(4 * standardErrors[r]);
      assertThat(standardErrors[r]).isBetween(10 * ulp, 10 * (double) Math.sqrt(ulp));
    }
  }

  @Test
  void aBadRowSpoilsNoOther() {
    int count = 20;
    Random random = new Random(2);
    DMatrixRMaj change = Rows.gaussian(random, count, 2);
    double[] x = new double[3 * count];
    for (int i = 0; i < x.length; i++) {
      x[i] = (double) random.nextGaussian();
    }
    DoubleRegression regression = new DoubleRegression(new DesignMatrix(count, 2, 2, change.data, 0));
    double[] good = new double[6];
    regression.fit(3, x, 0, count, good, new double[6], new double[3]);
    double[] found = new double[6];
    x[count + 4] = 0 / (x[0] - x[0]);
    regression.fit(3, x, 0, count, found, new double[6], new double[3]);
    assertThat(found[2]).isNaN();
    assertThat(new double[] {found[0], found[1], found[4], found[5]})
        .containsExactly(good[0], good[1], good[4], good[5]);
  }

  @Test
  void refusesShortArrays() {
    DMatrixRMaj change = Rows.gaussian(new Random(3), 9, 2);
    DoubleRegression regression = new DoubleRegression(new DesignMatrix(9, 2, 2, change.data, 0));
    double[] enough = new double[100];
    assertThatThrownBy(() -> regression.fit(3, new double[27], 1, 9, enough, enough, enough))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("an array of 27 for 28 samples");
    assertThatThrownBy(() -> regression.fit(3, new double[27], 0, 9, new double[5], enough, enough))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("an array of 5 for 6 slopes");
    assertThatThrownBy(() -> regression.fit(3, new double[27], 0, 9, enough, new double[5], enough))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("an array of 5 for 6 standard errors");
    assertThatThrownBy(() -> regression.fit(3, new double[27], 0, 9, enough, enough, new double[2]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("an array of 2 for 3 intercepts");
  }
}
