package io.github.lanewise.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A result is the same to the bit before its code is compiled and after. */
class ReproducibilityTest {
  private static final int M = 12;
  private static final int K = 203;
  private static final int CALLS = 20_000;

  private record Work(String name, Supplier<double[]> result) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Work> work() {
    double[] a = new Random(1).doubles(M * K, -1, 1).toArray();
    double[] b = new Random(2).doubles(M * K, -1, 1).toArray();
    DoubleProjection projection = new DoubleProjection(M, K);
    projection.pack(b, 0, K);
    DoubleMoments moments = new DoubleMoments(M);
    double[] z = new Random(3).doubles(3 * K, -1, 1).toArray();
    double[] w = new Random(4).doubles(3 * K, -1, 1).map(v -> Math.max(v, 0)).toArray();
    WeightedLeastSquares weighted = new WeightedLeastSquares(4, 3, K);
    return Stream.of(
        new Work("A' B", () -> {
          double[] c = new double[K * K];
          DoubleGemm.addTransposedTimes(K, K, M, a, 0, K, b, 0, K, c, 0, K);
          return c;
        }),
        new Work("projection", () -> {
          double[] y = new double[M * M];
          projection.times(M, a, 0, K, y, 0);
          return y;
        }),
        new Work("moments", () -> {
          moments.take(M, K, a, 0, K);
          return IntStream.range(0, M).mapToDouble(i -> moments.sum(i) + moments.square(i)).toArray();
        }),
        new Work("weighted least squares", () -> {
          double[] slopes = new double[36];
          double[] errors = new double[36];
          weighted.solve(3, z, a, w, 0.1, slopes, errors, new double[12], new double[3], new double[3]);
          return DoubleStream.concat(Arrays.stream(slopes), Arrays.stream(errors)).toArray();
        }));
  }

  @ParameterizedTest
  @MethodSource("work")
  void compilationChangesNothing(Work work) {
    double[] first = work.result().get();
    double[] last = first;
    for (int call = 0; call < CALLS && Arrays.equals(first, last); call++) {
      last = work.result().get();
    }
    assertThat(last).isEqualTo(first);
  }
}
