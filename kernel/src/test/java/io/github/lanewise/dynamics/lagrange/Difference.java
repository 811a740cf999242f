package io.github.lanewise.dynamics.lagrange;

import java.util.function.UnaryOperator;

/** Derivatives by central differences. At a step of 2^-72 they err near the 43rd digit, by cutting and by rounding. */
final class Difference {
  static final Real STEP = Real.ONE.half(72);

  private Difference() {}

  /** {@code df/dd} at d = 0, a function of n numbers, row by row. */
  static Real[] jacobian(int n, UnaryOperator<Real[]> f) {
    Real scale = Real.HALF.over(STEP);
    Real[][] columns = new Real[n][];
    for (int j = 0; j < n; j++) {
      Real[] above = f.apply(Matrices.unit(n, j, STEP));
      Real[] below = f.apply(Matrices.unit(n, j, STEP.negate()));
      columns[j] = Matrices.times(Matrices.minus(above, below), scale);
    }
    return Matrices.flat(Matrices.transpose(columns));
  }
}
