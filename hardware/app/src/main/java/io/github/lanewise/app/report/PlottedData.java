package io.github.lanewise.app.report;

import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.data.WholeFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers behind charts. A CSV has one line a point, {@code chart,series,x,y,low,high}; an {@code .npz} has
 * {@code points} (points x 4: x, y, low, high; NaN where a series has no band), {@code curve} (points: which curve each
 * is of), and of the curves {@code chart_names}, {@code series_names} and {@code axes}; of bars, whose x is 0, 1, ...,
 * {@code CHART_names}; and {@code origin}.
 */
final class PlottedData {
  private PlottedData() {}

  /**
   * Writes the CSV; texts with commas are in quotation marks, low and high are empty where a series has no band, and
   * infinite ends of one are written as Infinity.
   */
  static void writeCsv(Path file, List<Chart> charts) throws IOException {
    WholeFile.write(file, out -> {
      try (Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
        text.write("chart,series,x,y,low,high\n");
        for (Chart chart : charts) {
          for (Series series : chart.series()) {
            write(text, quoted(chart.id()) + "," + quoted(series.name()) + ",", series);
          }
        }
      }
    });
  }

  private static void write(Writer text, String start, Series series) throws IOException {
    for (int k = 0; k < series.x().length; k++) {
      text.write(start + series.x()[k] + "," + series.y()[k]
          + (series.low() == null ? ",," : "," + series.low()[k] + "," + series.high()[k]) + "\n");
    }
  }

  private static String quoted(String text) {
    return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Writes the archive. */
  static void writeNpz(Path file, List<Chart> charts, List<String> origin) throws IOException {
    List<String> chartNames = new ArrayList<>();
    List<String> seriesNames = new ArrayList<>();
    List<String> axes = new ArrayList<>();
    List<double[]> points = new ArrayList<>();
    for (Chart chart : charts) {
      for (Series series : chart.series()) {
        for (int k = 0; k < series.x().length; k++) {
          points.add(new double[] {chartNames.size(), series.x()[k], series.y()[k],
              series.low() == null ? Double.NaN : series.low()[k],
              series.high() == null ? Double.NaN : series.high()[k]});
        }
        if (chartNames.contains(chart.id()) && seriesNames.subList(chartNames.indexOf(chart.id()), chartNames.size())
            .contains(series.name())) {
          throw new IllegalArgumentException("two curves have the names " + chart.id() + ", " + series.name());
        }
        chartNames.add(chart.id());
        seriesNames.add(series.name());
        axes.add(chart.yLabel() + " over " + chart.xLabel());
      }
    }
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("curve", new NpyArray(points.stream().mapToDouble(point -> point[0]).toArray(), points.size()));
    arrays.put("points", new NpyArray(points.stream().flatMapToDouble(point -> Arrays.stream(point).skip(1)).toArray(),
        points.size(), 4));
    arrays.put("point_columns", NpyArray.ofTexts(List.of("x", "y", "low", "high")));
    arrays.put("chart_names", NpyArray.ofTexts(chartNames));
    arrays.put("series_names", NpyArray.ofTexts(seriesNames));
    arrays.put("axes", NpyArray.ofTexts(axes));
    for (Chart chart : charts) {
      if (!chart.categories().isEmpty()) {
        arrays.put(chart.id() + "_names", NpyArray.ofTexts(chart.categories()));
      }
    }
    arrays.put("origin", NpyArray.ofTexts(origin));
    NpzFile.write(file, arrays);
  }
}
