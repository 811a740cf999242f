package io.github.lanewise.hardware.learning;

import io.github.lanewise.lanes.Workers;
import io.github.lanewise.sobolev.Adam;
import io.github.lanewise.sobolev.DivergedException;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.Normalizer;
import io.github.lanewise.sobolev.SobolevLoss;
import io.github.lanewise.sobolev.TrainingData;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * One training: all members of an ensemble an epoch each in turn, in normalised units, the learning rate along a cosine
 * over the budget.
 */
public final class Fitting {
  /** Points of a curve. */
  private static final int POINTS = 50;
  private static final double LAST_RATE = 0.01;

  private final LossKind kind;
  private final Lesson lesson;
  private final Budget budget;
  private final Checkpoint checkpoint;
  private final Map<String, String> training;
  private final SobolevLoss loss;
  private final Normalizer inputUnits;
  private final Normalizer outputUnits;
  private final HeldOutErrors heldOut;
  private final List<Trainer> trainers = new ArrayList<>();
  private final List<Fit.Point> curve = new ArrayList<>();
  private double spent;
  private long epochs;
  private double seconds;

  private Fitting(FitSettings settings, LossKind kind, Lesson lesson, Budget budget, Checkpoint checkpoint,
      Workers workers) {
    this.kind = kind;
    this.lesson = lesson;
    this.budget = budget;
    this.checkpoint = checkpoint;
    training = settings.named();
    training.put("loss", kind.toString());
    training.put("epochs", Double.toString(budget.epochs()));
    training.put("seconds", Double.toString(budget.seconds()));
    training.put("states", Integer.toString(lesson.states()));
    training.put("residual", Boolean.toString(lesson.changes()));
    training.put("samples", lesson.fingerprint());
    TrainingData data = lesson.training();
    loss = settings.loss(kind, data.inputs(), lesson.states(), data.outputs());
    inputUnits = lesson.inputUnits();
    outputUnits = lesson.outputUnits();
    heldOut = new HeldOutErrors(lesson);
    TrainingData normalized = lesson.targets(data).normalized(inputUnits, outputUnits);
    double low = LAST_RATE * settings.learningRate();
    Adam adam = Adam.of(step -> low + (settings.learningRate() - low) * (1 + Math.cos(Math.PI * spent)) / 2);
    for (int member = 0; member < settings.members(); member++) {
      trainers.add(Trainer.of(loss, adam, normalized, settings.batch(), settings.seed() + member, workers));
    }
  }

  /**
   * Trains until the budget is spent or training diverges.
   *
   * @param progress is given the part of the budget that is spent
   * @throws IllegalArgumentException if the samples have no Jacobians and the loss needs them, or the network is too
   *     large
   */
  public static Fit run(FitSettings settings, LossKind kind, Lesson lesson, Budget budget, DoubleConsumer progress) {
    return run(settings, kind, lesson, budget, null, progress);
  }

  /**
   * The same, from where a file says that it was and to the same bits as without a break; the file is written on the
   * way and at the end, but not when training diverges.
   *
   * @param checkpoint the file, or null
   * @throws IllegalArgumentException as well if it is damaged or of another training, with both sides
   * @throws UncheckedIOException if it cannot be read or written
   */
  public static Fit run(FitSettings settings, LossKind kind, Lesson lesson, Budget budget, Checkpoint checkpoint,
      DoubleConsumer progress) {
    try (Workers workers = new Workers(settings.precision(), settings.threads())) {
      return new Fitting(settings, kind, lesson, budget, checkpoint, workers).run(progress);
    }
  }

  private Fit run(DoubleConsumer progress) {
    DivergedException failure = null;
    double value = Double.NaN;
    resume();
    if (curve.isEmpty()) {
      note(value);
    }
    while (failure == null && spent < 1) {
      try {
        long start = System.nanoTime();
        value = epoch();
        seconds += 1e-9 * (System.nanoTime() - start);
      } catch (DivergedException e) {
        failure = e;
      }
      spent = budget.spent(epochs, seconds);
      if (failure != null || spent * POINTS >= curve.size()) {
        note(value);
      }
      if (failure == null && checkpoint != null && (spent == 1 || checkpoint.isDue())) {
        checkpoint.write(training,
            new Checkpoint.State(epochs, seconds, trainers.stream().map(Trainer::state).toList(), curve));
      }
      progress.accept(spent);
    }
    return new Fit(kind, models(), curve, failure);
  }

  private void resume() {
    Checkpoint.State state =
        checkpoint == null ? null : checkpoint.read(training, trainers.size(), loss.mlp().parameters());
    if (state == null) {
      return;
    }
    epochs = state.epochs();
    seconds = state.seconds();
    spent = budget.spent(epochs, seconds);
    curve.addAll(state.curve());
    for (int k = 0; k < trainers.size(); k++) {
      trainers.get(k).resume(epochs, state.members().get(k));
    }
  }

  private double epoch() throws DivergedException {
    double sum = 0;
    for (Trainer trainer : trainers) {
      sum += trainer.epoch();
    }
    epochs++;
    return sum / trainers.size();
  }

  private void note(double value) {
    curve.add(new Fit.Point(epochs, seconds, value, heldOut.of(models())));
  }

  private List<DynamicsModel> models() {
    return trainers.stream().map(trainer -> DynamicsModel.of(loss.mlp(), trainer.parameters(), inputUnits, outputUnits,
        lesson.changes())).toList();
  }
}
