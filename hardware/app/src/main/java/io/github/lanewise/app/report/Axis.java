package io.github.lanewise.app.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A range of numbers on a stretch of the page, with ticks at multiples of 1, 2 or 5 times a power of ten.
 *
 * @param low at {@code from}
 * @param high at {@code to}, above low
 * @param tick distance of ticks
 * @param from place of the lower end [px]
 * @param to place of the upper end [px]
 */
record Axis(double low, double high, BigDecimal tick, double from, double to) {
  private static final double MARGIN = 0.04;

  /** The axis that shows all finite values, with at most {@code ticks} intervals between ticks. */
  static Axis over(DoubleStream values, boolean margin, int ticks, double from, double to) {
    double[] finite = values.filter(Double::isFinite).toArray();
    double low = DoubleStream.of(finite).min().orElse(0);
    double high = DoubleStream.of(finite).max().orElse(1);
    double spread = high - low;
    if (!(spread > 1e-12 * Math.max(Math.abs(low), Math.abs(high)))) {
      spread = low == 0 ? 1 : Math.abs(low);
      low -= spread / 2;
      high += spread / 2;
    } else if (margin) {
      low -= MARGIN * spread;
      high += MARGIN * spread;
    }
    return new Axis(low, high, tick((high - low) / ticks), from, to);
  }

  /** Pixels of a unit. */
  double scale() {
    return Math.abs(to - from) / (high - low);
  }

  /** The axis on the same stretch around the same middle, a unit being so many pixels. */
  Axis withScale(double scale, int ticks) {
    double middle = (low + high) / 2;
    double half = Math.abs(to - from) / scale / 2;
    return new Axis(middle - half, middle + half, tick(2 * half / ticks), from, to);
  }

  private static BigDecimal tick(double atLeast) {
    BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen((int) Math.floor(Math.log10(atLeast)));
    for (int factor : new int[] {1, 2, 5}) {
      BigDecimal tick = power.multiply(BigDecimal.valueOf(factor));
      if (tick.doubleValue() >= atLeast) {
        return tick;
      }
    }
    return power.multiply(BigDecimal.TEN);
  }

  /** Place of a value [px]. */
  double place(double value) {
    return from + (to - from) * (value - low) / (high - low);
  }

  /** The values with ticks. */
  List<BigDecimal> ticks() {
    List<BigDecimal> ticks = new ArrayList<>();
    BigDecimal value = new BigDecimal(low).divide(tick, 0, RoundingMode.CEILING).multiply(tick);
    for (; value.doubleValue() <= high; value = value.add(tick)) {
      ticks.add(value);
    }
    return ticks;
  }

  /** Of an axis of logarithms, the values with ticks: 1, 2 and 5 times powers of ten, or these alone if many. */
  List<BigDecimal> ticksOfPowers() {
    List<BigDecimal> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(low); power <= Math.ceil(high); power++) {
      for (int factor : high - low > 3 ? new int[] {1} : new int[] {1, 2, 5}) {
        BigDecimal value = BigDecimal.valueOf(factor).scaleByPowerOfTen(power);
        if (Math.log10(value.doubleValue()) >= low && Math.log10(value.doubleValue()) <= high) {
          ticks.add(value);
        }
      }
    }
    return ticks;
  }

  /** A tick's value as text: 0.25, 2000, 5e-6. */
  static String label(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal shortest = value.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return shortest.toPlainString().replace('-', '\u2212');
    }
    return (shortest.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent)
        .replace('-', '\u2212');
  }
}
