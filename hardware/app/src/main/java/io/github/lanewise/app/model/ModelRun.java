package io.github.lanewise.app.model;

import io.github.lanewise.app.console.Progress;
import io.github.lanewise.app.model.ModelResult.Row;
import io.github.lanewise.data.Checkpoint;
import io.github.lanewise.data.SampleFile;
import io.github.lanewise.simulation.SampleRanges;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.TrainingData;
import io.github.lanewise.sobolev.fitting.Dataset;
import io.github.lanewise.sobolev.fitting.Fit;
import io.github.lanewise.sobolev.fitting.Fitting;
import io.github.lanewise.sobolev.fitting.HeldOutErrors;
import io.github.lanewise.sobolev.fitting.LossKind;
import io.github.lanewise.sobolev.fitting.RolloutErrors;
import io.github.lanewise.sobolev.fitting.TrainingLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Samples, training, comparison with training on values alone, and tests; or the tests of a model that was saved. */
final class ModelRun {
  /** Between two writings of a checkpoint [s]. */
  private static final double CHECKPOINT_INTERVAL = 5;

  private final ModelSettings settings;
  private final ModelSettings.Training training;
  private final List<DynamicsModel> saved;

  /** Of models that were saved, or null to train. */
  ModelRun(ModelSettings settings, List<DynamicsModel> saved) {
    this.settings = settings;
    training = settings.training();
    this.saved = saved;
  }

  ModelResult run() throws IOException {
    if (settings.model() == null) {
      return test(fileDataset(), null, null);
    }
    RobotDataset drawn = RobotDataset.draw(settings);
    return test(drawn.dataset(), drawn.ranges(), drawn.rolloutErrors());
  }

  /** The last fifth is held out, or as many as were asked for. */
  private Dataset fileDataset() throws IOException {
    Path file = settings.subject().data();
    boolean residual = settings.samples().residual();
    TrainingData all = SampleFile.read(file);
    int heldOut = settings.samples().heldOutCount() > 0 ? settings.samples().heldOutCount() : all.count() / 5;
    if (heldOut < 1 || heldOut >= all.count()) {
      throw new IllegalArgumentException(file + " has " + all.count() + " samples, of which " + heldOut
          + " cannot be held out: there must be some, and some to train with");
    }
    if (residual && all.outputCount() > all.inputCount()) {
      throw new IllegalArgumentException(file + " has " + all.outputCount() + " outputs, which are no later"
          + " values of " + all.inputCount() + " inputs; --no-residual learns them as they are");
    }
    if (saved == null && training.loss() != LossKind.VALUE && all.jacobians() == null) {
      throw new IllegalArgumentException(file + " has no Jacobians J, which --loss " + training.loss()
          + " needs; --loss value does without");
    }
    List<String> inputs = IntStream.range(0, all.inputCount()).mapToObj(j -> "x" + j).toList();
    List<String> outputs = IntStream.range(0, all.outputCount()).mapToObj(i -> "y" + i).toList();
    return new Dataset(inputs, outputs, residual ? all.outputCount() : all.inputCount(), residual,
        all.droppedCount(), all.range(0, all.count() - heldOut), all.range(all.count() - heldOut, all.count()));
  }

  private ModelResult test(Dataset dataset, SampleRanges ranges, RolloutErrors rolloutErrors) {
    settings.requireGood(dataset);
    List<Row> rows = new ArrayList<>();
    if (saved != null) {
      requireFit(saved.getFirst(), dataset);
      rows.add(new Row("the saved model", null, saved, new HeldOutErrors(dataset).of(saved),
          rolloutErrors == null ? null : rolloutErrors.errors(saved)));
    } else {
      Checkpoint checkpoint =
          training.checkpoint() == null ? null : new Checkpoint(training.checkpoint(), CHECKPOINT_INTERVAL);
      Fit asked = fit(training.loss(), dataset, TrainingLimit.ofEpochs(training.epochCount()), checkpoint,
          training.loss().toString());
      rows.add(row(asked, training.loss().toString(), rolloutErrors));
      if (training.loss() != LossKind.VALUE && asked.failure() == null) {
        rows.add(row(fit(LossKind.VALUE, dataset, TrainingLimit.ofEpochs(training.epochCount()), null, "value"),
            "value, equal samples", rolloutErrors));
        rows.add(row(fit(LossKind.VALUE, dataset, TrainingLimit.ofSeconds(asked.end().seconds()), null,
            "value, as long"), "value, equal time", rolloutErrors));
      }
    }
    return new ModelResult(settings, dataset, ranges, rolloutErrors == null ? 0 : rolloutErrors.rolloutCount(), rows);
  }

  private void requireFit(DynamicsModel model, Dataset dataset) {
    TrainingData data = dataset.training();
    if (model.inputCount() != data.inputCount() || model.outputCount() != data.outputCount()) {
      throw new IllegalArgumentException(settings.subject().load() + " is a model of " + model.inputCount()
          + " inputs and "
          + model.outputCount() + " outputs, but " + settings.subject() + " has " + data.inputCount() + " and "
          + data.outputCount());
    }
  }

  private Fit fit(LossKind kind, Dataset dataset, TrainingLimit limit, Checkpoint checkpoint, String task) {
    int parts = Double.isFinite(limit.epochs()) ? (int) limit.epochs() : 100;
    try (Progress progress = Progress.start("training by " + task, parts)) {
      return Fitting.run(training.fit(), kind, dataset, limit, checkpoint,
          spent -> progress.accept((int) Math.round(spent * parts)));
    }
  }

  private static Row row(Fit fit, String name, RolloutErrors rolloutErrors) {
    return new Row(name, fit, fit.models(), fit.end().errors(), rolloutErrors == null ? null
        : rolloutErrors.errors(fit.models()));
  }
}
