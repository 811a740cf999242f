package io.github.lanewise.app.report;

import java.math.BigDecimal;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** A chart of curves as an SVG element; curves differ in their dashes too. */
final class SvgChart {
  private static final int LEFT = 62;
  private static final int RIGHT = 14;
  private static final int TOP = 26;
  private static final int BOTTOM = 40;
  private static final int LEGEND_LINE = 18;
  private static final int LEGEND_GAP = 10;
  private static final int MOST_HOVERS = 40;
  private static final double FAINTEST = 0.25;

  private final Chart chart;
  private final int width;
  private final int height;
  private final Axis x;
  private final Axis y;
  private final SvgText svg = new SvgText();

  private SvgChart(Chart chart, int width, int height) {
    this.chart = chart;
    this.width = width;
    this.height = height;
    boolean equal = chart.scale() == Chart.Scale.EQUAL;
    int ticksOfX = width / 55;
    int ticksOfY = height / 45;
    Axis ofX = Axis.over(all(Series::x), equal, ticksOfX, LEFT, width - RIGHT);
    Axis ofY = Axis.over(DoubleStream.concat(all(Series::y), DoubleStream.concat(all(Series::low), all(Series::high)))
        .map(this::scaled), true, ticksOfY, height - BOTTOM, TOP);
    double scale = Math.min(ofX.scale(), ofY.scale());
    x = equal ? ofX.withScale(scale, ticksOfX) : ofX;
    y = equal ? ofY.withScale(scale, ticksOfY) : ofY;
  }

  private DoubleStream all(Function<Series, double[]> part) {
    return chart.series().stream().map(part).filter(values -> values != null).flatMapToDouble(DoubleStream::of);
  }

  private boolean logarithmic() {
    return chart.scale() == Chart.Scale.LOGARITHMIC;
  }

  /** A value, or the power of ten that it is. */
  private double scaled(double value) {
    return logarithmic() ? Math.log10(value) : value;
  }

  private double high(double value) {
    return y.place(scaled(value));
  }

  /** The element; with a legend inside it, or without one if it is one of several charts with the same curves. */
  static String render(Chart chart, int width, int height, boolean legend) {
    SvgChart drawing = new SvgChart(chart, width, height);
    int below = legend ? LEGEND_LINE * chart.series().size() + LEGEND_GAP : 0;
    drawing.open(below);
    drawing.axes();
    for (int s = 0; s < chart.series().size(); s++) {
      drawing.band(s);
    }
    for (int s = 0; s < chart.series().size(); s++) {
      drawing.curve(s);
    }
    for (int s = 0; legend && s < chart.series().size(); s++) {
      drawing.swatch(s, LEFT, height + LEGEND_LINE * s + LEGEND_GAP);
    }
    return drawing.svg.close();
  }

  /** The legend alone, for several charts with the same curves. */
  static String legend(Chart chart, int width) {
    SvgChart drawing = new SvgChart(chart, width, 0);
    drawing.open(LEGEND_LINE * chart.series().size());
    for (int s = 0; s < chart.series().size(); s++) {
      drawing.swatch(s, 4, LEGEND_LINE * s + 9);
    }
    return drawing.svg.close();
  }

  private void open(int below) {
    svg.open(chart.title(), width, height + below);
  }

  private void axes() {
    text(LEFT, 15, "start", "title", chart.title());
    for (BigDecimal tick : x.ticks()) {
      double at = x.place(tick.doubleValue());
      append("<path class='grid' d='M%.1f %d V%d'/>%n", at, TOP, height - BOTTOM);
      text(at, height - BOTTOM + 15, "middle", "tick", Axis.label(tick));
    }
    for (BigDecimal tick : logarithmic() ? y.ticksOfPowers() : y.ticks()) {
      double at = high(tick.doubleValue());
      append("<path class='grid' d='M%d %.1f H%d'/>%n", LEFT, at, width - RIGHT);
      text(LEFT - 5, at + 4, "end", "tick", Axis.label(tick));
    }
    append("<path class='axis' d='M%d %d V%d H%d'/>%n", LEFT, TOP, height - BOTTOM, width - RIGHT);
    text((LEFT + width - RIGHT) / 2.0, height - 6, "middle", "label", chart.xLabel());
    append("<text class='label' text-anchor='middle' transform='translate(12 %d) rotate(-90)'>%s</text>%n",
        (TOP + height - BOTTOM) / 2, HtmlPage.escape(chart.yLabel()));
  }

  /** The stretches where both ends are finite, as areas; of points, as error bars. */
  private void band(int s) {
    Series series = chart.series().get(s);
    if (series.low() == null) {
      return;
    }
    int count = series.x().length;
    int start = 0;
    for (int k = 0; k <= count; k++) {
      boolean finite = k < count && Double.isFinite(series.low()[k]) && Double.isFinite(series.high()[k]);
      if (finite && series.style() == Series.Style.POINTS) {
        append("<path class='bar' stroke='%s' d='M%.1f %.1f V%.1f'/>%n", colour(s), x.place(series.x()[k]),
            high(series.low()[k]), high(series.high()[k]));
      }
      if (!finite) {
        if (k > start && series.style() != Series.Style.POINTS) {
          area(series, s, start, k);
        }
        start = k + 1;
      }
    }
  }

