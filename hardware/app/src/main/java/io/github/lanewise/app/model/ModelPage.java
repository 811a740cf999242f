package io.github.lanewise.app.model;

import io.github.lanewise.app.model.ModelResult.Row;
import io.github.lanewise.app.report.Chart;
import io.github.lanewise.app.report.HtmlPage;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.report.ReportFolder;
import io.github.lanewise.app.report.Series;
import io.github.lanewise.app.report.Series.Style;
import io.github.lanewise.sobolev.fitting.Fit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The page in the folder that {@code --report} names, with its curves. */
final class ModelPage {
  private final ModelResult result;

  private ModelPage(ModelResult result) {
    this.result = result;
  }

  /** Writes all files into a folder that exists. */
  static void write(Path folder, ModelResult result, String summary, Provenance provenance) throws IOException {
    ReportFolder.write(folder, new ModelPage(result).page(summary), provenance.toLines(
        result.settings().subject().toString(), result.settings().training().fit().seed()), Map.of());
  }

  private HtmlPage page(String summary) {
    HtmlPage page = new HtmlPage("Model of " + result.settings().subject()).text(summary);
    if (result.asked().fit() != null) {
      page.heading("Held-out errors during training");
      page.charts(List.of(
          curves("value_by_epoch", "value error", "epoch", Fit.Point::epoch, point -> point.errors().value()),
          curves("value_by_time", "value error", "training time [s]", Fit.Point::seconds,
              point -> point.errors().value()),
          curves("jacobian_by_epoch", "Jacobian error", "epoch", Fit.Point::epoch,
              point -> point.errors().jacobian()),
          curves("jacobian_by_time", "Jacobian error", "training time [s]", Fit.Point::seconds,
              point -> point.errors().jacobian())));
    }
    if (result.asked().rolloutErrors() != null) {
      page.heading("Prediction of many control steps").chart(rolloutErrors());
    }
    return page;
  }

  private Chart curves(String id, String title, String axis, ToDoubleFunction<Fit.Point> x,
      ToDoubleFunction<Fit.Point> error) {
    List<Series> series = new ArrayList<>();
    for (Row row : result.rows()) {
      List<Fit.Point> curve = row.fit().curve();
      series.add(Series.of(row.name(), style(row), curve.stream().mapToDouble(x).toArray(),
          curve.stream().mapToDouble(point -> 100 * error.applyAsDouble(point)).toArray()));
    }
    return new Chart(id, title, axis, "%", series).overPowersOfTen();
  }

  private Chart rolloutErrors() {
    List<Series> series = new ArrayList<>();
    for (Row row : result.rows()) {
      double[] step = new double[row.rolloutErrors().length];
      Arrays.setAll(step, k -> k + 1);
      series.add(Series.of(row.name(), style(row), step,
          Arrays.stream(row.rolloutErrors()).map(error -> 100 * error).toArray()));
    }
    return new Chart("rollout", "median error of the state, of its standard deviation", "control steps", "%", series)
        .overPowersOfTen();
  }

  private Style style(Row row) {
    return row == result.asked() ? Style.LINE : Style.DASHED;
  }
}
