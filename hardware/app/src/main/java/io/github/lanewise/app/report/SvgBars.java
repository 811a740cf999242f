package io.github.lanewise.app.report;

import java.math.BigDecimal;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** A chart of bars as an SVG element: a row for each category, with its name, and in it a bar for each series. */
final class SvgBars {
  private static final int WIDTH = 640;
  private static final int TOP = 26;
  private static final int RIGHT = 16;
  private static final int BAR = 10;
  private static final int GAP = 8;
  private static final int BELOW = 40;
  private static final int LEGEND_LINE = 18;
  private static final double LETTER = 6.6;
  private static final int WIDEST_NAME = 220;

  private final Chart chart;
  private final SvgText svg = new SvgText();
  private final int left;
  private final int bottom;
  private final int row;
  private final Axis axis;

  private SvgBars(Chart chart) {
    this.chart = chart;
    int letters = chart.categories().stream().mapToInt(String::length).max().orElse(0);
    left = (int) Math.min(WIDEST_NAME, 12 + LETTER * letters);
    row = BAR * chart.series().size() + GAP;
    bottom = TOP + row * chart.categories().size();
    axis = Axis.over(DoubleStream.concat(DoubleStream.of(0), DoubleStream.concat(all(Series::y),
        DoubleStream.concat(all(Series::low), all(Series::high)))), true, (WIDTH - left) / 70, left, WIDTH - RIGHT);
  }

  private DoubleStream all(Function<Series, double[]> part) {
    return chart.series().stream().map(part).filter(values -> values != null).flatMapToDouble(DoubleStream::of);
  }

  /** The element. */
  static String render(Chart chart) {
    SvgBars drawing = new SvgBars(chart);
    int legend = LEGEND_LINE * chart.series().size();
    drawing.svg.open(chart.title(), WIDTH, drawing.bottom + BELOW + legend);
    drawing.scale();
    for (int s = 0; s < chart.series().size(); s++) {
      drawing.bars(s);
      drawing.swatch(s);
    }
    return drawing.svg.close();
  }

  private void scale() {
    svg.text(4, 15, "start", "title", chart.title());
    for (BigDecimal tick : axis.ticks()) {
      double at = axis.place(tick.doubleValue());
      svg.append("<path class='grid' d='M%.1f %d V%d'/>%n", at, TOP, bottom);
      svg.text(at, bottom + 15, "middle", "tick", Axis.label(tick));
    }
    svg.append("<path class='axis' d='M%.1f %d V%d'/>%n", axis.place(0), TOP, bottom);
    for (int k = 0; k < chart.categories().size(); k++) {
      svg.text(left - 6, TOP + row * k + row / 2.0 + 4, "end", "tick", chart.categories().get(k));
    }
    svg.text((left + WIDTH - RIGHT) / 2.0, bottom + 33, "middle", "label", chart.yLabel());
  }

  private void bars(int s) {
    Series series = chart.series().get(s);
    for (int k = 0; k < series.y().length; k++) {
      if (!Double.isFinite(series.y()[k])) {
        continue;
      }
      double top = TOP + row * k + GAP / 2.0 + BAR * s;
      double from = axis.place(Math.min(0, series.y()[k]));
      double to = axis.place(Math.max(0, series.y()[k]));
      svg.append("<rect fill='%s' x='%.1f' y='%.1f' width='%.1f' height='%d'>", SvgText.colour(s), from, top + 1,
          Math.max(to - from, 0.5), BAR - 2);
      svg.hover(series.name() + ", " + chart.categories().get(k), series, k, chart.yLabel());
      svg.append("</rect>%n");
      if (series.low() != null && Double.isFinite(series.low()[k]) && Double.isFinite(series.high()[k])) {
        svg.append("<path class='interval' d='M%.1f %.1f H%.1f'/>%n", axis.place(series.low()[k]), top + BAR / 2.0,
            axis.place(series.high()[k]));
      }
    }
  }

  private void swatch(int s) {
    double at = bottom + BELOW + LEGEND_LINE * s;
    svg.append("<rect fill='%s' x='%d' y='%.1f' width='26' height='%d'/>%n", SvgText.colour(s), left, at, BAR - 2);
    svg.text(left + 33, at + 8, "start", "label", chart.series().get(s).name());
  }
}
