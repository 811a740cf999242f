package io.github.lanewise.hardware.app;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.lanes.Workspace;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Fused multiply-adds that this machine does per second at its widest vectors, two operations each: the roof under
 * which kernels run.
 *
 * <p>Twelve independent chains {@code x <- 1/2 1/2 + x} keep two units of four cycles' latency busy. The factors come
 * from an array: a broadcast constant would be loaded again for every operation, and the loads would be measured.
 */
final class FmaPeak {
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int ITERATIONS = 2_000;
  private static final int PIECES_PER_THREAD = 32;
  private static final long MEASURING_NANOS = 200_000_000;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static final double[] HALVES = new double[DOUBLES.length()];
  private static final float[] FLOAT_HALVES = new float[FLOATS.length()];

  private static volatile double result;

  static {
    Arrays.fill(HALVES, 0.5);
    Arrays.fill(FLOAT_HALVES, 0.5f);
  }

  private FmaPeak() {}

  /**
   * Floating-point operations per second of so many threads together: the best of many rounds.
   *
   * <p>Only rounds that allocate nothing count, for until the loop is compiled to vector code each operation makes an
   * object. NaN if that does not happen within seconds.
   */
  static double flopsPerSecond(ElementType type, int threads) {
    boolean wide = type == ElementType.DOUBLE;
    int pieces = PIECES_PER_THREAD * threads;
    double flopsPerRound = 2.0 * CHAINS * ITERATIONS * pieces * (wide ? DOUBLES.length() : FLOATS.length());
    Workers.Task task = wide ? FmaPeak::doubles : FmaPeak::floats;
    try (Workers workers = new Workers(type, threads)) {
      Allocations allocated = new Allocations();
      double best = Double.NaN;
      long now = System.nanoTime();
      for (long end = now + PATIENCE_NANOS; now < end; ) {
        long bytes = allocated.getAsLong();
        long start = System.nanoTime();
        workers.run(task, pieces);
        now = System.nanoTime();
        if (allocated.getAsLong() == bytes) {
          double speed = flopsPerRound / ((now - start) * 1e-9);
          end = Double.isNaN(best) ? now + MEASURING_NANOS : end;
          best = Double.isNaN(best) ? speed : Math.max(best, speed);
        }
      }
      return best;
    }
  }

  private static void doubles(int first, int end, Workspace unused) {
    for (int piece = first; piece < end; piece++) {
      result = doubleChains(piece);
    }
  }

  private static void floats(int first, int end, Workspace unused) {
    for (int piece = first; piece < end; piece++) {
      result = floatChains(piece);
    }
  }

  private static double doubleChains(int seed) {
    DoubleVector h = DoubleVector.fromArray(DOUBLES, HALVES, 0);
    DoubleVector a = DoubleVector.broadcast(DOUBLES, seed);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    DoubleVector e = a;
    DoubleVector f = a;
    DoubleVector g = a;
    DoubleVector i = a;
    DoubleVector j = a;
    DoubleVector k = a;
    DoubleVector l = a;
    DoubleVector m = a;
    for (int n = 0; n < ITERATIONS; n++) {
      a = h.fma(h, a);
      b = h.fma(h, b);
      c = h.fma(h, c);
      d = h.fma(h, d);
      e = h.fma(h, e);
      f = h.fma(h, f);
      g = h.fma(h, g);
      i = h.fma(h, i);
      j = h.fma(h, j);
      k = h.fma(h, k);
      l = h.fma(h, l);
      m = h.fma(h, m);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(i).add(j).add(k).add(l).add(m)
        .reduceLanes(VectorOperators.ADD);
  }

  private static float floatChains(int seed) {
    FloatVector h = FloatVector.fromArray(FLOATS, FLOAT_HALVES, 0);
    FloatVector a = FloatVector.broadcast(FLOATS, seed);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector i = a;
    FloatVector j = a;
    FloatVector k = a;
    FloatVector l = a;
    FloatVector m = a;
    for (int n = 0; n < ITERATIONS; n++) {
      a = h.fma(h, a);
      b = h.fma(h, b);
      c = h.fma(h, c);
      d = h.fma(h, d);
      e = h.fma(h, e);
      f = h.fma(h, f);
      g = h.fma(h, g);
      i = h.fma(h, i);
      j = h.fma(h, j);
      k = h.fma(h, k);
      l = h.fma(h, l);
      m = h.fma(h, m);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(i).add(j).add(k).add(l).add(m)
        .reduceLanes(VectorOperators.ADD);
  }
}
