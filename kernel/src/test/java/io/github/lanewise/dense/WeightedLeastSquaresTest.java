package io.github.lanewise.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against EJML, one problem after the other. */
class WeightedLeastSquaresTest {
  private final Random random = new Random(5);

  private double[] numbers(int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1,0", "3,2,1,9,0.1", "70,9,6,64,0.01", "5,3,4,31,0", "33,1,2,5,1", "9,2,16,50,0.001"})
  void agreesWithEachProblemSolvedAlone(int problems, int sides, int p, int samples, double ridge) {
    double[] z = numbers(samples * p);
    double[] x = numbers(problems * sides * samples);
    double[] w = random.doubles(problems * samples, 0.1, 2).toArray();
    for (int gap = 7; gap < w.length; gap += 10) {
      w[gap] = 0;
      for (int i = 0; i < sides; i++) {
        x[(gap / samples * sides + i) * samples + gap % samples] = Double.NaN;
      }
    }
    double[] coefficients = new double[problems * sides * p];
    double[] inverseDiagonals = new double[problems * p];
    double[] pivots = new double[problems];
    WeightedLeastSquares solver = new WeightedLeastSquares(problems, sides, p, samples);
    for (int call = 0; call < 2; call++) {
      solver.solve(z, x, w, ridge, coefficients, inverseDiagonals, pivots);
      for (int t = 0; t < problems; t++) {
        DMatrixRMaj inverse = new DMatrixRMaj(p, p);
        DMatrixRMaj moments = new DMatrixRMaj(p, sides);
        for (int k = 0; k < samples; k++) {
          double weight = w[t * samples + k];
          for (int j = 0; j < p && weight > 0; j++) {
            for (int l = 0; l < p; l++) {
              inverse.data[j * p + l] += weight * z[k * p + j] * z[k * p + l];
            }
            for (int i = 0; i < sides; i++) {
              moments.data[j * sides + i] += weight * z[k * p + j] * x[(t * sides + i) * samples + k];
            }
          }
        }
        CommonOps_DDRM.addEquals(inverse, ridge, CommonOps_DDRM.identity(p));
        CommonOps_DDRM.invert(inverse);
        DMatrixRMaj expected = new DMatrixRMaj(p, sides);
        CommonOps_DDRM.mult(inverse, moments, expected);
        assertThat(pivots[t]).isGreaterThan(1e-4).isLessThanOrEqualTo(1);
        for (int j = 0; j < p; j++) {
          assertThat(inverseDiagonals[t * p + j]).isCloseTo(inverse.get(j, j), within(1e-9 * inverse.get(j, j)));
          for (int i = 0; i < sides; i++) {
            assertThat(coefficients[(t * sides + i) * p + j]).as("problem %d, side %d, parameter %d", t, i, j)
                .isCloseTo(expected.get(j, i), within(1e-9 * Math.max(1, CommonOps_DDRM.elementMaxAbs(expected))));
          }
        }
      }
    }
  }

  /** Two samples cannot tell three parameters apart. */
  @Test
  void thePivotTellsWhichProblemsLackSamples() {
    int problems = 12;
    int samples = 20;
    double[] w = new double[problems * samples];
    for (int t = 0; t < problems; t++) {
      for (int k = 0; k < (t == 7 ? 2 : t == 9 ? 0 : samples); k++) {
        w[t * samples + k] = 1;
      }
    }
    double[] coefficients = new double[problems * 3];
    double[] pivots = new double[problems];
    new WeightedLeastSquares(problems, 1, 3, samples)
        .solve(numbers(samples * 3), numbers(problems * samples), w, 0, coefficients, new double[problems * 3], pivots);
    for (int t = 0; t < problems; t++) {
      if (t == 7 || t == 9) {
        assertThat(pivots[t]).isLessThan(1e-12);
      } else {
        assertThat(pivots[t]).isGreaterThan(0.1);
        assertThat(coefficients[3 * t]).isFinite();
      }
    }
  }

  @Test
  void wrongSizesAreRefused() {
    assertThatThrownBy(() -> new WeightedLeastSquares(1, 1, 17, 1)).hasMessageContaining("17 parameters: at most 16");
    assertThatThrownBy(() -> new WeightedLeastSquares(1, 0, 2, 1)).hasMessageContaining("0 right-hand sides");
    WeightedLeastSquares solver = new WeightedLeastSquares(2, 1, 1, 3);
    assertThatThrownBy(() -> solver.solve(new double[3], new double[5], new double[6], 0, new double[2], new double[2],
        new double[2])).isInstanceOf(IllegalArgumentException.class).hasMessage("x has 5 elements, expected 6");
  }
}
