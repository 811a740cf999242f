package io.github.lanewise.jmh;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one core moves to and from memory: {@code a = b + s c} on arrays too large for any cache (McCalpin, STREAM:
 * triad). An operation is one element, 24 bytes; that a line is read before it is written is not counted.
 */
@State(Scope.Thread)
public class MemoryBandwidth extends Settings {
  private static final int ELEMENTS = 1 << 24;
  private static final int BYTES = 3 * Double.BYTES;

  private final double[] a = new double[ELEMENTS];
  private final double[] b = new double[ELEMENTS];
  private final double[] c = new double[ELEMENTS];

  /** Fills the arrays. */
  @Setup
  public void setup() {
    Arrays.fill(b, 1);
    Arrays.fill(c, 2);
    Rates.bytes(BYTES);
  }

  /** The loop, which the JIT compiler vectorises. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public double[] triad() {
    for (int i = 0; i < ELEMENTS; i++) {
      a[i] = b[i] + 3 * c[i];
    }
    return a;
  }
}
