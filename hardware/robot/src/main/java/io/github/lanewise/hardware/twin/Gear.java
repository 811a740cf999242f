package io.github.lanewise.hardware.twin;

/**
 * The play between a rotor and its joint. The rotor pushes through one flank or flies free between the two, driven by
 * the motor alone; a flank that meets stays, without rebound.
 *
 * <p>While a flank is in contact the rotor's inertia is the armature that the model has, here it only has to cross the
 * play; where the model has none it is {@value #LIGHT_ROTOR} kg m^2.
 */
final class Gear {
  private static final double LIGHT_ROTOR = 1e-3;

  private final double halfPlay;
  private final double inertia;
  private double lead;
  private double velocity;
  private double freeTorque;
  private boolean free;

  Gear(double backlash, double armature) {
    halfPlay = backlash / 2;
    inertia = armature > 0 ? armature : LIGHT_ROTOR;
  }

  /** At rest in the middle of the play. */
  void reset() {
    lead = 0;
    velocity = 0;
    free = halfPlay > 0;
    freeTorque = 0;
  }

  /** How far the rotor is ahead of the joint [rad], within half the play. */
  double lead() {
    return lead;
  }

  /** Velocity of the rotor, at the joint's side of the gear [rad/s]. */
  double velocity() {
    return velocity;
  }

  /** Whether such a torque of the motor reaches the joint. */
  boolean transmits(double torque) {
    free = halfPlay > 0 && !(lead >= halfPlay && torque > 0) && !(lead <= -halfPlay && torque < 0);
    return !free;
  }

  /** Least and largest torque that the flank in contact can pass, of those the motor has. */
  double least(double torque) {
    return free || halfPlay > 0 && lead > 0 ? 0 : torque;
  }

  /** The other bound of {@link #least}. */
  double largest(double torque) {
    return free || halfPlay > 0 && lead < 0 ? 0 : torque;
  }

  /** Torque of a motor whose rotor is free: {@code clamp(c - d w', -limit, limit)}, w' the velocity it leads to. */
  void drive(double c, double d, double limit, double h) {
    double next = (velocity + h * c / inertia) / (1 + h * d / inertia);
    freeTorque = Math.clamp(c - d * next, -limit, limit);
  }

  /** The torque last given by {@link #drive}. */
  double freeTorque() {
    return freeTorque;
  }

  /** Moves on by h seconds, at the end of which the joint has this velocity. */
  void advance(double jointVelocity, double h) {
    if (!free) {
      velocity = jointVelocity;
      return;
    }
    velocity += h * freeTorque / inertia;
    lead += h * (velocity - jointVelocity);
    if (Math.abs(lead) >= halfPlay) {
      lead = Math.copySign(halfPlay, lead);
      velocity = jointVelocity;
    }
  }
}
