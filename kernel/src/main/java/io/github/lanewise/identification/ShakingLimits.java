package io.github.lanewise.identification;

/**
 * What shaking must keep, joint after joint.
 *
 * @param lower ends of the joints [rad or m]; -infinity without
 * @param upper ends of the joints [rad or m]; infinity without
 * @param velocity most [per second]
 * @param torque most [N m or N]
 */
public record ShakingLimits(double[] lower, double[] upper, double[] velocity, double[] torque) {}
