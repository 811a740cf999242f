package io.github.lanewise.dynamics;

import io.github.lanewise.trace.Scalar;

/**
 * What drives a robot in one state: the right side of {@code (M + W) a = tau - h - M b + G' f, G a = g}.
 *
 * @param tau joint forces, nv rows
 * @param given b, accelerations that are made otherwise, nv rows
 * @param implicit W, nv x nv and symmetric: h times the damping that a rule takes at the end of a step; no rows if none
 * @param constraints G, one row of nv entries for each constraint
 * @param rates g, one for each constraint
 */
record Drive(Scalar[] tau, Scalar[] given, Scalar[][] implicit, Scalar[][] constraints, Scalar[] rates) {
  /** Joint forces alone. */
  static Drive by(Scalar[] tau) {
    return new Drive(tau, Scalar.zeros(tau.length), new Scalar[0][], new Scalar[0][], new Scalar[0]);
  }

  /** The same beside accelerations b. */
  Drive beside(Scalar[] b) {
    return new Drive(tau, b, implicit, constraints, rates);
  }

  /** The same under {@code G a = g}. */
  Drive constrained(Scalar[][] g, Scalar[] byRates) {
    return new Drive(tau, given, implicit, g, byRates);
  }

  /** The same with W. */
  Drive implicit(Scalar[][] w) {
    return new Drive(tau, given, w, constraints, rates);
  }

  /** The same with a damping d of each row, taken at the end of a step of h from v. */
  Drive damped(Scalar[] d, Scalar[] v, double h) {
    Scalar[] left = new Scalar[d.length];
    Scalar[][] w = new Scalar[d.length][];
    for (int i = 0; i < d.length; i++) {
      left[i] = tau[i].minus(d[i].times(v[i]));
      w[i] = implicit.length == 0 ? Scalar.zeros(d.length) : implicit[i].clone();
      w[i][i] = w[i][i].plus(d[i].times(h));
    }
    return new Drive(left, given, w, constraints, rates);
  }
}
