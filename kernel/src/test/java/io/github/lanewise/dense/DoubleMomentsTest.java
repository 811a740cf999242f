package io.github.lanewise.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleMomentsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 31, 32, 33, 64, 65, 130, 1000})
  void momentsAboutTheFirstElement(int n) {
    DoubleMatrix a = new DoubleMatrix(5, n, new Random(n));
    DoubleMoments moments = new DoubleMoments(5);
    moments.take(5, n, a.data, a.start, a.stride);
    for (int i = 0; i < 5; i++) {
      double sum = 0;
      double square = 0;
      double size = 0;
      for (int j = 0; j < n; j++) {
        double d = a.get(i, j) - a.get(i, 0);
        sum += d;
        square += d * d;
        size += Math.abs(d);
      }
      double ulps = (n + 1) * Math.ulp((double) 1);
      assertThat(Math.abs(moments.sum(i) - sum)).isLessThanOrEqualTo(ulps * size);
      assertThat(Math.abs(moments.square(i) - square)).isLessThanOrEqualTo(ulps * square);
    }
  }
}
