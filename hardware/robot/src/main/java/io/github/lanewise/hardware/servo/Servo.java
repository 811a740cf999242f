package io.github.lanewise.hardware.servo;

/**
 * A servo on a bus and the joint it moves: {@code q = ratio (counts - zeroCount) positionUnit}, velocities likewise,
 * and torques by the reciprocal, so that power stays.
 *
 * @param id its address
 * @param model how its numbers stand for SI units
 * @param zeroCount the count at which the joint is at 0
 * @param ratio what the joint does while the servo turns by one rad [rad, or m of a joint that slides]; below 0 if it
 *     goes the other way, 1 without a gear between them
 */
public record Servo(int id, ServoModel model, double zeroCount, double ratio) {
  /**
   * Refuses a ratio that is 0 or not finite, and a zero that is not finite.
   *
   * @throws IllegalArgumentException with the id and what is wrong
   */
  public Servo {
    if (ratio == 0 || !Double.isFinite(ratio)) {
      throw new IllegalArgumentException("servo " + id + ": the ratio must be finite and not 0, and is " + ratio);
    }
    if (!Double.isFinite(zeroCount)) {
      throw new IllegalArgumentException("servo " + id + ": the count of angle 0 must be finite, and is " + zeroCount);
    }
  }

  /**
   * With angle 0 in the middle of the model's range and the model's own direction.
   *
   * @param id on the line
   * @param model what it is
   * @return the servo
   */
  public static Servo of(int id, ServoModel model) {
    return new Servo(id, model, model.zeroCount(), 1);
  }

  /**
   * Joint position.
   *
   * @param counts position as the servo reports it
   * @return [rad or m]
   */
  public double position(double counts) {
    return ratio * (counts - zeroCount) * model.positionUnit();
  }

  /**
   * Joint velocity.
   *
   * @param counts velocity as the servo reports it
   * @return [rad/s or m/s]
   */
  public double velocity(double counts) {
    return ratio * counts * model.velocityUnit();
  }

  /**
   * Joint torque.
   *
   * @param counts current as the servo reports it
   * @return [N m or N]
   */
  public double torque(double counts) {
    return counts * model.torqueUnit() / ratio;
  }

  /**
   * The counts of a joint position, not rounded.
   *
   * @param position [rad or m]
   * @return the counts
   */
  public double positionCounts(double position) {
    return position / (ratio * model.positionUnit()) + zeroCount;
  }

  /**
   * The counts of a joint velocity, not rounded.
   *
   * @param velocity [rad/s or m/s]
   * @return the counts
   */
  public double velocityCounts(double velocity) {
    return velocity / (ratio * model.velocityUnit());
  }

  /**
   * The counts of current for a joint torque, not rounded.
   *
   * @param torque [N m or N]
   * @return the counts
   */
  public double torqueCounts(double torque) {
    return ratio * torque / model.torqueUnit();
  }

  /** {@return what the joint has at most, with the servo stalled [N m or N]; infinite if the model does not tell} */
  public double mostTorque() {
    return model.mostTorque() / Math.abs(ratio);
  }

  /** {@return how fast the joint moves at most [rad/s or m/s]; infinite if the model does not tell} */
  public double mostVelocity() {
    return model.mostVelocity() * Math.abs(ratio);
  }
}
