package io.github.lanewise.app.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Lines for people, whose numbers look the same in every country. */
public final class TextPage {
  private final StringBuilder text = new StringBuilder();

  /** Adds a line. */
  public TextPage line(String form, Object... values) {
    text.append(format(form, values)).append(System.lineSeparator());
    return this;
  }

  /** Adds an empty line. */
  public TextPage line() {
    text.append(System.lineSeparator());
    return this;
  }

  /** As {@link String#format}, with points before decimals and commas between thousands. */
  public static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  /** Six digits, and no more zeros than it needs. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    double size = Math.abs(value);
    return size == 0 || size >= 1e-4 && size < 1e7 ? rounded.toPlainString() : rounded.toString();
  }

  /** All lines. */
  @Override
  public String toString() {
    return text.toString();
  }
}
