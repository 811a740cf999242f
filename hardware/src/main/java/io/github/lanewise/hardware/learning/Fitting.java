package io.github.lanewise.hardware.learning;

import io.github.lanewise.lanes.Workers;
import io.github.lanewise.sobolev.Adam;
import io.github.lanewise.sobolev.DivergedException;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.Normalizer;
import io.github.lanewise.sobolev.SobolevLoss;
import io.github.lanewise.sobolev.TrainingData;
import java.util.ArrayList;
import java.util.List;
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
  private final SobolevLoss loss;
  private final Normalizer inputUnits;
  private final Normalizer outputUnits;
  private final HeldOutErrors heldOut;
  private final List<Trainer> trainers = new ArrayList<>();
  private final List<Fit.Point> curve = new ArrayList<>();
  private double spent;
  private long epochs;
  private long nanos;

  private Fitting(FitSettings settings, LossKind kind, Lesson lesson, Budget budget, Workers workers) {
    this.kind = kind;
    this.lesson = lesson;
    this.budget = budget;
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
   */
  public static Fit run(FitSettings settings, LossKind kind, Lesson lesson, Budget budget, DoubleConsumer progress) {
    try (Workers workers = new Workers(settings.precision(), settings.threads())) {
      return new Fitting(settings, kind, lesson, budget, workers).run(progress);
    }
  }

  private Fit run(DoubleConsumer progress) {
    DivergedException failure = null;
    double value = Double.NaN;
    note(value);
    while (failure == null && spent < 1) {
      try {
        long start = System.nanoTime();
        value = epoch();
        nanos += System.nanoTime() - start;
      } catch (DivergedException e) {
        failure = e;
      }
      spent = budget.spent(epochs, seconds());
      progress.accept(spent);
      if (failure != null || spent * POINTS >= curve.size()) {
        note(value);
      }
    }
    return new Fit(kind, models(), curve, failure);
  }

  private double epoch() throws DivergedException {
    double sum = 0;
    for (Trainer trainer : trainers) {
      sum += trainer.epoch();
    }
    epochs++;
    return sum / trainers.size();
  }

  private double seconds() {
    return 1e-9 * nanos;
  }

  private void note(double value) {
    curve.add(new Fit.Point(epochs, seconds(), value, heldOut.of(models())));
  }

  private List<DynamicsModel> models() {
    return trainers.stream().map(trainer -> DynamicsModel.of(loss.mlp(), trainer.parameters(), inputUnits, outputUnits,
        lesson.changes())).toList();
  }
}
