package io.github.lanewise.policy;

/**
 * One number of a policy.
 *
 * @param name unique within the policy
 * @param unit as printed behind values; empty for a pure number
 * @param nominal where shaking starts
 * @param scale how much is a change by one: perturbations are fractions of it, so that gains in N m/rad and angles in
 *     rad can be shaken alike; positive, in the same unit
 */
public record PolicyParameter(String name, String unit, double nominal, double scale) {
  /** Refuses numbers that are not finite and scales that are not positive. */
  public PolicyParameter {
    if (!Double.isFinite(nominal) || !(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("policy parameter '" + name + "' is " + nominal + " with a scale of " + scale
          + ": both must be finite, the scale positive");
    }
  }
}
