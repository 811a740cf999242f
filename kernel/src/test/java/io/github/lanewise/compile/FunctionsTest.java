package io.github.lanewise.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Lanes;
import io.github.lanewise.trace.Scalar;
import java.math.BigDecimal;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The compiled elementary functions against decimal arithmetic of 45 digits, and at the ends of their ranges. */
class FunctionsTest {
  private static final int SAMPLES = 400;

  /**
   * Inputs {@code low} to {@code high}, and the error allowed there.
   *
   * @param ulps bound in units in the last place: of the result, or of 1 if absolute
   * @param spread how inputs lie: evenly, or by their exponents
   */
  private record Claim(
      String name, ElementType type, UnaryOperator<Scalar> traced, Function<Double, BigDecimal> truth, double low,
      double high, Spread spread, boolean absolute, double ulps) {
    @Override
    public String toString() {
      return name + ", " + type + ", " + low + " to " + high;
    }
  }

  private enum Spread { EVEN, EXPONENTS }

  static Stream<Claim> claims() {
    return Stream.of(ElementType.values()).flatMap(type -> {
      boolean wide = type == ElementType.DOUBLE;
      double turns = wide ? 1e9 : 1e4;
      double exp = wide ? 708 : 86.9;
      double top = wide ? 709.7 : 88.7;
      double tiny = wide ? Double.MIN_VALUE : Float.MIN_VALUE;
      double huge = wide ? Double.MAX_VALUE : Float.MAX_VALUE;
      double unit = wide ? 1e-300 : 1e-36;
      return Stream.of(
          new Claim("sin", type, Scalar::sin, Decimal::sin, -7, 7, Spread.EVEN, true, 2),
          new Claim("sin", type, Scalar::sin, Decimal::sin, unit, 1.5, Spread.EXPONENTS, false, 2),
          new Claim("sin", type, Scalar::sin, Decimal::sin, -turns, turns, Spread.EVEN, true, 2),
          new Claim("cos", type, Scalar::cos, Decimal::cos, -7, 7, Spread.EVEN, true, 2),
          new Claim("cos", type, Scalar::cos, Decimal::cos, -turns, turns, Spread.EVEN, true, 2),
          new Claim("exp", type, Scalar::exp, Decimal::exp, -2, 2, Spread.EVEN, false, 1.5),
          new Claim("exp", type, Scalar::exp, Decimal::exp, -exp, top, Spread.EVEN, false, 1.5),
          new Claim("log", type, Scalar::log, Decimal::log, 0.5, 2, Spread.EVEN, false, 2),
          new Claim("log", type, Scalar::log, Decimal::log, tiny, huge, Spread.EXPONENTS, false, 2),
          new Claim("tanh", type, Scalar::tanh, Decimal::tanh, -3, 3, Spread.EVEN, false, 2),
          new Claim("tanh", type, Scalar::tanh, Decimal::tanh, unit, 40, Spread.EXPONENTS, false, 2),
          new Claim("atan2 at x = 1", type, y -> y.atan2(Scalar.ONE), y -> Decimal.atan2(y, 1), -4, 4, Spread.EVEN,
              false, 2.5),
          new Claim("atan2 at x = -1", type, y -> y.atan2(Scalar.of(-1)), y -> Decimal.atan2(y, -1), unit, 1e6,
              Spread.EXPONENTS, false, 2.5),
          new Claim("atan2 at y = -0.25", type, x -> Scalar.of(-0.25).atan2(x), x -> Decimal.atan2(-0.25, x), unit, 1e6,
              Spread.EXPONENTS, false, 2.5));
    });
  }

