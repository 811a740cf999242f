package io.github.lanewise.compile;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Elementary functions to 30 digits and more, by their series: the truth that polynomials in double are measured
 * against.
 */
final class Decimal {
  private static final MathContext PRECISION = new MathContext(45, RoundingMode.HALF_EVEN);
  private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-45");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  /** Machin: 16 atan(1/5) - 4 atan(1/239). */
  private static final BigDecimal PI = arctangentSeries(fraction(1, 5)).multiply(BigDecimal.valueOf(16))
      .subtract(arctangentSeries(fraction(1, 239)).multiply(BigDecimal.valueOf(4)));
  /** 2 artanh(1/3). */
  private static final BigDecimal LN2 = logarithmNearOne(TWO);

  private Decimal() {}

  static BigDecimal sin(double x) {
    BigDecimal r = new BigDecimal(x);
    BigDecimal k = r.divide(PI, PRECISION).setScale(0, RoundingMode.HALF_EVEN);
    r = r.subtract(k.multiply(PI), PRECISION);
    BigDecimal sum = factorialSeries(r, r.multiply(r, PRECISION).negate(), 2);
    return k.toBigInteger().testBit(0) ? sum.negate() : sum;
  }

  static BigDecimal cos(double x) {
    BigDecimal r = new BigDecimal(x);
    BigDecimal k = r.divide(PI, PRECISION).setScale(0, RoundingMode.HALF_EVEN);
    r = r.subtract(k.multiply(PI), PRECISION);
    BigDecimal sum = factorialSeries(BigDecimal.ONE, r.multiply(r, PRECISION).negate(), 1);
    return k.toBigInteger().testBit(0) ? sum.negate() : sum;
  }

  static BigDecimal exp(double x) {
    return exp(new BigDecimal(x));
  }

  private static BigDecimal exp(BigDecimal x) {
    int k = x.divide(LN2, PRECISION).setScale(0, RoundingMode.HALF_EVEN).intValueExact();
    BigDecimal r = x.subtract(LN2.multiply(BigDecimal.valueOf(k)), PRECISION);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; term.abs().compareTo(NEGLIGIBLE) > 0; n++) {
      sum = sum.add(term, PRECISION);
      term = term.multiply(r, PRECISION).divide(BigDecimal.valueOf(n), PRECISION);
    }
    return sum.multiply(TWO.pow(k, PRECISION), PRECISION);
  }

  static BigDecimal log(double x) {
    int k = x < Double.MIN_NORMAL ? Math.getExponent(x * 0x1p54) - 54 : Math.getExponent(x);
    BigDecimal m = new BigDecimal(x).divide(TWO.pow(k, PRECISION), PRECISION);
    if (m.doubleValue() > 1.4) {
      m = m.divide(TWO, PRECISION);
      k++;
    }
    return logarithmNearOne(m).add(LN2.multiply(BigDecimal.valueOf(k)), PRECISION);
  }

  static BigDecimal tanh(double x) {
    BigDecimal exact = new BigDecimal(x);
    if (Math.abs(x) < 1e-12) {
      return exact.subtract(exact.pow(3, PRECISION).divide(BigDecimal.valueOf(3), PRECISION), PRECISION);
    }
    BigDecimal e = exp(exact.multiply(TWO));
    return e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), PRECISION);
  }

  static BigDecimal atan2(double y, double x) {
    BigDecimal ay = new BigDecimal(Math.abs(y));
    BigDecimal ax = new BigDecimal(Math.abs(x));
    boolean steep = ay.compareTo(ax) > 0;
    BigDecimal t = steep ? ax.divide(ay, PRECISION) : ay.divide(ax, PRECISION);
    for (int halving = 0; halving < 2; halving++) {
      t = t.divide(BigDecimal.ONE.add(t.multiply(t, PRECISION).add(BigDecimal.ONE).sqrt(PRECISION)), PRECISION);
    }
    BigDecimal angle = arctangentSeries(t).multiply(BigDecimal.valueOf(4));
    angle = steep ? PI.divide(TWO, PRECISION).subtract(angle) : angle;
    angle = x < 0 ? PI.subtract(angle) : angle;
    return y < 0 ? angle.negate() : angle;
  }

  private static BigDecimal fraction(int a, int b) {
    return BigDecimal.valueOf(a).divide(BigDecimal.valueOf(b), PRECISION);
  }

  /** {@code first (1 + z/(n (n+1)) + z^2/(n (n+1) (n+2) (n+3)) + ...)}. */
  private static BigDecimal factorialSeries(BigDecimal first, BigDecimal z, int n) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal term = BigDecimal.ONE;
    for (int i = n; term.abs().compareTo(NEGLIGIBLE) > 0; i += 2) {
      sum = sum.add(term, PRECISION);
      term = term.multiply(z, PRECISION).divide(BigDecimal.valueOf((long) i * (i + 1)), PRECISION);
    }
    return sum.multiply(first, PRECISION);
  }

  /** {@code t - t^3/3 + t^5/5 - ...}. */
  private static BigDecimal arctangentSeries(BigDecimal t) {
    return powerSeries(t, t.multiply(t, PRECISION).negate());
  }

  private static BigDecimal logarithmNearOne(BigDecimal m) {
    BigDecimal s = m.subtract(BigDecimal.ONE).divide(m.add(BigDecimal.ONE), PRECISION);
    return powerSeries(s, s.multiply(s, PRECISION)).multiply(TWO);
  }

  /** {@code t (1 + z/3 + z^2/5 + ...)}. */
  private static BigDecimal powerSeries(BigDecimal t, BigDecimal z) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal power = BigDecimal.ONE;
    for (int n = 1; power.abs().compareTo(NEGLIGIBLE) > 0; n += 2) {
      sum = sum.add(power.divide(BigDecimal.valueOf(n), PRECISION), PRECISION);
      power = power.multiply(z, PRECISION);
    }
    return sum.multiply(t, PRECISION);
  }
}
