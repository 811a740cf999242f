package io.github.lanewise.hardware.app;

import io.github.lanewise.hardware.app.ModelResult.Row;
import io.github.lanewise.hardware.data.SampleFile;
import io.github.lanewise.hardware.learning.Budget;
import io.github.lanewise.hardware.learning.Checkpoint;
import io.github.lanewise.hardware.learning.Fit;
import io.github.lanewise.hardware.learning.Fitting;
import io.github.lanewise.hardware.learning.Foresight;
import io.github.lanewise.hardware.learning.HeldOutErrors;
import io.github.lanewise.hardware.learning.Lesson;
import io.github.lanewise.hardware.learning.LossKind;
import io.github.lanewise.hardware.learning.Ranges;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.TrainingData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Samples, training, comparison with training on values alone, and tests; or the tests of a model that was saved. */
final class ModelRun {
  /** Between two writings of a checkpoint [s]. */
  private static final double CHECKPOINT_INTERVAL = 5;

  private final ModelSettings settings;
  private final List<DynamicsModel> saved;

  /** Of models that were saved, or null to train. */
  ModelRun(ModelSettings settings, List<DynamicsModel> saved) {
    this.settings = settings;
    this.saved = saved;
  }

  ModelResult run() throws IOException {
    if (settings.model() == null) {
      return test(fileLesson(), null, null);
    }
    DrawnLesson drawn = DrawnLesson.draw(settings);
    return test(drawn.lesson(), drawn.ranges(), drawn.foresight());
  }

  /** The last fifth is held out, or as many as were asked for. */
  private Lesson fileLesson() throws IOException {
    TrainingData all = SampleFile.read(settings.data());
    int heldOut = settings.heldOut() > 0 ? settings.heldOut() : all.count() / 5;
    if (heldOut < 1 || heldOut >= all.count()) {
      throw new IllegalArgumentException(settings.data() + " has " + all.count() + " samples, of which " + heldOut
          + " cannot be held out: there must be some, and some to train with");
    }
    if (settings.residual() && all.outputs() > all.inputs()) {
      throw new IllegalArgumentException(settings.data() + " has " + all.outputs() + " outputs, which are no later"
          + " values of " + all.inputs() + " inputs; --no-residual learns them as they are");
    }
    if (saved == null && settings.loss() != LossKind.VALUE && all.jacobians() == null) {
      throw new IllegalArgumentException(settings.data() + " has no Jacobians J, which --loss " + settings.loss()
          + " needs; --loss value does without");
    }
    List<String> inputs = IntStream.range(0, all.inputs()).mapToObj(j -> "x" + j).toList();
    List<String> outputs = IntStream.range(0, all.outputs()).mapToObj(i -> "y" + i).toList();
    return new Lesson(inputs, outputs, settings.residual() ? all.outputs() : all.inputs(), settings.residual(),
        all.dropped(), all.range(0, all.count() - heldOut), all.range(all.count() - heldOut, all.count()));
  }

  private ModelResult test(Lesson lesson, Ranges ranges, Foresight foresight) {
    settings.requireGood(lesson);
    List<Row> rows = new ArrayList<>();
    if (saved != null) {
      requireFit(saved.getFirst(), lesson);
      rows.add(new Row("the saved model", null, saved, new HeldOutErrors(lesson).of(saved),
          foresight == null ? null : foresight.errors(saved)));
    } else {
      Checkpoint checkpoint =
          settings.checkpoint() == null ? null : new Checkpoint(settings.checkpoint(), CHECKPOINT_INTERVAL);
      Fit asked = fit(settings.loss(), lesson, Budget.ofEpochs(settings.epochs()), checkpoint,
          settings.loss().toString());
      rows.add(row(asked, settings.loss().toString(), foresight));
      if (settings.loss() != LossKind.VALUE && asked.failure() == null) {
        rows.add(row(fit(LossKind.VALUE, lesson, Budget.ofEpochs(settings.epochs()), null, "value"),
            "value, equal samples", foresight));
        rows.add(row(fit(LossKind.VALUE, lesson, Budget.ofSeconds(asked.end().seconds()), null,
            "value, as long"), "value, equal time", foresight));
      }
    }
    return new ModelResult(settings, lesson, ranges, foresight == null ? 0 : foresight.count(), rows);
  }

  private void requireFit(DynamicsModel model, Lesson lesson) {
    TrainingData data = lesson.training();
    if (model.inputs() != data.inputs() || model.outputs() != data.outputs()) {
      throw new IllegalArgumentException(settings.load() + " is a model of " + model.inputs() + " inputs and "
          + model.outputs() + " outputs, but " + settings.subject() + " has " + data.inputs() + " and "
          + data.outputs());
    }
  }

  private Fit fit(LossKind kind, Lesson lesson, Budget budget, Checkpoint checkpoint, String task) {
    int parts = Double.isFinite(budget.epochs()) ? (int) budget.epochs() : 100;
    try (Progress progress = Progress.start("training by " + task, parts)) {
      return Fitting.run(settings.fit(), kind, lesson, budget, checkpoint,
          spent -> progress.accept((int) Math.round(spent * parts)));
    }
  }

  private static Row row(Fit fit, String name, Foresight foresight) {
    return new Row(name, fit, fit.models(), fit.end().errors(), foresight == null ? null
        : foresight.errors(fit.models()));
  }
}
