package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The most that one core computes: {@value #CHAINS} independent chains of fused multiply-adds of the widest vectors,
 * nothing loaded or stored. An operation is one round of all chains.
 */
@State(Scope.Thread)
public class FmaPeak extends Settings {
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int ROUNDS = 16 * BATCH;
  private static final long WARM_UP_NANOS = 500_000_000;
  private static final int BURSTS = 200;

  private static boolean warm;
  private static double sink;

  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  /** States the work of an operation. */
  @Setup
  public void setup() {
    Rates.flops(type, flops(type));
  }

  /** The loop. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public double fma() {
    return loop(type);
  }

  /** GFLOP/s of the best of some bursts of a few hundred microseconds; the first call in a process warms up. */
  static double measure(ElementType type) {
    long start = System.nanoTime();
    while (!warm && System.nanoTime() - start < WARM_UP_NANOS) {
      sink += loop(type);
    }
    warm = true;
    long best = Long.MAX_VALUE;
    for (int i = 0; i < BURSTS; i++) {
      long before = System.nanoTime();
      sink += loop(type);
      best = Math.min(best, System.nanoTime() - before);
    }
    return flops(type) * ROUNDS / best;
  }

  private static double flops(ElementType type) {
    return 2.0 * CHAINS * Lanes.widest(type).count();
  }

  private static double loop(ElementType type) {
    return type == ElementType.DOUBLE ? doubles() : floats();
  }

  private static double doubles() {
    DoubleVector x = DoubleVector.broadcast(DOUBLES, 0.999);
    DoubleVector y = DoubleVector.broadcast(DOUBLES, 0.001);
    DoubleVector a = y;
    DoubleVector b = y;
    DoubleVector c = y;
    DoubleVector d = y;
    DoubleVector e = y;
    DoubleVector f = y;
    DoubleVector g = y;
    DoubleVector h = y;
    DoubleVector i = y;
    DoubleVector j = y;
    DoubleVector k = y;
    DoubleVector l = y;
    for (int n = 0; n < ROUNDS; n++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }

  private static double floats() {
    FloatVector x = FloatVector.broadcast(FLOATS, 0.999f);
    FloatVector y = FloatVector.broadcast(FLOATS, 0.001f);
    FloatVector a = y;
    FloatVector b = y;
    FloatVector c = y;
    FloatVector d = y;
    FloatVector e = y;
    FloatVector f = y;
    FloatVector g = y;
    FloatVector h = y;
    FloatVector i = y;
    FloatVector j = y;
    FloatVector k = y;
    FloatVector l = y;
    for (int n = 0; n < ROUNDS; n++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }
}
