package io.github.lanewise.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code A V' = V' diag(lambda)} and {@code V V' = I}. */
class SymmetricEigenTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 33})
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
}
