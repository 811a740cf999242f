package io.github.lanewise.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleProjectionTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 64, 65, 100})
  void productOfRowsWithRows(int columns) {
    Random random = new Random(columns);
    for (int rows = 1; rows <= 13; rows++) {
      DoubleMatrix p = new DoubleMatrix(rows, columns, random);
      DoubleProjection projection = new DoubleProjection(rows, columns);
      projection.pack(p.data, p.start, p.stride);
      for (int m = 0; m <= 7; m++) {
        DoubleMatrix x = new DoubleMatrix(m, columns, random);
        double[] y = new double[m * rows + 2];
        Arrays.fill(y, 9);
        projection.times(m, x.data, x.start, x.stride, y, 1);
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < rows; j++) {
            double expected = 0;
            for (int k = 0; k < columns; k++) {
              expected += x.get(i, k) * p.get(j, k);
            }
            assertThat(Math.abs(y[1 + i * rows + j] - expected)).as("row %d of %d, %d of %d", i, m, j, rows)
                .isLessThanOrEqualTo(columns * Math.ulp((double) 1));
          }
        }
        assertThat(y[0]).isEqualTo(9);
        assertThat(y[m * rows + 1]).isEqualTo(9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8, 21, 64})
  void whatIsNotANumberSpoilsItsOwnRowOnly(int columns) {
    DoubleMatrix p = new DoubleMatrix(4, columns, new Random(1));
    DoubleMatrix x = new DoubleMatrix(5, columns, new Random(2));
    DoubleProjection projection = new DoubleProjection(4, columns);
    projection.pack(p.data, p.start, p.stride);
    double[] expected = new double[20];
    projection.times(5, x.data, x.start, x.stride, expected, 0);
    x.data[x.index(1, columns - 1)] = Double.NaN;
    double[] y = new double[20];
    projection.times(5, x.data, x.start, x.stride, y, 0);
    for (int i = 0; i < 20; i++) {
      assertThat(y[i]).isEqualTo(Double.valueOf(i / 4 == 1 ? Double.NaN : expected[i]));
    }
  }
}
