package io.github.lanewise.hardware.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.hardware.app.ModelResult.Row;
import io.github.lanewise.hardware.learning.Fit;
import io.github.lanewise.hardware.learning.Lesson;
import io.github.lanewise.hardware.learning.Ranges;
import io.github.lanewise.sobolev.DynamicsModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A {@link ModelResult} as a page to read and as JSON with the same numbers. */
final class ModelReport {
  private final ModelResult result;
  private final ModelSettings settings;
  private final Lesson lesson;
  private final StringBuilder text = new StringBuilder();

  ModelReport(ModelResult result) {
    this.result = result;
    settings = result.settings();
    lesson = result.lesson();
  }

  /** What a saved model is. */
  static String describe(List<DynamicsModel> models, double controlStep, int substeps) {
    DynamicsModel model = models.getFirst();
    return format("network %s, %,d parameters%s, %s%s%s%n", model.mlp(), model.mlp().parameters(),
        models.size() == 1 ? "" : format(", ensemble of %d", models.size()),
        model.givesChanges() ? format("gives changes of the first %d inputs", model.outputs())
            : format("gives %d outputs", model.outputs()),
        model.isGaussian() ? " and the logarithms of their variances" : "",
        controlStep > 0 ? format("; control steps of %.4g s, %d substeps each", controlStep, substeps) : "");
  }

  String toText() {
    text.setLength(0);
    boolean robot = settings.model() != null;
    line("%s: %d inputs, %s, %d outputs", settings.subject(), lesson.inputs().size(), robot || lesson.changes()
        ? format("%d of a state and %d of an action", lesson.states(), lesson.inputs().size() - lesson.states())
        : "no states among them", lesson.outputs().size());
    line("%,d samples to train with, %,d held out", lesson.training().count(), lesson.heldOut().count());
    text.append(describe(result.asked().models(), robot ? settings.period() : 0, settings.substeps()));
    if (lesson.dropped() > 0) {
      line("left out: %,d samples with numbers that are not finite", lesson.dropped());
    }
    if (!lesson.constants().isEmpty()) {
      line("the same in all samples, so that nothing can be learnt of it: %s", String.join(", ", lesson.constants()));
    }
    line("");
    boolean foresight = result.asked().foresight() != null;
    line("  %-21s %8s %9s %10s %10s%s", "held-out errors of", "epochs", "time [s]", "value", "Jacobian",
        foresight ? format(" %14s", "after " + result.asked().foresight().length + " steps") : "");
    for (Row row : result.rows()) {
      Fit fit = row.fit();
      line("  %-21s %8s %9s %10s %10s%s%s", row.name(), fit == null ? "" : format("%,d", fit.end().epoch()),
          fit == null ? "" : format("%.2f", fit.end().seconds()), share(row.errors().value()),
          share(row.errors().jacobian()),
          foresight ? format(" %14s", share(row.foresight()[row.foresight().length - 1])) : "",
          fit != null && fit.failure() != null ? format("  diverged at step %d", fit.failure().step()) : "");
    }
    line("");
    line("  value: root mean square, in standard deviations of what the network is to give");
    line("  Jacobian: |J - T| / |T| of what the network is to give, in units of standard deviations");
    if (foresight) {
      line("  after %d steps: median over %d roll-outs of the state's root mean square error, in standard deviations of"
          + " the states", result.asked().foresight().length, result.rollouts());
    }
    return text.toString();
  }

  private static String share(double error) {
    return Double.isNaN(error) ? "unknown" : format("%.3g %%", 100 * error);
  }

  private void line(String format, Object... values) {
    text.append(format(format, values)).append(System.lineSeparator());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  ObjectNode toJson() throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.set("machine", Machine.toJson());
    json.put("version", Version.number());
    json.put("training_samples", lesson.training().count());
    json.put("held_out_samples", lesson.heldOut().count());
    json.put("dropped_samples", lesson.dropped());
    ArrayNode constants = json.putArray("constant");
    lesson.constants().forEach(constants::add);
    if (result.ranges() != null) {
      json.set("ranges", ranges(result.ranges()));
    }
    ArrayNode rows = json.putArray("models");
    result.rows().forEach(row -> rows.add(row(row)));
    return json;
  }

  private static ArrayNode ranges(Ranges ranges) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int j = 0; j < ranges.names().size(); j++) {
      array.addObject().put("name", ranges.names().get(j)).put("low", ranges.low()[j]).put("high", ranges.high()[j]);
    }
    return array;
  }

  private static ObjectNode row(Row row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", row.name());
    json.put("network", row.models().getFirst().mlp().toString());
    json.put("parameters", row.models().getFirst().mlp().parameters());
    json.set("value_error", JsonFile.number(row.errors().value()));
    json.set("jacobian_error", JsonFile.number(row.errors().jacobian()));
    json.set("rollout_errors", row.foresight() == null ? null : JsonFile.numbers(row.foresight()));
    if (row.fit() != null) {
      Fit.Point end = row.fit().end();
      json.put("epochs", end.epoch()).put("training_seconds", end.seconds());
      json.set("training_loss", JsonFile.number(end.loss()));
      json.put("diverged_at_step", row.fit().failure() == null ? null : (Long) row.fit().failure().step());
    }
    return json;
  }
}