  @ParameterizedTest
  @MethodSource("claims")
  void isAccurate(Claim claim) {
    Random random = new Random(11);
    double[] x = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      double u = random.nextDouble();
      double value = claim.spread == Spread.EVEN
          ? claim.low + u * (claim.high - claim.low)
          : Math.clamp(claim.low * Math.pow(2, u * (log2(claim.high) - log2(claim.low))), claim.low, claim.high);
      x[i] = claim.type == ElementType.DOUBLE ? value : (float) value;
    }
    double[] y = compute(claim.type, claim.traced, x);
    double worst = 0;
    double worstAt = 0;
    for (int i = 0; i < SAMPLES; i++) {
      assertThat(y[i]).as("%s at %s", claim, x[i]).isFinite();
      BigDecimal truth = claim.truth.apply(x[i]);
      double scale = claim.absolute ? 1 : truth.doubleValue();
      double ulp = claim.type == ElementType.DOUBLE ? Math.ulp(scale) : Math.ulp((float) scale);
      double error = truth.subtract(new BigDecimal(y[i])).abs().doubleValue() / ulp;
      if (error > worst) {
        worst = error;
        worstAt = x[i];
      }
    }
    assertThat(worst).as("%s: error in ulp, at %s", claim, worstAt).isLessThan(claim.ulps);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void endsOfTheRanges(ElementType type) {
    double infinity = Double.POSITIVE_INFINITY;
    double nan = Double.NaN;
    double huge = type == ElementType.DOUBLE ? Double.MAX_VALUE : Float.MAX_VALUE;
    double tiny = type == ElementType.DOUBLE ? Double.MIN_VALUE : Float.MIN_VALUE;
    double ulp = type == ElementType.DOUBLE ? 0x1p-52 : 0x1p-23;
    assertThat(compute(type, Scalar::sin, 0, -0.0, tiny)).containsExactly(0.0, 0.0, tiny);
    assertThat(compute(type, Scalar::sin, nan, infinity, -infinity)).containsOnly(nan);
    assertThat(compute(type, Scalar::cos, 0, -0.0, tiny)).containsOnly(1);
    assertThat(compute(type, Scalar::cos, nan, infinity, -infinity)).containsOnly(nan);
    assertThat(compute(type, Scalar::exp, 0, -0.0, tiny, infinity, huge, -infinity, -huge, 710, -709, nan))
        .containsExactly(1, 1, 1, infinity, infinity, 0, 0, infinity, 0, nan);
    assertThat(compute(type, Scalar::log, 1, 0, -0.0, infinity, -1, -tiny, -infinity, nan))
        .containsExactly(0.0, -infinity, -infinity, infinity, nan, nan, nan, nan);
    assertThat(compute(type, Scalar::tanh, 0, tiny, 50, infinity, huge, -50, -infinity, nan))
        .containsExactly(0.0, tiny, 1, 1, 1, -1, -1, nan);
    UnaryOperator<Scalar> onItself = y -> y.atan2(y.abs());
    assertThat(compute(type, onItself, 0, -0.0)).containsExactly(0.0, 0.0);
    assertThat(compute(type, onItself, tiny, 1, huge / 4, -tiny)).containsExactly(
        new double[] {Math.PI / 4, Math.PI / 4, Math.PI / 4, -Math.PI / 4}, within(ulp));
    assertThat(compute(type, y -> y.atan2(y.times(2)), 1000 * tiny))
        .containsExactly(new double[] {Math.atan(0.5)}, within(ulp));
    assertThat(compute(type, y -> y.atan2(Scalar.ZERO), infinity, 3, -3)).containsExactly(
        new double[] {Math.PI / 2, Math.PI / 2, -Math.PI / 2}, within(ulp));
    assertThat(compute(type, y -> y.atan2(Scalar.of(-1)), 0, tiny, -tiny)).containsExactly(
        new double[] {Math.PI, Math.PI, -Math.PI}, within(2 * ulp));
    assertThat(compute(type, y -> y.atan2(Scalar.ONE), nan)).containsOnly(nan);
    assertThat(compute(type, x -> Scalar.ONE.atan2(x), nan)).containsOnly(nan);
    assertThat(compute(type, x -> Scalar.ONE.atan2(x), infinity, -infinity)).containsExactly(
        new double[] {0, Math.PI}, within(2 * ulp));
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static double[] compute(ElementType type, UnaryOperator<Scalar> traced, double... x) {
    Batch in = new Batch(type, 1, x.length);
    Batch out = new Batch(type, 1, x.length);
    for (int i = 0; i < x.length; i++) {
      in.set(0, i, x[i]);
    }
    BatchedFunction.traceScalar("function", Lanes.widest(type), 1, p -> traced.apply(p[0])).evaluate(in, out);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = out.get(0, i);
    }
    return y;
  }
}
