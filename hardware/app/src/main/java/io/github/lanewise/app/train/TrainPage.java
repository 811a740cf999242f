package io.github.lanewise.app.train;

import io.github.lanewise.app.report.Chart;
import io.github.lanewise.app.report.HtmlPage;
import io.github.lanewise.app.report.Provenance;
import io.github.lanewise.app.report.ReportFolder;
import io.github.lanewise.app.report.Series;
import io.github.lanewise.app.report.Series.Style;
import io.github.lanewise.data.PolicyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The page in the folder that {@code --report} names, with its curves, and the best policy of each seed beside it. */
final class TrainPage {
  private final TrainResult result;

  private TrainPage(TrainResult result) {
    this.result = result;
  }

  /**
   * Writes all files into a folder that exists.
   *
   * @param origin of the policies: command, version, date
   */
  static void write(Path folder, TrainResult result, String summary, Provenance provenance, Map<String, String> origin)
      throws IOException {
    TrainSettings settings = result.settings();
    ReportFolder.create(folder);
    Map<String, String> policies = new LinkedHashMap<>();
    for (int number = 0; number < result.trained().size(); number++) {
      Trained one = result.trained().get(number);
      new PolicyFile(one.best(), TrainingFolder.origin(settings, number, origin))
          .write(folder.resolve("policy-seed-" + one.seed() + ".npz"));
      policies.put("policy-seed-" + one.seed() + ".npz", "the best policy of this seed, for task, watch and loop");
    }
    ReportFolder.write(folder, new TrainPage(result).page(summary),
        provenance.toLines(settings.task().name(), settings.training().seed()), policies);
  }

  private HtmlPage page(String summary) {
    HtmlPage page = new HtmlPage("Learning " + result.settings().task().name()).text(summary);
    page.heading("Learning curves: mean return of the last 100 episodes");
    List<Series> bySteps = new ArrayList<>(seeds(Learning.Point::environmentSteps));
    if (result.trained().size() > 1) {
      bySteps.addFirst(spread());
    }
    page.chart(new Chart("return_by_steps", "return over environment steps", "environment steps of all robots",
        "return", bySteps));
    page.chart(new Chart("return_by_time", "return over time", "time since the training began [s]", "return",
        seeds(Learning.Point::seconds)));
    return page;
  }

  private List<Series> seeds(ToDoubleFunction<Learning.Point> x) {
    List<Series> series = new ArrayList<>();
    for (Trained one : result.trained()) {
      List<Learning.Point> known =
          one.curve().stream().filter(point -> Double.isFinite(point.returnMean())).toList();
      series.add(Series.of("seed " + one.seed(), result.trained().size() > 1 ? Style.DASHED : Style.LINE,
          known.stream().mapToDouble(x).toArray(),
          known.stream().mapToDouble(Learning.Point::returnMean).toArray()));
    }
    return series;
  }

  private Series spread() {
    List<TrainResult.Spread> known =
        result.spread().stream().filter(at -> Double.isFinite(at.returns().mean())).toList();
    return new Series("mean, and from the lowest to the highest", Style.LINE,
        known.stream().mapToDouble(TrainResult.Spread::environmentSteps).toArray(),
        known.stream().mapToDouble(at -> at.returns().mean()).toArray(),
        known.stream().mapToDouble(at -> at.returns().lowest()).toArray(),
        known.stream().mapToDouble(at -> at.returns().highest()).toArray());
  }
}
