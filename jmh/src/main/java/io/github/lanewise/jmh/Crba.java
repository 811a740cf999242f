package io.github.lanewise.jmh;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The mass matrix {@code M(q)} by the composite-rigid-body algorithm. */
public class Crba extends Settings {
  /** The kernel. */
  @State(Scope.Thread)
  public static class Lanewise extends AlgorithmState {
    @Override
    protected Graph graph(RobotModel model) {
      return Algorithms.massMatrix(model);
    }
  }

  /** The peer. */
  @State(Scope.Thread)
  public static class Mecano extends MecanoState {
    /** Mecano's CompositeRigidBodyMassMatrixCalculator. */
    public Mecano() {
      super("massMatrix");
    }

    @Override
    protected Graph graph(RobotModel model) {
      return Algorithms.massMatrix(model);
    }
  }

  /** This library. */
  @Benchmark
  public void lanewise(Lanewise robots) {
    robots.run();
  }

  /** Mecano's CompositeRigidBodyMassMatrixCalculator. */
  @Benchmark
  public void mecano(Mecano robots) {
    robots.run();
  }
}
