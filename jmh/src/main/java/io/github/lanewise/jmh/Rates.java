package io.github.lanewise.jmh;

import io.github.lanewise.lanes.ElementType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A JMH profiler that turns scores into rates: floating-point operations or bytes a second, and the share of the
 * machine's peak.
 *
 * <p>A benchmark says in its set-up how much work an operation is. The peak is measured in the same process right after
 * each iteration, so that a machine that is slower for a while does not spoil the share. {@link Benchmarks} switches it
 * on; it reports nothing without forks, where benchmarks share a process.
 */
public final class Rates implements InternalProfiler {
  private static final List<ScalarResult> FACTS = new ArrayList<>();
  private static ElementType type;
  private static double flops;
  private static double bytes;

  /** An operation of the benchmark that is being set up has so many floating-point operations; an FMA counts two. */
  static void flops(ElementType elementType, double perOperation) {
    type = elementType;
    flops = perOperation;
  }

  /** An operation of the benchmark that is being set up moves so many bytes. */
  static void bytes(double perOperation) {
    bytes = perOperation;
  }

  /** A number to be reported with the result of the running iteration. */
  static void fact(String name, double value, String unit) {
    FACTS.add(result(name, value, unit));
  }

  @Override
  public String getDescription() {
    return "GFLOP/s, share of the FMA peak, GB/s";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    FACTS.clear();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<Result<?>> results = new ArrayList<>(FACTS);
    boolean failed = result.getRawPrimaryResults().isEmpty();
    if (failed || benchmark.getMode() != Mode.AverageTime || benchmark.getForks() == 0) {
      return results;
    }
    double nanos = result.getPrimaryResult().getScore() * benchmark.getTimeUnit().toNanos(1);
    if (flops > 0) {
      results.add(result("flops", flops, "flop/op"));
      results.add(result("flops.rate", flops / nanos, "GFLOP/s"));
      results.add(result("flops.share", 100 * flops / nanos / FmaPeak.measure(type), "% of peak"));
    }
    if (bytes > 0) {
      results.add(result("bytes.rate", bytes / nanos, "GB/s"));
    }
    return results;
  }

  private static ScalarResult result(String name, double value, String unit) {
    return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
  }
}
