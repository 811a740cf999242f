package io.github.lanewise.hardware.twin;

/** The way to a goal within a velocity and an acceleration: a trapezoid of velocity. */
final class Profile {
  private double position;
  private double velocity;

  /** Starts anew, at rest. */
  void rest(double at) {
    position = at;
    velocity = 0;
  }

  /** The position after h seconds towards the goal; infinite limits are none. */
  double advance(double goal, double maxVelocity, double maxAcceleration, double h) {
    double way = goal - position;
    // A goal that is reached within the step is reached, also where the acceleration has no limit.
    double braking = way == 0 ? 0 : Math.sqrt(2 * maxAcceleration * Math.abs(way));
    double wanted = Math.min(maxVelocity, Math.min(braking, Math.abs(way) / h));
    double change = Math.copySign(wanted, way) - velocity;
    velocity += Math.clamp(change, -maxAcceleration * h, maxAcceleration * h);
    position += velocity * h;
    return position;
  }
}
