package io.github.lanewise.compile;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.trace.Op;
import io.github.lanewise.trace.Scalar;

/**
 * Elementary functions as sums and products, without branches.
 *
 * <p>Error in units in the last place: sine and cosine below 2 of 1 for |x| up to 1e9 (double) or 1e4 (float) - beyond,
 * the result is of no use - and sine below 2 of itself for |x| up to 1.5; exp below 1.5, log and tanh below 2 and atan2
 * below 2.5 of the result. Exp is 0 below -708 (double) or -86.9 (float), where the result would soon be subnormal. The
 * sign of a zero argument is lost: the angle of (x, -0) is that of (x, 0). Atan2 needs coordinates below half the
 * largest number and is NaN if both are infinite. NaN gives NaN.
 *
 * <p>The polynomials are minimax fits (Remez) on the reduced ranges. Where the order of rounding matters the fused
 * operation is written out, so that no later pass rearranges it.
 */
record Functions(
    double roundingMagic,
    double piHigh,
    double piLow,
    double ln2High,
    double ln2Low,
    double expLimit,
    double smallestNormal,
    double subnormalScale,
    double subnormalExponent,
    double tanhLimit,
    double[] sine,
    double[] cosine,
    double[] exponential,
    double[] logarithm,
    double[] arctangent) {

  private static final Functions DOUBLE = new Functions(
      0x1.8p52, Math.PI, 1.2246467991473532e-16,
      0x1.62e42fefa3800p-1, 0x1.ef35793c76730p-45, 708, Double.MIN_NORMAL, 0x1p54, 54, 22,
      new double[] {
        -0.1666666666666626, 0.00833333333329125, -0.00019841269826532777, 2.755731677661681e-06,
        -2.5051890909442933e-08, 1.60484119152864e-10, -7.377031651976822e-13},
      new double[] {
        0.04166666666666583, -0.0013888888888830015, 2.4801587285776256e-05, -2.7557317067675787e-07,
        2.087659254481295e-09, -1.1463634066614426e-11, 4.6161193970371503e-14},
      new double[] {
        0.5000000000000006, 0.16666666666666685, 0.04166666666657362, 0.008333333333314584, 0.0013888888932380014,
        0.00019841269903047697, 2.480150444434365e-05, 2.755722793818429e-06, 2.762632719192856e-07,
        2.511447794130682e-08},
      new double[] {
        0.6666666666666734, 0.39999999999414326, 0.2857142874247384, 0.22222198563570508, 0.18183564862737528,
        0.15314035926272437, 0.14796104637082494},
      new double[] {
        -0.333333333333332, 0.1999999999995404, -0.1428571428024404, 0.11111110785903988, -0.09090897829465018,
        0.0769206150875381, -0.06663118882011958, 0.05847997701359863, -0.050397937780388646, 0.038076978019445235,
        -0.01792077919985881});

  private static final Functions FLOAT = new Functions(
      0x1.8p23, 0x1.921fb6p1, -8.742278000372475e-08,
      0x1.62e400p-1, 0x1.7f7d1cp-20, 86.9, Float.MIN_NORMAL, 0x1p24, 24, 10,
      new double[] {-0.16666660460073576, 0.008333088094076456, -0.00019811106643531038, 2.608917826301961e-06},
      new double[] {0.04166665576893798, -0.0013888569068225068, 2.4769297935883626e-05, -2.6193682746501374e-07},
      new double[] {
        0.500000004641607, 0.16666666816984535, 0.04166635465665641, 0.008333273057439685, 0.0013941008791335532,
        0.0001991417025645518},
      new double[] {0.6666666564507483, 0.40000335284999466, 0.2853730199056043, 0.23582285974341308},
      new double[] {
        -0.3333331549576276, 0.19998488816884072, -0.1424383640220365, 0.1059590605896612, -0.060832012208889535});

  static Functions of(ElementType type) {
    return type == ElementType.DOUBLE ? DOUBLE : FLOAT;
  }

  /** With {@code x = k pi + r}, |r| <= pi/2: {@code (-1)^k sin r}. */
  Scalar sin(Scalar x) {
    Scalar shifted = shiftedQuotient(x, 1 / Math.PI);
    Scalar r = halfTurnRemainder(x, shifted);
    Scalar z = r.squared();
    return flip(fma(r.times(z), horner(sine, z), r), shifted);
  }

  /** With {@code x = k pi + r}, |r| <= pi/2: {@code (-1)^k cos r}. */
  Scalar cos(Scalar x) {
    Scalar shifted = shiftedQuotient(x, 1 / Math.PI);
    Scalar z = halfTurnRemainder(x, shifted).squared();
    return flip(fma(z, fma(z, horner(cosine, z), Scalar.of(-0.5)), Scalar.ONE), shifted);
  }

  /**
   * With {@code x = k ln2 + r}: {@code 2^(k-1) e^r 2}, so that k may be the largest exponent and one more; 0 below
   * -expLimit.
   */
  Scalar exp(Scalar x) {
    Scalar highest = Scalar.of(expLimit + 2);
    Scalar bounded = x.ifLess(-expLimit, Scalar.of(-expLimit), highest.ifLess(x, highest, x));
    Scalar shifted = shiftedQuotient(bounded, 1 / Math.log(2));
    Scalar half = Scalar.ONE.plus(expm1Reduced(ln2Remainder(bounded, shifted))).times(power2(shifted.minus(1)));
    return x.ifLess(-expLimit, Scalar.ZERO, half.times(2));
  }

  /**
   * With {@code x = m 2^k}, m near 1 and s = (m - 1)/(m + 1): {@code k ln2 + 2 artanh s}; -infinity at 0, NaN below.
   */
  Scalar log(Scalar x) {
    Scalar scaled = x.ifLess(smallestNormal, x.times(subnormalScale), x);
    Scalar bias = x.ifLess(smallestNormal, Scalar.of(-subnormalExponent), Scalar.ZERO);
    Scalar m = Scalar.machine(Op.SIGNIFICAND, scaled);
    Scalar k = Scalar.machine(Op.EXPONENT, scaled).plus(bias);
    Scalar root = Scalar.of(Math.sqrt(2));
    Scalar centred = root.ifLess(m, m.times(0.5), m);
    Scalar exponent = root.ifLess(m, k.plus(1), k);
    Scalar f = centred.minus(1);
    Scalar s = f.over(f.plus(2));
    Scalar z = s.squared();
    Scalar reduced = fma(s.times(z), horner(logarithm, z), s.plus(s));
    Scalar finite = fma(exponent, Scalar.of(ln2High), fma(exponent, Scalar.of(ln2Low), reduced));
    Scalar ordinary = x.ifLess(Double.POSITIVE_INFINITY, finite, x);
    Scalar zeroOrNan = x.plus(Double.NEGATIVE_INFINITY);
    return Scalar.ZERO.ifLess(x, ordinary, x.ifLess(0, Scalar.of(Double.NaN), zeroOrNan));
  }

  /** With {@code e = e^(2|x|) - 1}: {@code sign(x) e / (e + 2)}. */
  Scalar tanh(Scalar x) {
    Scalar magnitude = x.abs();
    Scalar bounded = Scalar.of(tanhLimit).ifLess(magnitude, Scalar.of(tanhLimit), magnitude);
    Scalar twice = bounded.plus(bounded);
    Scalar shifted = shiftedQuotient(twice, 1 / Math.log(2));
    Scalar power = power2(shifted);
    Scalar e = fma(power, expm1Reduced(ln2Remainder(twice, shifted)), power.minus(1));
    Scalar result = e.over(e.plus(2));
    return x.ifLess(0, result.negate(), result);
  }

  /** The arctangent of the smaller over the larger coordinate, reduced once at tan(pi/8), set right by octant. */
  Scalar atan2(Scalar y, Scalar x) {
    Scalar ax = x.abs();
    Scalar ay = y.abs();
    Scalar low = ax.ifLess(ay, ax, ay);
    Scalar high = ax.ifLess(ay, ay, ax);
    Scalar limit = Scalar.of(Math.tan(Math.PI / 8));
    Scalar steep = limit.times(high);
    Scalar numerator = steep.ifLess(low, low.minus(high), low);
    Scalar denominator = steep.ifLess(low, low.plus(high), high);
    Scalar safe = Scalar.ZERO.ifLess(denominator, denominator, denominator.plus(1));
    Scalar s = numerator.over(safe);
    Scalar z = s.squared();
    Scalar reduced = fma(s.times(z), horner(arctangent, z), s);
    Scalar octant = steep.ifLess(low, reduced.plus(Math.PI / 4), reduced);
    Scalar quadrant = ax.ifLess(ay, Scalar.of(Math.PI / 2).minus(octant), octant);
    Scalar half = x.ifLess(0, Scalar.of(Math.PI).minus(quadrant), quadrant);
    return y.ifLess(0, half.negate(), half);
  }

  /** {@code round(x scale)} plus the number whose significand then holds that integer in its last bits. */
  private Scalar shiftedQuotient(Scalar x, double scale) {
    return fma(x, Scalar.of(scale), Scalar.of(roundingMagic));
  }

  private Scalar halfTurnRemainder(Scalar x, Scalar shifted) {
    Scalar k = shifted.minus(roundingMagic);
    return fma(k, Scalar.of(-piLow), fma(k, Scalar.of(-piHigh), x));
  }

  private Scalar ln2Remainder(Scalar x, Scalar shifted) {
    Scalar k = shifted.minus(roundingMagic);
    return fma(k, Scalar.of(-ln2Low), fma(k, Scalar.of(-ln2High), x));
  }

  /** {@code e^r - 1} for |r| <= ln2 / 2. */
  private Scalar expm1Reduced(Scalar r) {
    return fma(r.squared(), horner(exponential, r), r);
  }

  private static Scalar fma(Scalar a, Scalar b, Scalar c) {
    return Scalar.machine(Op.FMA, a, b, c);
  }

  private static Scalar flip(Scalar a, Scalar shifted) {
    return Scalar.machine(Op.FLIP, a, shifted);
  }

  private static Scalar power2(Scalar shifted) {
    return Scalar.machine(Op.POWER2, shifted);
  }

  /** {@code c[0] + z (c[1] + z (c[2] + ...))}. */
  private static Scalar horner(double[] c, Scalar z) {
    Scalar sum = Scalar.of(c[c.length - 1]);
    for (int i = c.length - 2; i >= 0; i--) {
      sum = fma(z, sum, Scalar.of(c[i]));
    }
    return sum;
  }
}
