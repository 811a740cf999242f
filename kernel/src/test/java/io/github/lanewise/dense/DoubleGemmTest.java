package io.github.lanewise.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against the sum that defines each element, with strides wider than the rows and numbers around the matrices that must
 * stay.
 */
class DoubleGemmTest {
  private interface Product {
    void add(int m, int n, int k, double[] a, int aStart, int aStride, double[] b, int bStart, int bStride,
        double[] c, int cStart, int cStride);
  }

  private enum Form {
    TIMES(DoubleGemm::addTimes), TIMES_TRANSPOSED(DoubleGemm::addTimesTransposed),
        TRANSPOSED_TIMES(DoubleGemm::addTransposedTimes);

    private final Product product;

    Form(Product product) {
      this.product = product;
    }
  }

  private static void check(Form form, int m, int n, int k) {
    Random random = new Random(1000L * m + 100 * n + k);
    boolean aTransposed = form == Form.TRANSPOSED_TIMES;
    boolean bTransposed = form == Form.TIMES_TRANSPOSED;
    DoubleMatrix a = new DoubleMatrix(aTransposed ? k : m, aTransposed ? m : k, random);
    DoubleMatrix b = new DoubleMatrix(bTransposed ? n : k, bTransposed ? k : n, random);
    DoubleMatrix c = new DoubleMatrix(m, n, random);
    double[] expected = c.data.clone();
    double[] magnitude = new double[expected.length];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        magnitude[c.index(i, j)] = Math.abs(c.get(i, j));
        for (int l = 0; l < k; l++) {
          double term = a.get(aTransposed ? l : i, aTransposed ? i : l) * b.get(bTransposed ? j : l,
              bTransposed ? l : j);
          expected[c.index(i, j)] += term;
          magnitude[c.index(i, j)] += Math.abs(term);
        }
      }
    }
    form.product.add(m, n, k, a.data, a.start, a.stride, b.data, b.start, b.stride, c.data, c.start, c.stride);
    for (int i = 0; i < expected.length; i++) {
      double bound = 2 * (k + 1) * Math.ulp((double) 1) * magnitude[i];
      assertThat(Math.abs(c.data[i] - expected[i])).as("%s %d x %d x %d, element %d", form, m, n, k,
          i).isLessThanOrEqualTo(bound);
    }
  }

  @Test
  void everySmallShape() {
    for (Form form : Form.values()) {
      for (int m = 1; m <= 35; m++) {
        for (int n = 1; n <= 35; n++) {
          for (int k : new int[] {1, 2, 7, 8, 16, 17, 35}) {
            check(form, m, n, k);
          }
        }
      }
    }
  }

  @Test
  void nothingIsAddedByAnEmptySum() {
    check(Form.TIMES, 5, 9, 0);
    check(Form.TIMES_TRANSPOSED, 5, 9, 0);
    check(Form.TRANSPOSED_TIMES, 5, 9, 0);
  }

  @ParameterizedTest
  @CsvSource({"64,64,64", "128,129,130", "257,255,263", "9,1024,521", "903,6,1024", "301,64,1031", "12,256,256",
      "6,301,9", "1,500,700"})
  void largeShapes(int m, int n, int k) {
    for (Form form : Form.values()) {
      check(form, m, n, k);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,3", "6,64", "35,7", "64,64", "131,300", "600,5"})
  void lowerTriangle(int n, int k) {
    Random random = new Random(n);
    DoubleMatrix a = new DoubleMatrix(n, k, random);
    DoubleMatrix b = new DoubleMatrix(k, n, random);
    DoubleMatrix c = new DoubleMatrix(n, n, random);
    double[] expected = c.data.clone();
    DoubleMatrix product = c.copy();
    DoubleGemm.add(-1, n, n, k, a.data, a.start, a.stride, 1, b.data, b.start, b.stride, 1, product.data,
        product.start, product.stride);
    for (int i = 0; i < n; i++) {
      System.arraycopy(product.data, product.index(i, 0), expected, product.index(i, 0), i + 1);
    }
    DoubleGemm.addLower(-1, n, k, a.data, a.start, a.stride, 1, b.data, b.start, b.stride, 1, c.data, c.start,
        c.stride);
    double bound = 4 * (k + 1) * Math.ulp((double) (k + 1));
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(c.data[i] - expected[i])).as("%d x %d, element %d", n, k, i).isLessThanOrEqualTo(bound);
    }
  }
}
