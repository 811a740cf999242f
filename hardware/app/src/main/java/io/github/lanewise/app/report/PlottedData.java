package io.github.lanewise.app.report;

import io.github.lanewise.data.NpyArray;
import io.github.lanewise.data.NpzFile;
import io.github.lanewise.data.WholeFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers behind charts. A CSV has one line a point, {@code chart,series,x,y,low,high}; an {@code .npz} has arrays
 * {@code chart.series.x}, {@code .y} and, where a series has a band, {@code .low} and {@code .high}.
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
  static void writeNpz(Path file, List<Chart> charts) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (Chart chart : charts) {
      for (Series series : chart.series()) {
        String name = chart.id() + "." + series.name().replaceAll("[^\\p{L}\\p{N}]+", "_");
        put(arrays, name + ".x", series.x());
        put(arrays, name + ".y", series.y());
        if (series.low() != null) {
          put(arrays, name + ".low", series.low());
          put(arrays, name + ".high", series.high());
        }
      }
    }
    NpzFile.write(file, arrays);
  }

  private static void put(Map<String, NpyArray> arrays, String name, double[] values) {
    if (arrays.put(name, new NpyArray(values, values.length)) != null) {
      throw new IllegalArgumentException("two charts or series have the name " + name);
    }
  }
}
