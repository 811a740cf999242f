package io.github.lanewise.model;

import java.util.List;

/**
 * How hard the ends of a joint's range are, in MuJoCo's terms (mujoco.readthedocs.io, Modeling, solver parameters).
 *
 * @param solref time constant [s] and damping ratio; or, both negative, minus the stiffness [1/s^2] and minus the
 *     damping [1/s]
 * @param solimp impedance at no and at full violation, the violation that counts as full [rad or m], the midpoint of
 *     the curve between and its power
 * @param margin distance from the end at which it acts already [rad or m]
 */
public record LimitSoftness(List<Double> solref, List<Double> solimp, double margin) {
  /**
   * Checks what a limit could not be computed with.
   *
   * @throws IllegalArgumentException if a number is not finite, solref is neither positive nor negative, the width, the
   *     midpoint or the power of solimp cannot be, or either has another count of numbers
   */
  public LimitSoftness {
    solref = List.copyOf(solref);
    solimp = List.copyOf(solimp);
    if (solref.size() != 2 || solimp.size() != 5) {
      throw new IllegalArgumentException(solref.size() + " numbers in solreflimit and " + solimp.size()
          + " in solimplimit; they take 2 and 5");
    }
    boolean positive = solref.get(0) > 0 && solref.get(1) > 0;
    boolean negative = solref.get(0) <= 0 && solref.get(1) <= 0;
    if (!positive && !negative || !solref.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "solreflimit " + solref + "; it takes two positive numbers or two negative ones");
    }
    if (!(solimp.get(2) > 0) || !(solimp.get(3) >= 0 && solimp.get(3) <= 1) || !(solimp.get(4) >= 1)
        || !solimp.stream().allMatch(Double::isFinite) || !Double.isFinite(margin)) {
      throw new IllegalArgumentException("solimplimit " + solimp + " and margin " + margin + "; the width is positive,"
          + " the midpoint from 0 to 1, the power 1 or more");
    }
  }
}
