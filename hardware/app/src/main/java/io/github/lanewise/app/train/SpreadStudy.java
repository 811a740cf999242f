package io.github.lanewise.app.train;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.learning.GradientSpread;
import io.github.lanewise.learning.MixedReturn;
import io.github.lanewise.learning.Trainer;
import io.github.lanewise.learning.WindowTrainer;
import io.github.lanewise.simulation.LaneSimulation;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** How policy gradients spread with the lambda of windows, at the weights of a training that was kept. */
final class SpreadStudy {
  private final TrainSettings settings;
  private final int windows;
  private final long steps;
  private final List<GradientSpread> spreads;

  private SpreadStudy(TrainSettings settings, int windows, long steps, List<GradientSpread> spreads) {
    this.settings = settings;
    this.windows = windows;
    this.steps = steps;
    this.spreads = spreads;
  }

  /** Whether a method has the gradients that it measures. */
  static boolean isFor(Method method) {
    return method == Method.MIX || method == Method.SHAC;
  }

  /** Measures, against the longest windows alone. */
  static SpreadStudy of(TrainSettings settings, TrainingFolder folder, double[] lambdas, int windows)
      throws IOException {
    try (LaneSimulation simulation = Trainer.simulation(settings.task(), settings.training(),
        settings.computing().precision(), settings.computing().threads())) {
      WindowTrainer trainer = new WindowTrainer(settings.task(), simulation, settings.training(0));
      Learning learning = new Learning(settings, 0, trainer, 0);
      folder.resume(learning);
      MixedReturn longest = MixedReturn.longest(settings.training().objective().discount());
      List<MixedReturn> objectives = Stream.concat(Stream.of(longest), DoubleStream.of(lambdas).mapToObj(lambda ->
          new MixedReturn(longest.discount(), lambda, 0, settings.training().objective().reading()))).toList();
      return Progress.during("gradients of " + windows + " windows", () -> new SpreadStudy(settings, windows,
          trainer.stepCount(), GradientSpread.of(trainer, objectives, windows)));
    }
  }

  /** A page to read. */
  String toText() {
    TextPage text = new TextPage();
    text.line("%s after %,d environment steps, gradients of %d windows of %d steps of %d robots",
        settings.task().name(), steps, windows, settings.training().window(), settings.training().robots());
    text.line();
    text.line("  %8s %12s %12s %12s %12s %10s", "lambda", "|mean|", "deviation", "variance", "bias", "cosine");
    double first = spreads.getFirst().deviation();
    for (GradientSpread spread : spreads) {
      text.line("  %8s %12s %12s %12s %12s %10s", TextPage.number(spread.objective().lambda()),
          TextPage.number(spread.norm()), TextPage.number(spread.deviation()),
          TextPage.number(Math.pow(spread.deviation() / first, 2)), TextPage.number(spread.bias()),
          TextPage.number(spread.cosine()));
    }
    text.line();
    text.line("  deviation: root of the summed variances of all components from window to window; variance: as a share"
        + " of that of the longest windows alone");
    text.line("  bias, cosine: of the mean gradient beside that of the longest windows alone");
    return text.toString();
  }

  /** The same numbers. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.put("environment_steps", steps).put("windows", windows);
    ArrayNode array = json.putArray("spread");
    for (GradientSpread spread : spreads) {
      ObjectNode one = array.addObject().put("lambda", spread.objective().lambda());
      one.set("mean_norm", JsonFile.number(spread.norm()));
      one.set("deviation", JsonFile.number(spread.deviation()));
      one.set("bias_norm", JsonFile.number(spread.bias()));
      one.set("cosine", JsonFile.number(spread.cosine()));
    }
    return json;
  }
}
