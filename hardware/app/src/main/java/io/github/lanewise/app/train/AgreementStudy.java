package io.github.lanewise.app.train;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.learning.ModelAgreement;
import io.github.lanewise.learning.Trainer;
import io.github.lanewise.learning.WindowTrainer;
import io.github.lanewise.simulation.LaneSimulation;
import java.io.IOException;

/** How the model of a training that was kept agrees with the robots, in states and in policy gradients. */
final class AgreementStudy {
  private final TrainSettings settings;
  private final int windows;
  private final long steps;
  private final ModelAgreement agreement;

  private AgreementStudy(TrainSettings settings, int windows, long steps, ModelAgreement agreement) {
    this.settings = settings;
    this.windows = windows;
    this.steps = steps;
    this.agreement = agreement;
  }

  /** Measures. */
  static AgreementStudy of(TrainSettings settings, TrainingFolder folder, int windows) throws IOException {
    try (LaneSimulation simulation = Trainer.simulation(settings.task(), settings.training(),
        settings.computing().precision(), settings.computing().threads())) {
      WindowTrainer trainer = new WindowTrainer(settings.task(), simulation, settings.training(0));
      folder.resume(new Learning(settings, 0, trainer, 0));
      return Progress.during("windows of robots and model", () ->
          new AgreementStudy(settings, windows, trainer.stepCount(), ModelAgreement.of(trainer, windows)));
    }
  }

  /** A page to read. */
  String toText() {
    TextPage text = new TextPage();
    text.line("%s after %,d environment steps, %d windows of %d steps of %d robots", settings.task().name(), steps,
        windows, settings.training().window(), settings.training().robots());
    text.line();
    text.line("  %8s %16s", "steps", "relative error");
    double[] errors = agreement.errors();
    for (int h = 1; h <= errors.length; h = h < errors.length && 2 * h > errors.length ? errors.length : 2 * h) {
      text.line("  %8d %16s", h, TextPage.number(errors[h - 1]));
    }
    text.line();
    text.line("  %-46s %10s %16s", "mean policy gradient beside that of the robots", "cosine", "ratio of norms");
    line(text, "model's derivatives along the robots' states", agreement.backwards());
    line(text, "windows that the model moves", agreement.imagined());
    text.line();
    text.line("  relative error: of states, as a share of how far the robots moved, in units of the deviations of their"
        + " changes");
    return text.toString();
  }

  private static void line(TextPage text, String what, ModelAgreement.Gradient gradient) {
    text.line("  %-46s %10s %16s", what, TextPage.number(gradient.cosine()), TextPage.number(gradient.ratio()));
  }

  /** The same numbers. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.put("environment_steps", steps).put("windows", windows);
    ArrayNode errors = json.putArray("relative_errors");
    for (double error : agreement.errors()) {
      errors.add(JsonFile.number(error));
    }
    put(json.putObject("model_derivatives_along_robots"), agreement.backwards());
    put(json.putObject("windows_in_the_model"), agreement.imagined());
    return json;
  }

  private static void put(ObjectNode json, ModelAgreement.Gradient gradient) {
    json.set("gradient_cosine", JsonFile.number(gradient.cosine()));
    json.set("gradient_norm_ratio", JsonFile.number(gradient.ratio()));
  }
}
