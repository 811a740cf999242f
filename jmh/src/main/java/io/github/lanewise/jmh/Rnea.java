package io.github.lanewise.jmh;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Inverse dynamics {@code tau = M(q) a + h(q, v)} by the recursive Newton-Euler algorithm. */
public class Rnea extends Settings {
  /** The kernel. */
  @State(Scope.Thread)
  public static class Lanewise extends AlgorithmState {
    @Override
    protected Graph graph(RobotModel model) {
      return Algorithms.inverseDynamics(model);
    }
  }

  /** The peer. */
  @State(Scope.Thread)
  public static class Mecano extends MecanoState {
    /** Mecano's InverseDynamicsCalculator. */
    public Mecano() {
      super("inverseDynamics");
    }

    @Override
    protected Graph graph(RobotModel model) {
      return Algorithms.inverseDynamics(model);
    }
  }

  /** This library. */
  @Benchmark
  public void lanewise(Lanewise robots) {
    robots.run();
  }

  /** Mecano's InverseDynamicsCalculator. */
  @Benchmark
  public void mecano(Mecano robots) {
    robots.run();
  }
}
