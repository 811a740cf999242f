package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.app.ModelResult.Row;
import io.github.lanewise.hardware.data.WholeFile;
import io.github.lanewise.hardware.learning.Fit;
import io.github.lanewise.hardware.report.Chart;
import io.github.lanewise.hardware.report.HtmlPage;
import io.github.lanewise.hardware.report.PlottedData;
import io.github.lanewise.hardware.report.Series;
import io.github.lanewise.hardware.report.Series.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The folder that {@code --report} names: report.html, and plots.csv and plots.npz with what it plots. */
final class ModelPage {
  /** The page itself. */
  static final String FILE = "report.html";

  private final ModelResult result;

  private ModelPage(ModelResult result) {
    this.result = result;
  }

  /** Writes all files into a folder that exists. */
  static void write(Path folder, ModelResult result, String summary) throws IOException {
    HtmlPage html = new ModelPage(result).page(summary);
    WholeFile.write(folder.resolve(FILE), out -> out.write(html.toHtml().getBytes(StandardCharsets.UTF_8)));
    PlottedData.writeCsv(folder.resolve("plots.csv"), html.charts());
    PlottedData.writeNpz(folder.resolve("plots.npz"), html.charts());
  }

  private HtmlPage page(String summary) {
    HtmlPage page = new HtmlPage("Model of " + result.settings().subject()).text(summary);
    if (result.asked().fit() != null) {
      page.heading("Held-out errors during training, as powers of ten");
      page.charts(List.of(
          curves("value_by_epoch", "value error", "epoch", Fit.Point::epoch, point -> point.errors().value()),
          curves("value_by_time", "value error", "training time [s]", Fit.Point::seconds,
              point -> point.errors().value()),
          curves("jacobian_by_epoch", "Jacobian error", "epoch", Fit.Point::epoch,
              point -> point.errors().jacobian()),
          curves("jacobian_by_time", "Jacobian error", "training time [s]", Fit.Point::seconds,
              point -> point.errors().jacobian())));
    }
    if (result.asked().foresight() != null) {
      page.heading("Prediction of many control steps, errors as powers of ten").chart(foresight());
    }
    return page;
  }

  private Chart curves(String id, String title, String axis, ToDoubleFunction<Fit.Point> x,
      ToDoubleFunction<Fit.Point> error) {
    List<Series> series = new ArrayList<>();
    for (Row row : result.rows()) {
      List<Fit.Point> curve = row.fit().curve();
      series.add(Series.of(row.name(), style(row), curve.stream().mapToDouble(x).toArray(),
          curve.stream().mapToDouble(point -> Math.log10(error.applyAsDouble(point))).toArray()));
    }
    return new Chart(id, title, axis, "log10 of the error", series);
  }

  private Chart foresight() {
    List<Series> series = new ArrayList<>();
    for (Row row : result.rows()) {
      double[] step = new double[row.foresight().length];
      Arrays.setAll(step, k -> k + 1);
      series.add(Series.of(row.name(), style(row), step, Arrays.stream(row.foresight()).map(Math::log10).toArray()));
    }
    return new Chart("rollout", "median error of the state, in standard deviations", "control steps",
        "log10 of the error", series);
  }

  private Style style(Row row) {
    return row == result.asked() ? Style.LINE : Style.DASHED;
  }
}
