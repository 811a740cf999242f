package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a new process takes to simulate at 90 % of its steady speed, step and VJP, one thread: {@code ready},
 * counted from before the robot is loaded, tracing and compiling included. The score itself is only how long was
 * observed.
 *
 * <p>Speed is taken over windows of {@value #WINDOW_MILLIS} ms or one call, whichever is longer; steady is the median
 * of the last quarter of the time, which must not be more than a tenth faster than that of the quarter before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(5)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class WarmUp {
  private static final int WINDOW_MILLIS = 50;
  private static final int MAX_WINDOWS = 100_000;
  private static final double READY = 0.9;

  /** As {@link KernelState#robot()} says. */
  @Param({"arm7", "humanoid"})
  public String robot;

  /** Number type. */
  @Param({"DOUBLE", "FLOAT"})
  public ElementType type;

  /** How long to observe [s]; steady speed must be reached in three quarters of it. */
  @Param("60")
  public int seconds;

  private final long[] ends = new long[MAX_WINDOWS];
  private final double[] nanosPerCall = new double[MAX_WINDOWS];
  private int windows;

  /** Loads, traces, compiles and simulates. */
  @Benchmark
  public void stepAndVjp() {
    long start = System.nanoTime();
    try (Held simulation = new Held(Robots.load(robot), type, 1)) {
      long built = System.nanoTime();
      observe(simulation, start + TimeUnit.SECONDS.toNanos(seconds));
      simulation.checkFinite();
      Rates.fact("built", (built - start) * 1e-9, "s");
    }
    double before = median(windows / 2, windows * 3 / 4);
    double steady = median(windows * 3 / 4, windows);
    if (steady < READY * before) {
      throw new IllegalStateException(String.format(Locale.ROOT,
          "not steady after %d s: from %.0f to %.0f ns per robot in the last quarter; observe longer: -p seconds=%d",
          seconds, before / Settings.BATCH, steady / Settings.BATCH, 2 * seconds));
    }
    int ready = IntStream.range(0, windows).filter(w -> nanosPerCall[w] * READY <= steady).findFirst().orElseThrow();
    Rates.fact("ready", (ends[ready] - start) * 1e-9, "s");
    Rates.fact("steady", steady / Settings.BATCH, "ns/robot");
  }

  private double median(int first, int end) {
    double[] sorted = Arrays.stream(nanosPerCall, first, end).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void observe(Held simulation, long end) {
    long windowStart = System.nanoTime();
    int calls = 0;
    while (windowStart < end) {
      simulation.stepAndVjp();
      calls++;
      long now = System.nanoTime();
      if (now - windowStart >= TimeUnit.MILLISECONDS.toNanos(WINDOW_MILLIS)) {
        ends[windows] = now;
        nanosPerCall[windows++] = (double) (now - windowStart) / calls;
        windowStart = now;
        calls = 0;
      }
    }
  }
}
