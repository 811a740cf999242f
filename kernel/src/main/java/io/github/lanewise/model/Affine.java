package io.github.lanewise.model;

/**
 * {@code constant + perLength l + perVelocity l'}: a number that depends on the length l and the velocity l' of an
 * actuator.
 *
 * @param constant what it is at rest at length 0
 * @param perLength per rad or m of length
 * @param perVelocity per rad/s or m/s of velocity
 */
public record Affine(double constant, double perLength, double perVelocity) {
  /** Always 0. */
  public static final Affine ZERO = new Affine(0, 0, 0);
  /** Always 1. */
  public static final Affine ONE = new Affine(1, 0, 0);

  /** {@return whether it depends on neither length nor velocity} */
  public boolean isConstant() {
    return perLength == 0 && perVelocity == 0;
  }
}
