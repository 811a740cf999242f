package io.github.lanewise.jmh;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Forward dynamics {@code a = M^-1 (tau - h)} by the articulated-body algorithm. */
public class Aba extends Settings {
  /** The kernel. */
  @State(Scope.Thread)
  public static class Lanewise extends AlgorithmState {
    @Override
    protected Graph graph(RobotModel model) {
      return Algorithms.articulatedBody(model);
    }
  }

  /** The peer. */
  @State(Scope.Thread)
  public static class Mecano extends MecanoState {
    /** Mecano's ForwardDynamicsCalculator. */
    public Mecano() {
      super("forwardDynamics");
    }

    @Override
    protected Graph graph(RobotModel model) {
      return Algorithms.articulatedBody(model);
    }
  }

  /** This library. */
  @Benchmark
  public void lanewise(Lanewise robots) {
    robots.run();
  }

  /** Mecano's ForwardDynamicsCalculator. */
  @Benchmark
  public void mecano(Mecano robots) {
    robots.run();
  }
}
