package io.github.lanewise.hardware.controller;

import io.github.lanewise.compile.Binding;
import io.github.lanewise.compile.Kernel;
import io.github.lanewise.dynamics.Algorithms;
import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.model.RobotModel;

/**
 * {@code g(q)} of one robot: the recursive Newton-Euler algorithm at rest. 0 B a call once C2 has compiled it. One
 * thread at a time.
 */
public final class Gravity {
  private final int joints;
  private final Batch configuration;
  private final Batch forces;
  private final Workspace workspace = new Workspace(ElementType.DOUBLE);
  private final Binding binding;

  /**
   * Compiles the kernel, and runs it until C2 takes notice.
   *
   * @param model a robot whose joints turn or slide about one axis each
   * @throws IllegalArgumentException if a joint has more than one axis
   */
  public Gravity(RobotModel model) {
    model.requireOneAxisJoints("a servo turns one axis");
    joints = model.nv();
    configuration = new Batch(ElementType.DOUBLE, joints, 1);
    forces = new Batch(ElementType.DOUBLE, joints, 1);
    binding = Kernel.compile(Algorithms.gravityForces(model), Lanes.widest(ElementType.DOUBLE))
        .bind(configuration, forces);
    binding.prepare(workspace);
    binding.run(workspace);
  }

  /** {@return the number of forces, one for each joint} */
  public int joints() {
    return joints;
  }

  /**
   * Adds g(q) to torques [N m].
   *
   * @param torques [N m], to which g(q) is added (modified)
   * @param q configuration [rad]
   */
  public void addTo(double[] torques, double[] q) {
    for (int i = 0; i < joints; i++) {
      configuration.set(i, 0, q[i]);
    }
    binding.run(workspace);
    for (int i = 0; i < joints; i++) {
      torques[i] += forces.get(i, 0);
    }
  }
}
