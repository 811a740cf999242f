package io.github.lanewise.app.model;

import static io.github.lanewise.app.report.TextPage.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.model.ModelResult.Row;
import io.github.lanewise.app.report.JsonFile;
import io.github.lanewise.app.report.TextPage;
import io.github.lanewise.simulation.SampleRanges;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.fitting.Dataset;
import io.github.lanewise.sobolev.fitting.Fit;
import java.util.List;

/** A {@link ModelResult} as a page to read and as JSON with the same numbers. */
final class ModelReport {
  private final ModelResult result;
  private final ModelSettings settings;
  private final Dataset dataset;

  ModelReport(ModelResult result) {
    this.result = result;
    settings = result.settings();
    dataset = result.dataset();
  }

  /** What a saved model is. */
  static String describe(List<DynamicsModel> models, double controlStep, int substeps) {
    DynamicsModel model = models.getFirst();
    return format("network %s, %,d parameters%s, %s%s%s", model.mlp(), model.mlp().weightCount(),
        models.size() == 1 ? "" : format(", ensemble of %d", models.size()),
        model.givesChanges() ? format("gives changes of the first %d inputs", model.outputCount())
            : format("gives %d outputs", model.outputCount()),
        model.isGaussian() ? " and the logarithms of their variances" : "",
        controlStep > 0 ? format("; control steps of %.4g s, %d substeps each", controlStep, substeps) : "");
  }

  String toText() {
    TextPage text = new TextPage();
    boolean robot = settings.model() != null;
    text.line("%s: %d inputs, %s, %d outputs", settings.subject(), dataset.inputs().size(), robot || dataset.changes()
        ? format("%d of a state and %d of an action", dataset.stateCount(),
            dataset.inputs().size() - dataset.stateCount()) : "no states among them", dataset.outputs().size());
    text.line("%,d samples to train with, %,d held out", dataset.training().count(), dataset.heldOut().count());
    text.line("%s", describe(result.asked().models(), robot ? settings.controlSteps().period() : 0,
        settings.controlSteps().substepCount()));
    if (dataset.droppedCount() > 0) {
      text.line("left out: %,d samples with numbers that are not finite", dataset.droppedCount());
    }
    if (!dataset.constants().isEmpty()) {
      text.line("the same in all samples, so that nothing can be learnt of it: %s",
          String.join(", ", dataset.constants()));
    }
    text.line();
    boolean rolloutErrors = result.asked().rolloutErrors() != null;
    text.line("  %-21s %8s %9s %10s %10s%s", "held-out errors of", "epochs", "time [s]", "value", "Jacobian",
        rolloutErrors ? format(" %14s", "after " + result.asked().rolloutErrors().length + " steps") : "");
    for (Row row : result.rows()) {
      Fit fit = row.fit();
      text.line("  %-21s %8s %9s %10s %10s%s%s", row.name(), fit == null ? "" : format("%,d", fit.end().epoch()),
          fit == null ? "" : format("%.2f", fit.end().seconds()), share(row.errors().value()),
          share(row.errors().jacobian()),
          rolloutErrors ? format(" %14s", share(row.rolloutErrors()[row.rolloutErrors().length - 1])) : "",
          fit != null && fit.failure() != null ? format("  diverged at step %d", fit.failure().step()) : "");
    }
    text.line();
    text.line("  value: root mean square, in standard deviations of what the network is to give");
    text.line("  Jacobian: |J - T| / |T| of what the network is to give, in units of standard deviations");
    if (rolloutErrors) {
      text.line("  after %d steps: median over %d roll-outs of the state's root mean square error, in standard"
          + " deviations of the states", result.asked().rolloutErrors().length, result.rolloutCount());
    }
    return text.toString();
  }

  private static String share(double error) {
    return Double.isFinite(error) ? format("%.3g %%", 100 * error) : "unknown";
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("settings", settings.toJson());
    json.put("training_samples", dataset.training().count());
    json.put("held_out_samples", dataset.heldOut().count());
    json.put("dropped_samples", dataset.droppedCount());
    ArrayNode constants = json.putArray("constant");
    dataset.constants().forEach(constants::add);
    if (result.ranges() != null) {
      json.set("ranges", ranges(result.ranges()));
    }
    ArrayNode rows = json.putArray("models");
    result.rows().forEach(row -> rows.add(row(row)));
    return json;
  }

  private static ArrayNode ranges(SampleRanges ranges) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int j = 0; j < ranges.names().size(); j++) {
      array.addObject().put("name", ranges.names().get(j)).put("low", ranges.low()[j]).put("high", ranges.high()[j]);
    }
    return array;
  }

  private static ObjectNode row(Row row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", row.name());
    json.put("network", row.models().getFirst().mlp().toString());
    json.put("parameters", row.models().getFirst().mlp().weightCount());
    json.set("value_error", JsonFile.number(row.errors().value()));
    json.set("jacobian_error", JsonFile.number(row.errors().jacobian()));
    json.set("rollout_errors", row.rolloutErrors() == null ? null : JsonFile.numbers(row.rolloutErrors()));
    if (row.fit() != null) {
      Fit.Point end = row.fit().end();
      json.put("epochs", end.epoch()).put("training_s", end.seconds());
      json.set("training_loss", JsonFile.number(end.loss()));
      json.put("diverged_at_step", row.fit().failure() == null ? null : (Long) row.fit().failure().step());
    }
    return json;
  }
}
