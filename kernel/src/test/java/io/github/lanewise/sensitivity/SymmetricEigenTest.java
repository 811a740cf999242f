package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code A V' = V' diag(lambda)} and {@code V V' = I}. */
class SymmetricEigenTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 33, 120})
  void decomposes(int n) {
    Random random = new Random(n);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i * n + j] = random.nextGaussian() * Math.pow(10, -(i + j) / (double) n);
        a[j * n + i] = a[i * n + j];
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(n, a);
    double[] v = eigen.vectors();
    for (int e = 0; e < n; e++) {
      for (int i = 0; i < n; i++) {
        double image = 0;
        double dot = 0;
        for (int j = 0; j < n; j++) {
          image += a[i * n + j] * v[e * n + j];
          dot += v[e * n + j] * v[i * n + j];
        }
        assertThat(image).isCloseTo(eigen.values()[e] * v[e * n + i], within(1e-13));
        assertThat(dot).isCloseTo(e == i ? 1 : 0, within(1e-13));
      }
    }
  }

  /** Repeated eigenvalues, zero ones, and a matrix that is diagonal already. */
  @Test
  void decomposesWhatHasFewEigenvalues() {
    int n = 9;
    double[] ones = new double[n * n];
    Arrays.fill(ones, 2);
    SymmetricEigen eigen = SymmetricEigen.of(n, ones);
    assertThat(Arrays.stream(eigen.values()).sorted().toArray())
        .containsExactly(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 18}, within(1e-14));
    double[] diagonal = new double[n * n];
    for (int i = 0; i < n; i++) {
      diagonal[i * n + i] = i % 3;
    }
    assertThat(Arrays.stream(SymmetricEigen.of(n, diagonal).values()).sorted().toArray())
        .containsExactly(new double[] {0, 0, 0, 1, 1, 1, 2, 2, 2}, within(1e-15));
    assertThat(SymmetricEigen.of(n, new double[n * n]).values()).containsOnly(0);
  }
}
