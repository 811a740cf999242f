package io.github.lanewise.sobolev.fitting;

import io.github.lanewise.lanes.DivergenceException;
import io.github.lanewise.lanes.Workers;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.Normalizer;
import io.github.lanewise.sobolev.DynamicsModel;
import io.github.lanewise.sobolev.SobolevLoss;
import io.github.lanewise.sobolev.TrainingData;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * One training: all members of an ensemble an epoch each in turn, in normalised units, the learning rate along a cosine
 * over the limit.
 */
public final class Fitting {
  /** Where the state of a training is kept, so that it can be broken off. */
  public interface Store {
    /**
     * {@return the state that is there; null if there is none}
     *
     * @param training names and values of what the state depends on
     * @param members networks of the ensemble
     * @param weights of each
     * @throws IllegalArgumentException if it is damaged or of another training, with both sides
     * @throws UncheckedIOException if it cannot be read
     */
    TrainingState read(Map<String, String> training, int members, int weights);

    /** {@return whether it is time to write again} */
    boolean isDue();

    /**
     * Keeps a state in place of the one before.
     *
     * @param training as for {@link #read}
     * @param state to keep
     * @throws UncheckedIOException if it cannot be written
     */
    void write(Map<String, String> training, TrainingState state);
  }

  /** Points of a curve. */
  private static final int POINTS = 50;
  private static final double LAST_RATE = 0.01;

  private final LossKind kind;
  private final Dataset dataset;
  private final TrainingLimit limit;
  private final Store store;
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

  private Fitting(FitSettings settings, LossKind kind, Dataset dataset, TrainingLimit limit, Store store,
      Workers workers) {
    this.kind = kind;
    this.dataset = dataset;
    this.limit = limit;
    this.store = store;
    training = settings.named();
    training.put("loss", kind.toString());
    training.put("epochs", Double.toString(limit.epochs()));
    training.put("seconds", Double.toString(limit.seconds()));
    training.put("states", Integer.toString(dataset.stateCount()));
    training.put("residual", Boolean.toString(dataset.changes()));
    training.put("samples", dataset.fingerprint());
    TrainingData data = dataset.training();
    loss = settings.loss(kind, data.inputCount(), dataset.stateCount(), data.outputCount());
    inputUnits = dataset.inputUnits();
    outputUnits = dataset.outputUnits();
    heldOut = new HeldOutErrors(dataset);
    TrainingData normalized = dataset.targets(data).normalized(inputUnits, outputUnits);
    double low = LAST_RATE * settings.optimiser().learningRate();
    Adam adam =
        Adam.of(step -> low + (settings.optimiser().learningRate() - low) * (1 + Math.cos(Math.PI * spent)) / 2);
    for (int member = 0; member < settings.network().members(); member++) {
      trainers.add(Trainer.of(loss, adam, normalized, settings.optimiser().batch(), settings.seed() + member, workers));
    }
  }

  /**
   * {@return what comes of training until the limit is spent or training diverges}
   *
   * @param settings of networks and training
   * @param kind of the loss
   * @param dataset samples to train with and samples held out
   * @param limit of epochs or time
   * @param progress is given the part of the limit that is spent
   * @throws IllegalArgumentException if the samples have no Jacobians and the loss needs them, or the network is too
   *     large
   */
  public static Fit run(FitSettings settings, LossKind kind, Dataset dataset, TrainingLimit limit,
      DoubleConsumer progress) {
    return run(settings, kind, dataset, limit, null, progress);
  }

  /**
   * {@return the same, from where a store says that it was and to the same bits as without a break; the state is stored
   * on the way and at the end, but not when training diverges}
   *
   * @param settings of networks and training
   * @param kind of the loss
   * @param dataset samples to train with and samples held out
   * @param limit of epochs or time
   * @param store such as a checkpoint file, or null
   * @param progress is given the part of the limit that is spent
   * @throws IllegalArgumentException as well if what is stored is damaged or of another training, with both sides
   * @throws UncheckedIOException if it cannot be read or written
   */
  public static Fit run(FitSettings settings, LossKind kind, Dataset dataset, TrainingLimit limit, Store store,
      DoubleConsumer progress) {
    try (Workers workers = new Workers(settings.precision(), settings.threads())) {
      return new Fitting(settings, kind, dataset, limit, store, workers).run(progress);
    }
  }

  private Fit run(DoubleConsumer progress) {
    DivergenceException failure = null;
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
      } catch (DivergenceException e) {
        failure = e;
      }
      spent = limit.spent(epochs, seconds);
      if (failure != null || spent * POINTS >= curve.size()) {
        note(value);
      }
      if (failure == null && store != null && (spent == 1 || store.isDue())) {
        store.write(training,
            new TrainingState(epochs, seconds, trainers.stream().map(Trainer::state).toList(), curve));
      }
      progress.accept(spent);
    }
    return new Fit(kind, models(), curve, failure);
  }

  private void resume() {
    TrainingState state = store == null ? null : store.read(training, trainers.size(), loss.mlp().weightCount());
    if (state == null) {
      return;
    }
    epochs = state.epochCount();
    seconds = state.seconds();
    spent = limit.spent(epochs, seconds);
    curve.addAll(state.curve());
    for (int k = 0; k < trainers.size(); k++) {
      trainers.get(k).resume(epochs, state.members().get(k));
    }
  }

  private double epoch() {
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
    return trainers.stream().map(trainer -> DynamicsModel.of(loss.mlp(), trainer.weights(), inputUnits, outputUnits,
        dataset.changes())).toList();
  }
}
