package io.github.lanewise.jmh;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Forward dynamics with its Jacobians by q, v and tau. */
public class ForwardDynamicsDerivatives extends Settings {
  /** The kernel. */
  @State(Scope.Thread)
  public static class Lanewise extends AlgorithmState {
    @Override
    protected Graph graph(RobotModel model) {
      return Algorithms.forwardDynamicsDerivatives(model);
    }
  }

  /** This library. */
  @Benchmark
  public void lanewise(Lanewise robots) {
    robots.run();
  }
}
