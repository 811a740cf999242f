package io.github.lanewise.hardware.study;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lanewise.hardware.learning.Budget;
import io.github.lanewise.hardware.learning.Fit;
import io.github.lanewise.hardware.learning.FitSettings;
import io.github.lanewise.hardware.learning.Fitting;
import io.github.lanewise.hardware.learning.Foresight;
import io.github.lanewise.hardware.learning.HeldOutErrors.Errors;
import io.github.lanewise.hardware.learning.Lesson;
import io.github.lanewise.hardware.learning.LossKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What Jacobians are worth in samples: every loss at N, N / 4, N / 16 and N / 64 samples, all with as many steps of the
 * optimiser.
 */
public final class SobolevStudy {
  private static final int SIZES = 4;

  private final FitSettings settings;
  private final Lesson lesson;
  private final Foresight foresight;
  private final long steps;
  private final Table errors;
  private final Table comparison;

  /**
   * Takes what there is to learn.
   *
   * @param lesson of which the largest training takes all samples
   * @param epochs of that one
   * @throws IllegalArgumentException if there are fewer than 64 samples
   */
  public SobolevStudy(FitSettings settings, Lesson lesson, Foresight foresight, int epochs) {
    if (lesson.training().count() < 64) {
      throw new IllegalArgumentException(lesson.training().count() + " samples: a 64th of them is none");
    }
    this.settings = settings;
    this.lesson = lesson;
    this.foresight = foresight;
    steps = (long) epochs * Math.ceilDiv(lesson.training().count(), settings.batch());
    errors = new Table("Errors on held-out samples and after " + foresight.steps() + " control steps, each model"
        + " trained with " + steps + " steps of " + settings.batch() + " samples.", List.of("samples", "loss"),
        List.of("value_error", "jacobian_error", "rollout_error", "training_seconds"));
    comparison = new Table("Quarter: value error of the loss with a quarter of the samples over that of values alone"
        + " with all. Jacobian: its Jacobian error over theirs, samples alike.", List.of("samples", "loss"),
        List.of("quarter_value_error_ratio", "jacobian_error_ratio"));
  }

  /** How many trainings there are, which {@link #run} reports. */
  public int work() {
    return SIZES * LossKind.values().length;
  }

  /**
   * Trains all.
   *
   * @param finished is given each table as text when it is there
   * @param progress is given the trainings done so far
   */
  public void run(Consumer<String> finished, IntConsumer progress) {
    List<Errors> values = new ArrayList<>();
    int done = 0;
    for (LossKind kind : LossKind.values()) {
      Errors quarter = null;
      for (int size = 0; size < SIZES; size++) {
        Errors now = train(kind, lesson.training().count() >> 2 * (SIZES - 1 - size));
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
    Lesson part = lesson.first(samples);
    int epochs = Math.toIntExact(Math.ceilDiv(steps, Math.ceilDiv(samples, settings.batch())));
    Fit fit = Fitting.run(settings, kind, part, Budget.ofEpochs(epochs), spent -> {});
    double[] path = foresight.errors(fit.models());
    Errors end = fit.failure() == null ? fit.end().errors() : new Errors(Double.NaN, Double.NaN);
    errors.add(List.of(Integer.toString(samples), kind.toString()), end.value(), end.jacobian(), path[path.length - 1],
        fit.end().seconds());
    return end;
  }

  private void compare(LossKind kind, int size, Errors quarter, Errors now, Errors value) {
    int samples = lesson.training().count() >> 2 * (SIZES - 1 - size);
    comparison.add(List.of(Integer.toString(samples), kind.toString()),
        quarter == null ? Double.NaN : quarter.value() / value.value(), now.jacobian() / value.jacobian());
  }

  /** All tables, numbers with their units in the key names. */
  public ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("errors", errors.toJson());
    node.set("comparison", comparison.toJson());
    return node;
  }
}
