package io.github.lanewise.dynamics;

import io.github.lanewise.trace.Scalar;

/**
 * {@code c(q) = 0}, held by a force along its row: {@code c'' + 2 c' / T + c / T^2 = 0}, so that a violation at the
 * start dies away with T = {@value #TIME} s, critically damped (Baumgarte 1972).
 *
 * @param row dc/dq along the velocity rows, nv entries
 * @param violation c
 * @param bend the second derivative of c by time at constant v
 */
record Constraint(Scalar[] row, Scalar violation, Scalar bend) {
  private static final double TIME = 0.02;

  /** The acceleration along the row that the equation asks for, at the state itself. */
  Scalar acceleration(Scalar[] v) {
    return along(v).times(2 / TIME).plus(violation.over(TIME * TIME)).plus(bend).negate();
  }

  /** The same over a step of h, c and c' taken at its end, which is stable for any h. */
  Scalar acceleration(Scalar[] v, double h) {
    double k = h / TIME;
    Scalar rate = along(v);
    Scalar next = rate.minus(violation.times(k / TIME)).over((1 + k) * (1 + k));
    return next.minus(rate).over(h).minus(bend);
  }

  /** {@code row . x}. */
  Scalar along(Scalar[] x) {
    Scalar sum = Scalar.ZERO;
    for (int i = 0; i < x.length; i++) {
      sum = sum.plus(row[i].times(x[i]));
    }
    return sum;
  }
}
