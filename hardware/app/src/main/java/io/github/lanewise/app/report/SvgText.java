package io.github.lanewise.app.report;

import java.util.List;
import java.util.Locale;

/** The text of an SVG element, whose colours are the page's: light or dark, as the reader has chosen. */
final class SvgText {
  /** Of Okabe and Ito's set for all kinds of colour vision. */
  static final List<String> COLOURS = List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9",
      "#000000");

  private final StringBuilder svg = new StringBuilder();

  /** The colour of a series, which the page's style has. */
  static String colour(int s) {
    return "var(--c" + s % COLOURS.size() + ")";
  }

  void open(String title, int width, int height) {
    append("<svg viewBox='0 0 %d %d' width='%d' role='img' aria-label='%s'>%n", width, height, width,
        HtmlPage.escape(title));
  }

  String close() {
    return svg.append("</svg>\n").toString();
  }

  void text(double left, double base, String anchor, String kind, String text) {
    append("<text class='%s' text-anchor='%s' x='%.1f' y='%.1f'>%s</text>%n", kind, anchor, left, base,
        HtmlPage.escape(text));
  }

  /** What is read where the pointer rests: whose point, its value, and its interval. */
  void hover(String whose, Series series, int k, String unit) {
    String interval = series.low() == null || !Double.isFinite(series.low()[k] + series.high()[k]) ? ""
        : ", " + TextPage.number(series.low()[k]) + " to " + TextPage.number(series.high()[k]);
    append("<title>%s", HtmlPage.escape(whose + ": " + TextPage.number(series.y()[k]) + interval + ", " + unit));
    append("</title>");
  }

  void append(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
