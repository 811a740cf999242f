package io.github.lanewise.jmh;

import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.trace.Graph;
import java.util.function.Function;

/** What {@link Dynamics} measures. */
public enum Algorithm {
  /** Inverse dynamics {@code tau = M(q) a + h(q, v)} by the recursive Newton-Euler algorithm. */
  RNEA(Algorithms::inverseDynamics),
  /** The mass matrix {@code M(q)} by the composite-rigid-body algorithm. */
  CRBA(Algorithms::massMatrix),
  /** Forward dynamics {@code a = M^-1 (tau - h)} by the articulated-body algorithm. */
  ABA(Algorithms::articulatedBody),
  /** Forward dynamics {@code a = M^-1 (tau - h + J' f)} by the factors of M, an external force on every body. */
  FORWARD_DYNAMICS(Algorithms::forwardDynamics),
  /** Forward dynamics with its Jacobians by q, v and tau. */
  FORWARD_DYNAMICS_DERIVATIVES(Algorithms::forwardDynamicsDerivatives),
  /** The poses of all joints and frames in the world. */
  FORWARD_KINEMATICS(Algorithms::forwardKinematics);

  private final Function<RobotModel, Graph> trace;

  Algorithm(Function<RobotModel, Graph> trace) {
    this.trace = trace;
  }

  /** The algorithm for a robot. */
  Graph graph(RobotModel model) {
    return trace.apply(model);
  }
}
