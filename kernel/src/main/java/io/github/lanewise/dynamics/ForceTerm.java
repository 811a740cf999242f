package io.github.lanewise.dynamics;

import io.github.lanewise.trace.Scalar;

/** One of the causes of the forces that act on a robot: control, damping and springs, whatever pushes its bodies. */
@FunctionalInterface
interface ForceTerm {
  /**
   * Adds the forces of this cause, as expressions in the state.
   *
   * @param forces the sum so far, modified
   * @param state q, v, and where the bodies are and how they move
   */
  void addTo(Forces forces, Kinematics state);

  /**
   * This cause while the control law is in a state of its own; all but actuators are the same in any.
   *
   * @param w state of the law
   */
  default ForceTerm at(Scalar[] w) {
    return this;
  }

  /**
   * Joint forces that do not depend on the state.
   *
   * @param tau nv rows [N m or N]
   */
  static ForceTerm held(Scalar[] tau) {
    return (forces, state) -> {
      for (int row = 0; row < tau.length; row++) {
        forces.addInJoint(row, tau[row]);
      }
    };
  }
}
