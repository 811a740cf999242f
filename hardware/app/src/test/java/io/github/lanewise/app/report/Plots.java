package io.github.lanewise.app.report;

import io.github.lanewise.data.NpzFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What {@code plots.npz} has, read as another program would. */
public record Plots(NpzFile file) {
  public static Plots read(Path file) throws IOException {
    return new Plots(NpzFile.read(file));
  }

  /** One column, {@code x}, {@code y}, {@code low} or {@code high}, of a curve. */
  public double[] curve(String chart, String series, String column) {
    List<String> charts = file.texts("chart_names");
    List<String> names = file.texts("series_names");
    int wanted = IntStream.range(0, charts.size())
        .filter(c -> charts.get(c).equals(chart) && names.get(c).equals(series)).findFirst().orElseThrow();
    double[] curve = file.array("curve", "points", -1).values();
    double[] points = file.array("points", "points x 4", curve.length, 4).values();
    int c = file.texts("point_columns").indexOf(column);
    return IntStream.range(0, curve.length).filter(k -> curve[k] == wanted).mapToDouble(k -> points[4 * k + c])
        .toArray();
  }
}
