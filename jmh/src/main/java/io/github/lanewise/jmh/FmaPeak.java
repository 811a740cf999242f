package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.measure.FmaChains;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The most that one core computes: {@link FmaChains}. An operation is one round of all chains. */
@State(Scope.Thread)
public class FmaPeak extends Settings {
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
    Rates.flops(type, FmaChains.flops(type, 1));
  }

  /** The loop. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public double fma() {
    return FmaChains.run(type, ROUNDS);
  }

  /** GFLOP/s of the best of some bursts of a few hundred microseconds; the first call in a process warms up. */
  static double measure(ElementType type) {
    long start = System.nanoTime();
    while (!warm && System.nanoTime() - start < WARM_UP_NANOS) {
      sink += FmaChains.run(type, ROUNDS);
    }
    warm = true;
    long best = Long.MAX_VALUE;
    for (int i = 0; i < BURSTS; i++) {
      long before = System.nanoTime();
      sink += FmaChains.run(type, ROUNDS);
      best = Math.min(best, System.nanoTime() - before);
    }
    return FmaChains.flops(type, ROUNDS) / best;
  }
}