  private void area(Series series, int s, int start, int end) {
    append("<path class='band' fill='%s' d='", colour(s));
    for (int k = start; k < end; k++) {
      append("%s%.1f %.1f", k == start ? "M" : "L", x.place(series.x()[k]), high(series.high()[k]));
    }
    for (int k = end - 1; k >= start; k--) {
      append("L%.1f %.1f", x.place(series.x()[k]), high(series.low()[k]));
    }
    append("Z'/>%n");
  }

  private void curve(int s) {
    Series series = chart.series().get(s);
    if (series.style() == Series.Style.CROSSES) {
      for (int k = 0; k < series.x().length; k++) {
        double at = x.place(series.x()[k]);
        append("<path class='curve' stroke='%s' d='M%.1f %dl8 8m0 -8l-8 8'><title>%s</title></path>%n", colour(s),
            at - 4, height - BOTTOM - 12, HtmlPage.escape(series.name() + " at " + TextPage.number(series.x()[k])));
      }
      return;
    }
    if (series.style() == Series.Style.POINTS) {
      for (int k = 0; k < series.x().length; k++) {
        if (Double.isFinite(series.y()[k])) {
          append("<circle r='2.6' fill='%s' cx='%.1f' cy='%.1f'>", colour(s), x.place(series.x()[k]),
              high(series.y()[k]));
          hover(series, k);
          append("</circle>%n");
        }
      }
      return;
    }
    if (series.style() == Series.Style.TRAIL) {
      trail(s, series);
      return;
    }
    append("<path class='curve' stroke='%s'%s d='", colour(s), dashes(series));
    boolean drawing = false;
    for (int k = 0; k < series.x().length; k++) {
      boolean finite = Double.isFinite(series.y()[k]);
      if (finite) {
        append("%s%.1f %.1f", drawing ? "L" : "M", x.place(series.x()[k]), high(series.y()[k]));
      }
      drawing = finite;
    }
    append("'/>%n");
    int stride = Math.ceilDiv(series.x().length, MOST_HOVERS);
    for (int k = 0; k < series.x().length; k += stride) {
      if (Double.isFinite(series.y()[k])) {
        append("<circle class='hit' r='7' cx='%.1f' cy='%.1f'>", x.place(series.x()[k]), high(series.y()[k]));
        hover(series, k);
        append("</circle>%n");
      }
    }
  }

  private void trail(int s, Series series) {
    long gaps = DoubleStream.of(series.y()).filter(Double::isNaN).count();
    int gap = 0;
    int start = 0;
    for (int k = 0; k <= series.x().length; k++) {
      if (k == series.x().length || Double.isNaN(series.y()[k])) {
        append("<g stroke='%s' fill='%s' opacity='%.2f'>%n<path class='curve' d='", colour(s), colour(s),
            gaps == 0 ? 1 : FAINTEST + (1 - FAINTEST) * gap / gaps);
        for (int i = start; i < k; i++) {
          append("%s%.1f %.1f", i == start ? "M" : "L", x.place(series.x()[i]), high(series.y()[i]));
        }
        append("'/>%n");
        for (int i = start; i < k; i++) {
          append("<circle r='2.6' cx='%.1f' cy='%.1f'>", x.place(series.x()[i]), high(series.y()[i]));
          hover(series, i);
          append("</circle>%n");
        }
        append("</g>%n");
        gap++;
        start = k + 1;
      }
    }
  }

  private void hover(Series series, int k) {
    svg.hover(series.name() + " at " + TextPage.number(series.x()[k]), series, k, chart.yLabel());
  }

  private void swatch(int s, double left, double at) {
    Series series = chart.series().get(s);
    boolean points = series.style() == Series.Style.POINTS;
    if (series.low() != null) {
      append(points ? "<path class='bar' stroke='%s' d='M%.1f %.1fv12'/>%n"
          : "<path class='band' fill='%s' d='M%.1f %.1fh26v12h-26Z'/>%n", colour(s), points ? left + 13 : left, at - 6);
    }
    if (points) {
      append("<circle r='2.6' fill='%s' cx='%.1f' cy='%.1f'/>%n", colour(s), left + 13, at);
    } else if (series.style() == Series.Style.CROSSES) {
      append("<path class='curve' stroke='%s' d='M%.1f %.1fl8 8m0 -8l-8 8'/>%n", colour(s), left + 9, at - 4);
    } else {
      append("<path class='curve' stroke='%s'%s d='M%.1f %.1fh26'/>%n", colour(s), dashes(series), left, at);
    }
    text(left + 33, at + 4, "start", "label", series.name());
  }

  private static String dashes(Series series) {
    return series.style() == Series.Style.DASHED ? " stroke-dasharray='6 4'" : "";
  }

  private static String colour(int s) {
    return SvgText.colour(s);
  }

  private void text(double left, double base, String anchor, String kind, String text) {
    svg.text(left, base, anchor, kind, text);
  }

  private void append(String format, Object... values) {
    svg.append(format, values);
  }
}
