package io.github.lanewise.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ticks at round numbers inside the range, not too many, and labels that say the number. */
final class AxisTest {
  @ParameterizedTest
  @CsvSource({"0, 1", "-3.7, 12.2", "1e-9, 3e-9", "-2e7, 5e8", "0.9999, 1.0001", "-1e-3, 1e5", "5, 5", "0, 0",
      "1e300, 1.1e300"})
  void ticksAreRoundFewAndInside(double low, double high) {
    Axis axis = Axis.over(DoubleStream.of(low, high, Double.NaN, Double.NEGATIVE_INFINITY), true, 6, 300, 20);
    assertThat(axis.low()).isLessThanOrEqualTo(low);
    assertThat(axis.high()).isGreaterThanOrEqualTo(high).isGreaterThan(axis.low());
    assertThat(axis.ticks()).hasSizeBetween(2, 7);
    for (BigDecimal tick : axis.ticks()) {
      assertThat(tick.doubleValue()).isBetween(axis.low(), axis.high());
      assertThat(axis.place(tick.doubleValue())).isBetween(20.0, 300.0);
      assertThat(new BigDecimal(Axis.label(tick).replace('\u2212', '-'))).isEqualByComparingTo(tick);
    }
    assertThat(axis.tick().unscaledValue().intValue()).isIn(1, 2, 5, 10);
  }

  @Test
  void anAxisOfNothingStillHasARange() {
    assertThat(Axis.over(DoubleStream.of(Double.NaN), true, 5, 0, 100).ticks()).isNotEmpty();
  }

  @Test
  void endsAreWhereTheyWereAskedFor() {
    Axis axis = Axis.over(DoubleStream.of(2, 4), false, 5, 300, 20);
    assertThat(List.of(axis.place(2), axis.place(3), axis.place(4))).containsExactly(300.0, 160.0, 20.0);
  }

  @Test
  void veryLargeAndSmallTicksHaveExponents() {
    assertThat(Axis.label(new BigDecimal("-2500000"))).isEqualTo("\u22122.5e6");
    assertThat(Axis.label(new BigDecimal("0.000020"))).isEqualTo("2e\u22125");
    assertThat(Axis.label(new BigDecimal("0.2500"))).isEqualTo("0.25");
  }
}
