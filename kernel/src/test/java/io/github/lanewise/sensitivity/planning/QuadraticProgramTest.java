package io.github.lanewise.sensitivity.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.sensitivity.Linear;
import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Optimality conditions on random programmes, which are sufficient as H is positive definite; certificates where
 * nothing is feasible.
 */
class QuadraticProgramTest {
  private static DMatrixRMaj positive(Random random, int n) {
    DMatrixRMaj g = Linear.matrix(random, n, n);
    DMatrixRMaj h = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransA(g, g, h);
    for (int i = 0; i < n; i++) {
      h.add(i, i, 0.1);
    }
    return h;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 5", "6, 20", "6, 200", "20, 60", "64, 128"})
  void meetsTheConditionsOfKarushKuhnAndTucker(int n, int c) {
    int tight = 0;
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      DMatrixRMaj h = positive(random, n);
      DMatrixRMaj a = Linear.matrix(random, c, n);
      double[] f = random.doubles(n, -10, 10).toArray();
      double[] inside = random.doubles(n, -1, 1).toArray();
      double[] b = new double[c];
      for (int r = 0; r < c; r++) {
        b[r] = dot(a, r, inside) + random.nextDouble();
      }
      QuadraticProgram.Solution solution = QuadraticProgram.solve(h, f, a, b);
      assertThat(solution.feasible()).as("seed %d", seed).isTrue();
      double[] x = solution.x();
      double[] multipliers = solution.multipliers();
      for (int r = 0; r < c; r++) {
        double slack = b[r] - dot(a, r, x);
        assertThat(slack).as("seed %d: constraint %d", seed, r).isGreaterThan(-1e-8);
        assertThat(multipliers[r]).as("seed %d: multiplier %d", seed, r).isGreaterThanOrEqualTo(-1e-10);
        assertThat(multipliers[r] * slack).as("seed %d: complementarity %d", seed, r).isCloseTo(0, within(1e-6));
        tight += multipliers[r] > 1e-8 ? 1 : 0;
      }
      for (int i = 0; i < n; i++) {
        double gradient = f[i] + dot(h, i, x);
        for (int r = 0; r < c; r++) {
          gradient += multipliers[r] * a.get(r, i);
        }
        assertThat(gradient).as("seed %d: stationarity %d", seed, i).isCloseTo(0, within(1e-7));
      }
    }
    assertThat(tight).as("active constraints over all programmes").isGreaterThan(10);
  }

  @Test
  void copesWithRepeatedConstraints() {
    DMatrixRMaj h = CommonOps_DDRM.identity(2);
    DMatrixRMaj a = new DMatrixRMaj(new double[][] {{1, 0}, {1, 0}, {2, 0}, {0, 1}});
    QuadraticProgram.Solution solution = QuadraticProgram.solve(h, new double[] {-5, -5}, a, new double[] {1, 1, 2, 3});
    assertThat(solution.x()).containsExactly(new double[] {1, 3}, within(1e-12));
  }

  /** Added with the multipliers of Farkas' lemma: x <= -1 against -x <= -1 among constraints that can be met. */
  @Test
  void saysWhichConstraintCannotBeMet() {
    DMatrixRMaj h = CommonOps_DDRM.identity(3);
    DMatrixRMaj a = new DMatrixRMaj(new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {-1, 0, 0}});
    QuadraticProgram.Solution solution = QuadraticProgram.solve(h, new double[3], a, new double[] {-4, -1, 2, -1});
    assertThat(solution.feasible()).isFalse();
    assertThat(new int[] {1, 3}).contains(solution.unmet());
    assertThat(solution.against()).contains(4 - solution.unmet());
    QuadraticProgram.Solution impossible =
        QuadraticProgram.solve(h, new double[3], new DMatrixRMaj(1, 3), new double[] {-1});
    assertThat(impossible.unmet()).isZero();
  }

  @Test
  void refusesWhatIsNotConvexOrDoesNotFit() {
    DMatrixRMaj h = CommonOps_DDRM.diag(1, -1);
    assertThatThrownBy(() -> QuadraticProgram.solve(h, new double[2], new DMatrixRMaj(1, 2), new double[1]))
        .hasMessageContaining("not positive definite").hasMessageContaining("pivot 1");
    assertThatThrownBy(() -> QuadraticProgram.solve(h, new double[3], new DMatrixRMaj(1, 2), new double[1]))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2 x 2");
  }

  private static double dot(DMatrixRMaj m, int row, double[] x) {
    double[] r = Arrays.copyOfRange(m.data, row * m.numCols, (row + 1) * m.numCols);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += r[i] * x[i];
    }
    return sum;
  }
}
