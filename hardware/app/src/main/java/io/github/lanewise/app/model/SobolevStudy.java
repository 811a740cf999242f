package io.github.lanewise.app.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.app.report.Table;
import io.github.lanewise.sobolev.fitting.Dataset;
import io.github.lanewise.sobolev.fitting.Fit;
import io.github.lanewise.sobolev.fitting.FitSettings;
import io.github.lanewise.sobolev.fitting.Fitting;
import io.github.lanewise.sobolev.fitting.HeldOutErrors.Errors;
import io.github.lanewise.sobolev.fitting.LossKind;
import io.github.lanewise.sobolev.fitting.RolloutErrors;
import io.github.lanewise.sobolev.fitting.TrainingLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What Jacobians are worth in samples: every loss at N, N / 4, N / 16 and N / 64 samples, all with as many steps of the
 * optimiser.
 */
final class SobolevStudy {
  private static final int SIZES = 4;

  private final FitSettings settings;
  private final Dataset dataset;
  private final RolloutErrors rolloutErrors;
  private final long steps;
  private final Table errors;
  private final Table comparison;

  /**
   * Takes what there is to learn.
   *
   * @param dataset of which the largest training takes all samples
   * @param epochs of that one
   * @throws IllegalArgumentException if there are fewer than 64 samples
   */
  SobolevStudy(FitSettings settings, Dataset dataset, RolloutErrors rolloutErrors, int epochs) {
    if (dataset.training().count() < 64) {
      throw new IllegalArgumentException(dataset.training().count() + " samples: a 64th of them is none");
    }
    this.settings = settings;
    this.dataset = dataset;
    this.rolloutErrors = rolloutErrors;
    steps = (long) epochs * Math.ceilDiv(dataset.training().count(), settings.optimiser().batch());
    errors =
        new Table("Errors on held-out samples and after " + rolloutErrors.stepCount() + " control steps, each model"
        + " trained with " + steps + " steps of " + settings.optimiser().batch() + " samples.",
        List.of("samples", "loss"), List.of("value_error", "jacobian_error", "rollout_error", "training_s"));
    comparison = new Table("Quarter: value error of the loss with a quarter of the samples over that of values alone"
        + " with all. Jacobian: its Jacobian error over theirs, samples alike.", List.of("samples", "loss"),
        List.of("quarter_value_error_ratio", "jacobian_error_ratio"));
  }

  /** How many trainings there are, which {@link #run} reports. */
  int work() {
    return SIZES * LossKind.values().length;
  }

  /**
   * Trains all.
   *
   * @param finished is given each table as text when it is there
   * @param progress is given the trainings done so far
   */
  void run(Consumer<String> finished, IntConsumer progress) {
    List<Errors> values = new ArrayList<>();
    int done = 0;
    for (LossKind kind : LossKind.values()) {
      Errors quarter = null;
      for (int size = 0; size < SIZES; size++) {
        Errors now = train(kind, dataset.training().count() >> 2 * (SIZES - 1 - size));
        progress.accept(++done);
        if (kind == LossKind.VALUE) {
          values.add(now);
        } else {
          compare(kind, size, quarter, now, values.get(size));
          quarter = now;
        }
      }
    }
    finished.accept(errors.toMarkdown());
    finished.accept(comparison.toMarkdown());
  }

  private Errors train(LossKind kind, int samples) {
    Dataset part = dataset.first(samples);
    int epochs = Math.toIntExact(Math.ceilDiv(steps, Math.ceilDiv(samples, settings.optimiser().batch())));
    Fit fit = Fitting.run(settings, kind, part, TrainingLimit.ofEpochs(epochs), spent -> {});
    double[] path = rolloutErrors.errors(fit.models());
    Errors end = fit.failure() == null ? fit.end().errors() : new Errors(Double.NaN, Double.NaN);
    errors.add(List.of(samples, kind), end.value(), end.jacobian(), path[path.length - 1],
        fit.end().seconds());
    return end;
  }

  private void compare(LossKind kind, int size, Errors quarter, Errors now, Errors value) {
    int samples = dataset.training().count() >> 2 * (SIZES - 1 - size);
    comparison.add(List.of(samples, kind),
        quarter == null ? Double.NaN : quarter.value() / value.value(), now.jacobian() / value.jacobian());
  }

  /** All tables, numbers with their units in the key names. */
  ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("errors", errors.toJson());
    node.set("comparison", comparison.toJson());
    return node;
  }
}
