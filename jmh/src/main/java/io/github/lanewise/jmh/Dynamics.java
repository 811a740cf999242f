package io.github.lanewise.jmh;

import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The algorithms of rigid-body dynamics. */
public class Dynamics extends Settings {
  /** The kernel of an algorithm for one robot. */
  @State(Scope.Thread)
  public static class Lanewise extends KernelState {
    /** What to compute. */
    @Param
    public Algorithm algorithm;
    /** As {@link #robot()} says. */
    @Param("arm7")
    public String robot;

    @Override
    protected String robot() {
      return robot;
    }

    @Override
    protected Graph graph(RobotModel model) {
      return algorithm.graph(model);
    }
  }

  /** This library. */
  @Benchmark
  public void lanewise(Lanewise robots) {
    robots.run();
  }

  /** Mecano's InverseDynamicsCalculator, CompositeRigidBodyMassMatrixCalculator and ForwardDynamicsCalculator. */
  @Benchmark
  public void mecano(MecanoState robots) {
    robots.run();
  }
}
