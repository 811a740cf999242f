package io.github.lanewise.jmh;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Forward dynamics {@code a = M^-1 (tau - h + J' f)} by the factors of the mass matrix, with an external force on
 * every body.
 */
public class ForwardDynamics extends Settings {
  /** The kernel. */
  @State(Scope.Thread)
  public static class Lanewise extends AlgorithmState {
    @Override
    protected Graph graph(RobotModel model) {
      return Algorithms.forwardDynamics(model);
    }
  }

  /** This library. */
  @Benchmark
  public void lanewise(Lanewise robots) {
    robots.run();
  }
}
