package io.github.lanewise.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Values and whole Jacobians of a network, as {@link JacobianState} says. */
public class NetworkJacobian extends Dense {
  /** For this library alone. */
  @State(Scope.Thread)
  public static class Problem extends JacobianState {
    /** Compares with finite differences and states the work. */
    @Setup
    public void setup() {
      prepare();
    }
  }

  /** This library. */
  @Benchmark
  public void lanewise(Problem s) {
    s.lanewise();
  }
}
