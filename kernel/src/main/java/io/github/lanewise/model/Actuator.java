package io.github.lanewise.model;

/**
 * {@code tau = gear c clamp(gain(l, l') clamp(control, lower, upper) + bias(l, l'), lowestForce, highestForce)}: what
 * drives one velocity row of a joint (c = 1), or all joints of a tendon (c their coefficients in it).
 *
 * <p>l is gear times the coordinate of the row, or the length of the tendon, and l' how fast it grows. The coordinate
 * of a row of a spherical joint is that component of the rotation vector; rows of a free joint have none, and l is 0.
 * With a gain of 1 and no bias it is a motor. A position servo has gain kp and bias {@code -kp l - kv l'}, a velocity
 * servo gain kv and bias {@code -kv l'}, a damper gain {@code -kv l'}.
 *
 * <p>Of an actuator with a state of its own ({@link ActuatorDynamics}) that state is in the place of {@code
 * clamp(control, lower, upper)}, which it follows.
 *
 * @param name as in the file
 * @param joint index of the driven joint, -1 if it drives a tendon
 * @param row which of its velocity rows it drives, 0 for joints with one; -1 if it drives a tendon
 * @param tendon index of the driven tendon, -1 if it drives a joint
 * @param gear of a motor [N m or N per unit of control]; in general how much longer the actuator gets per unit of the
 *     coordinate
 * @param lower lowest control, -infinity if unlimited
 * @param upper highest control, infinity if unlimited
 * @param gain force per unit of control
 * @param bias force without control
 * @param lowestForce least force, -infinity if unlimited
 * @param highestForce largest force, infinity if unlimited
 * @param dynamics what is between the control and the force
 */
public record Actuator(String name, int joint, int row, int tendon, double gear, double lower, double upper,
    Affine gain, Affine bias, double lowestForce, double highestForce, ActuatorDynamics dynamics) {
  /**
   * {@return a motor: {@code tau = gear clamp(control, lower, upper)}}
   *
   * @param name as in the file
   * @param joint index of the driven joint
   * @param row which of its velocity rows it drives, 0 for joints with one
   * @param gear [N m or N per unit of control]
   * @param lower lowest control, -infinity if unlimited
   * @param upper highest control, infinity if unlimited
   */
  public static Actuator motor(String name, int joint, int row, double gear, double lower, double upper) {
    return new Actuator(name, joint, row, -1, gear, lower, upper, Affine.ONE, Affine.ZERO, Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY, ActuatorDynamics.NONE);
  }

  /** {@return whether its force depends on nothing but the control, or the state that follows it} */
  public boolean isMotor() {
    return gain.isConstant() && bias.equals(Affine.ZERO);
  }

  /** {@return whether it has a state of its own, one number} */
  public boolean hasState() {
    return dynamics.kind() != ActuatorDynamics.Kind.NONE;
  }

  /** {@return the least that its gain is multiplied with: its control or what its state may come to} */
  public double lowestDrive() {
    return integrates() ? dynamics.lowest() : Math.clamp(lower, dynamics.lowest(), dynamics.highest());
  }

  /** {@return the most that its gain is multiplied with: its control or what its state may come to} */
  public double highestDrive() {
    return integrates() ? dynamics.highest() : Math.clamp(upper, dynamics.lowest(), dynamics.highest());
  }

  private boolean integrates() {
    return dynamics.kind() == ActuatorDynamics.Kind.INTEGRATOR;
  }

  /** {@return whether it drives a tendon} */
  public boolean drivesTendon() {
    return tendon >= 0;
  }

  /** This actuator in a model to which a free base was added in front. */
  Actuator behindFreeBase() {
    return drivesTendon() ? this
        : new Actuator(name, joint + 1, row, tendon, gear, lower, upper, gain, bias, lowestForce, highestForce,
            dynamics);
  }
}
