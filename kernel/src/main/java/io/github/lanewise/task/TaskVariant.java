package io.github.lanewise.task;

import io.github.lanewise.dynamics.Integrator;

/**
 * Which of several tasks of one name is meant: returns of different ones do not compare.
 *
 * @param inertia of the bodies
 * @param contactDamping kd of the contact [N s/m^2]; not a number for the task's own
 * @param substeps S, time steps of a control step; 0 for the task's own
 * @param integrator rule of a time step; null for the task's own
 * @param massPeriod C, time steps over which a mass matrix is held; 0 for the task's own, which is a control step, or 1
 *     where an integrator is given
 */
public record TaskVariant(
    Inertia inertia, double contactDamping, int substeps, Integrator integrator, int massPeriod) {
  /** How the rotational inertia of bodies follows from their shapes. */
  public enum Inertia {
    /** As in the public code with which returns of these tasks were published ({@link AsUsedInertia}). */
    AS_USED,
    /** As physics has it. */
    PHYSICAL
  }

  /** The task as its returns were published. */
  public static final TaskVariant PUBLISHED = of(Inertia.AS_USED);
  /** The same of bodies whose inertia is right. */
  public static final TaskVariant PHYSICAL = of(Inertia.PHYSICAL);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public TaskVariant {
    if (contactDamping < 0 || substeps < 0 || massPeriod < 0) {
      throw new IllegalArgumentException("a task with contact damping " + contactDamping + " N s/m^2, " + substeps
          + " time steps and a mass matrix at every " + massPeriod + "-th: 0 or more");
    }
  }

  /**
   * {@return the task with that inertia and everything else its own}
   *
   * @param inertia of the bodies
   */
  public static TaskVariant of(Inertia inertia) {
    return new TaskVariant(inertia, Double.NaN, 0, null, 0);
  }

  /**
   * {@return the same with other time steps}
   *
   * @param count S; 0 for the task's own
   * @param rule of a time step; null for the task's own
   * @param held C; 0 for the task's own
   */
  public TaskVariant stepped(int count, Integrator rule, int held) {
    return new TaskVariant(inertia, contactDamping, count, rule, held);
  }
}
