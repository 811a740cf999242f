package io.github.lanewise.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A loss of values and Jacobians and its gradient by all parameters, as {@link SobolevState} says. */
public class SobolevGradient extends Dense {
  /** For this library alone. */
  @State(Scope.Thread)
  public static class Problem extends SobolevState {
    /** Compares with finite differences and states the work. */
    @Setup
    public void setup() {
      prepare();
    }
  }

  /** This library. */
  @Benchmark
  public double lanewise(Problem s) {
    return s.lanewise();
  }
}
