package io.github.lanewise.app.simulate;

import io.github.lanewise.app.timing.Allocations;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.measure.FmaChains;

/** Fused multiply-adds that this machine does per second: {@link FmaChains} timed on several threads at once. */
final class FmaPeak {
  private static final int ITERATIONS = 2_000;
  private static final int PIECES_PER_THREAD = 32;
  private static final long MEASURING_NANOS = 200_000_000;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static volatile double result;

  private FmaPeak() {}

  /**
   * Floating-point operations per second of so many threads together: the best of many rounds.
   *
   * <p>Only rounds that allocate nothing count, for until the loop is compiled to vector code each operation makes an
   * object. NaN if that does not happen within seconds.
   */
  static double flopsPerSecond(ElementType type, int threads) {
    int pieces = PIECES_PER_THREAD * threads;
    double flopsPerRound = pieces * FmaChains.flops(type, ITERATIONS);
    Workers.Task task = (first, end, unused) -> {
      for (int piece = first; piece < end; piece++) {
        result = FmaChains.run(type, ITERATIONS);
      }
    };
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
}
