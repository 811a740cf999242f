package io.github.lanewise.model;

/**
 * {@code w' = f(w, u)}: the state w of an actuator between its control u, which is in its range, and its force, where w
 * stands in the place of the control.
 *
 * <p>After MuJoCo's dyntype, dynprm, actrange and actearly. A step of h seconds ends in the range: {@code w <- clamp(w
 * + h w', lowest, highest)}, of an exact filter {@code w <- clamp(w + w' T (1 - exp(-h / T)), lowest, highest)}.
 *
 * @param kind what w follows
 * @param timeConstant T of a filter [s], above 0; 0 for the others
 * @param lowest least w, -infinity if unlimited
 * @param highest largest w, infinity if unlimited
 * @param early whether the force is that of the w at the end of the step
 */
public record ActuatorDynamics(Kind kind, double timeConstant, double lowest, double highest, boolean early) {
  /** What a state follows. */
  public enum Kind {
    /** There is no state: the control acts at once. */
    NONE,
    /** {@code w' = u}. */
    INTEGRATOR,
    /** {@code w' = (u - w) / T}, one Euler step at a time. */
    FILTER,
    /** {@code w' = (u - w) / T}, solved over a step. */
    EXACT_FILTER
  }

  /** No state: the control acts at once. */
  public static final ActuatorDynamics NONE =
      new ActuatorDynamics(Kind.NONE, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);

  /** Refuses a filter without a time constant, and ends of a range in the wrong order. */
  public ActuatorDynamics {
    boolean filters = kind == Kind.FILTER || kind == Kind.EXACT_FILTER;
    if (filters ? !(timeConstant > 0 && Double.isFinite(timeConstant)) : timeConstant != 0) {
      throw new IllegalArgumentException("the time constant of an actuator's " + kind + " is " + timeConstant
          + " s; it is above 0 for filters and 0 for all else");
    }
    if (!(lowest <= highest)) {
      throw new IllegalArgumentException("the state of an actuator in [" + lowest + ", " + highest
          + "]; the lower end comes first");
    }
  }
}
