package io.github.lanewise.hardware.servo;

/**
 * A servo on a bus and the joint it moves: {@code joint angle = direction (counts - zeroCount) positionUnit}, and the
 * same direction for velocity and torque.
 *
 * @param id its address
 * @param model how its numbers stand for SI units
 * @param zeroCount the count at which the joint angle is 0
 * @param direction 1, or -1 if the joint turns the other way
 */
public record Servo(int id, ServoModel model, double zeroCount, int direction) {
  /**
   * Refuses a direction that is neither 1 nor -1, and a zero that is not finite.
   *
   * @throws IllegalArgumentException with the id and what is wrong
   */
  public Servo {
    if (direction != 1 && direction != -1) {
      throw new IllegalArgumentException("servo " + id + ": direction is 1 or -1, not " + direction);
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
   * Joint angle.
   *
   * @param counts position as the servo reports it
   * @return [rad]
   */
  public double position(double counts) {
    return direction * (counts - zeroCount) * model.positionUnit();
  }

  /**
   * Joint velocity.
   *
   * @param counts velocity as the servo reports it
   * @return [rad/s]
   */
  public double velocity(double counts) {
    return direction * counts * model.velocityUnit();
  }

  /**
   * Joint torque.
   *
   * @param counts current as the servo reports it
   * @return [N m]
   */
  public double torque(double counts) {
    return direction * counts * model.torqueUnit();
  }

  /**
   * The counts of a joint angle, not rounded.
   *
   * @param position [rad]
   * @return the counts
   */
  public double positionCounts(double position) {
    return direction * position / model.positionUnit() + zeroCount;
  }

  /**
   * The counts of current for a joint torque, not rounded.
   *
   * @param torque [N m]
   * @return the counts
   */
  public double torqueCounts(double torque) {
    return direction * torque / model.torqueUnit();
  }
}
