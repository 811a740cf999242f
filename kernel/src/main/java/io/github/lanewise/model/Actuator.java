package io.github.lanewise.model;

/**
 * A motor on a joint: {@code tau = gear * clamp(control, lower, upper)}.
 *
 * @param name as in the file
 * @param joint index of the driven joint
 * @param row which of its velocity rows it drives, 0 for joints with one
 * @param gear [N m or N per unit of control]
 * @param lower lowest control, -infinity if unlimited
 * @param upper highest control, infinity if unlimited
 */
public record Actuator(String name, int joint, int row, double gear, double lower, double upper) {
  /** This motor in a model to which a free base was added in front. */
  Actuator behindFreeBase() {
    return new Actuator(name, joint + 1, row, gear, lower, upper);
  }
}
