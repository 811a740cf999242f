package io.github.lanewise.jmh;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How the benchmarks of dense kernels are run: one thread, the score in us per call. Competitors use the same arrays.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
abstract class Dense {
  /**
   * Netlib's BLAS on the Vector API.
   *
   * @throws IllegalStateException if netlib falls back to another, as it does without the Vector API
   */
  static BLAS vectorBlas() {
    BLAS blas = JavaBLAS.getInstance();
    if (!blas.getClass().getSimpleName().equals("VectorBLAS")) {
      throw new IllegalStateException("netlib chose " + blas.getClass().getSimpleName() + " instead of VectorBLAS");
    }
    return blas;
  }

  /** Uniform in -1 to 1. */
  static double[] random(int n, long seed) {
    return new Random(seed).doubles(n, -1, 1).toArray();
  }

  static float[] rounded(double[] x) {
    float[] y = new float[x.length];
    IntStream.range(0, x.length).forEach(i -> y[i] = (float) x[i]);
    return y;
  }

  static double[] widened(float[] x) {
    return IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray();
  }
}
