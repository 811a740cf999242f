package io.github.lanewise.hardware.twin;

/** What a servo tells its motor, in SI units and in the joint's direction. Mutable. */
final class Drive {
  /** What the target is. */
  enum Mode {
    /** No torque. */
    OFF,
    /** A torque [N m]. */
    TORQUE,
    /** A velocity [rad/s]: {@code tau = d (target - v)}. */
    VELOCITY,
    /** A position [rad], reached along the profile: {@code tau = k (profile - q) - d v}. */
    POSITION
  }

  Mode mode = Mode.OFF;
  double target;
  /** Most torque, by the limit of the current [N m]. */
  double limit;
  /** What the voltage limit gives of {@code k (profile - q)} at most, before the back-EMF's {@code d v} [N m]. */
  double effort;
  /** k [N m/rad]. */
  double stiffness;
  /** d [N m s/rad]. */
  double damping;
  /** Most velocity of the profile [rad/s]. */
  double profileVelocity = Double.POSITIVE_INFINITY;
  /** Most acceleration of the profile [rad/s^2]. */
  double profileAcceleration = Double.POSITIVE_INFINITY;

  void set(Drive other) {
    mode = other.mode;
    target = other.target;
    limit = other.limit;
    effort = other.effort;
    stiffness = other.stiffness;
    damping = other.damping;
    profileVelocity = other.profileVelocity;
    profileAcceleration = other.profileAcceleration;
  }
}
