package io.github.lanewise.model;

/**
 * A state that the file gives a name, in the order and the conventions of {@link RobotModel}. Arrays are copied on the
 * way in and out.
 *
 * @param name unique within the model
 * @param time when it is [s]
 * @param q configuration, nq rows, quaternions of length 1
 * @param v velocity, nv rows
 * @param activation one number for each of {@link RobotModel#actuators()} that has a state of its own
 * @param control one number for each of {@link RobotModel#actuators()}
 */
public record Keyframe(String name, double time, double[] q, double[] v, double[] activation, double[] control) {
  /** Copies the arrays. */
  public Keyframe {
    q = q.clone();
    v = v.clone();
    activation = activation.clone();
    control = control.clone();
  }

  /** {@return a copy of the configuration, nq rows} */
  @Override
  public double[] q() {
    return q.clone();
  }

  /** {@return a copy of the velocity, nv rows} */
  @Override
  public double[] v() {
    return v.clone();
  }

  /** {@return a copy of the states of the actuators, {@link RobotModel#activationCount()} numbers} */
  @Override
  public double[] activation() {
    return activation.clone();
  }

  /** {@return a copy of the controls, one for each actuator} */
  @Override
  public double[] control() {
    return control.clone();
  }

  /** This state in a model to which a free base was added in front: at rest in the neutral pose. */
  Keyframe behindFreeBase() {
    double[] free = new double[JointKind.FREE.nq() + q.length];
    free[JointKind.FREE.nq() - 1] = 1;
    System.arraycopy(q, 0, free, JointKind.FREE.nq(), q.length);
    double[] moving = new double[JointKind.FREE.nv() + v.length];
    System.arraycopy(v, 0, moving, JointKind.FREE.nv(), v.length);
    return new Keyframe(name, time, free, moving, activation, control);
  }
}
