package io.github.lanewise.dynamics.lagrange;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A real number to 2^-224, about 67 decimals. Fixed point: sums are exact, a product, quotient or root is rounded once.
 * Immutable.
 */
public final class Real {
  private static final int BITS = 224;
  private static final int DIGITS = 22;
  private static final int DECIMALS = 32;

  static final Real ZERO = new Real(BigInteger.ZERO);
  static final Real ONE = of(1);
  static final Real HALF = ONE.half(1);
  static final Real PI = of("3.14159265358979323846264338327950288419716939937510582097494459230781640628620900");

  private final BigInteger units;

  private Real(BigInteger units) {
    this.units = units;
  }

  static Real of(long value) {
    return new Real(BigInteger.valueOf(value).shiftLeft(BITS));
  }

  /** The number that a decimal text means, not the nearest double. */
  static Real of(String decimal) {
    return of(new BigDecimal(decimal));
  }

  static Real of(BigDecimal value) {
    return new Real(value.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(BITS)))
        .setScale(0, RoundingMode.HALF_EVEN).unscaledValue());
  }

  static Real of(double value) {
    return of(new BigDecimal(value));
  }

  static Real[] of(double[] values) {
    Real[] reals = new Real[values.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = of(values[i]);
    }
    return reals;
  }

  Real plus(Real b) {
    return new Real(units.add(b.units));
  }

  Real minus(Real b) {
    return new Real(units.subtract(b.units));
  }

  Real negate() {
    return new Real(units.negate());
  }

  Real times(Real b) {
    return isZero() || b.isZero() ? ZERO : new Real(units.multiply(b.units).shiftRight(BITS));
  }

  Real over(Real b) {
    return new Real(units.shiftLeft(BITS).divide(b.units));
  }

  Real over(long n) {
    return new Real(units.divide(BigInteger.valueOf(n)));
  }

  Real sqrt() {
    return new Real(units.shiftLeft(BITS).sqrt());
  }

  /** {@code this / 2^k}. */
  Real half(int k) {
    return new Real(units.shiftRight(k));
  }

  Real abs() {
    return new Real(units.abs());
  }

  /** {@code e^this}: the series at {@code this / 2^k}, squared k times. */
  Real exp() {
    int k = Math.max(0, units.bitLength() - BITS + 8);
    Real x = half(k);
    Real sum = ONE;
    Real term = ONE;
    for (int n = 1; !term.isZero() && n < BITS; n++) {
      term = term.times(x).over(n);
      sum = sum.plus(term);
    }
    for (int i = 0; i < k; i++) {
      sum = sum.times(sum);
    }
    return sum;
  }

  Real tanh() {
    Real e = plus(this).abs().negate().exp();
    Real magnitude = ONE.minus(e).over(ONE.plus(e));
    return units.signum() < 0 ? magnitude.negate() : magnitude;
  }

  boolean isZero() {
    return units.signum() == 0;
  }

  boolean isLess(Real b) {
    return units.compareTo(b.units) < 0;
  }

  /** To {@value #DIGITS} digits, of which none lies behind the {@value #DECIMALS}nd decimal. */
  BigDecimal decimal() {
    BigDecimal value = new BigDecimal(units).divide(new BigDecimal(BigInteger.ONE.shiftLeft(BITS)));
    BigDecimal rounded = value.setScale(DECIMALS, RoundingMode.HALF_EVEN).round(new MathContext(DIGITS));
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
  }

  double value() {
    return decimal().doubleValue();
  }

  static double[] values(Real[] reals) {
    double[] values = new double[reals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = reals[i].value();
    }
    return values;
  }

  @Override
  public String toString() {
    return decimal().toString();
  }
}
