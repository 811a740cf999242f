package io.github.lanewise.model;

/**
 * {@code c(s) = c0 + linear s + quadratic s^2}: how a coefficient c0 of stiffness or damping grows with s, the stretch
 * or the speed. Of the spring of a joint with one axis and of a tendon s has the sign of the stretch; of other springs
 * it is the length of the stretch. Of damping it is the absolute speed of the row, or of the place of a free body along
 * each axis of the world.
 *
 * @param linear growth in proportion to s
 * @param quadratic growth in proportion to the square of s
 */
public record Growth(double linear, double quadratic) {
  /** Of a coefficient that stays what it is. */
  public static final Growth NONE = new Growth(0, 0);

  /** {@return whether the coefficient stays what it is} */
  public boolean isNone() {
    return linear == 0 && quadratic == 0;
  }

  /** The growth of the sum of two coefficients, of which the other counts {@code times} so much. */
  Growth plus(double times, Growth other) {
    return new Growth(linear + times * other.linear, quadratic + times * other.quadratic);
  }
}
