package io.github.lanewise.data;

/** Finite numbers as text that reads back to the same bits: whole ones without a point. */
public final class NumberText {
  /** Up to here whole numbers are exact and shorter without an exponent. */
  private static final double LARGEST_WHOLE = 1e15;

  private NumberText() {}

  /**
   * Appends a number.
   *
   * @param text to which it is added (modified)
   * @param number any, infinite or none, too
   */
  public static void append(StringBuilder text, double number) {
    boolean negativeZero = number == 0 && 1 / number < 0;
    if (number == Math.rint(number) && Math.abs(number) < LARGEST_WHOLE && !negativeZero) {
      text.append((long) number);
    } else {
      text.append(number);
    }
  }
}
