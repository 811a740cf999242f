package io.github.lanewise.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleRowsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 16, 31, 32, 33, 64, 65, 130, 1000})
  void squaresAreAddedRowByRow(int n) {
    DoubleMatrix a = new DoubleMatrix(5, n, new Random(n));
    double[] s = {9, 1, 2, 3, 4, 5, 9};
    DoubleRows.addSquares(5, n, a.data, a.start, a.stride, s, 1);
    for (int i = 0; i < 5; i++) {
      double expected = i + 1;
      for (int j = 0; j < n; j++) {
        expected += a.get(i, j) * a.get(i, j);
      }
      assertThat(Math.abs(s[i + 1] - expected)).isLessThanOrEqualTo((n + 1) * Math.ulp((double) 1) * expected);
    }
    assertThat(s[0]).isEqualTo(9);
    assertThat(s[6]).isEqualTo(9);
  }
}
