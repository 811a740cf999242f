package io.github.lanewise.app.train;

import io.github.lanewise.learning.MixedReturn;
import io.github.lanewise.learning.PpoTrainer;
import io.github.lanewise.learning.SacTrainer;
import io.github.lanewise.learning.Trainer;
import io.github.lanewise.learning.TrainingSettings;
import io.github.lanewise.learning.WindowTrainer;
import io.github.lanewise.simulation.LaneSimulation;
import io.github.lanewise.task.LaneTask;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** What learns: the words after {@code --method}. */
enum Method {
  /** Windows of all lengths, mixed, with values at their ends. */
  MIX((published, mixed) -> mixed, WindowTrainer::new),
  /** The same, in windows of the robots and in windows of a model of them that is learned beside the policy. */
  MBMIX((published, mixed) -> mixed, WindowTrainer::new),
  /** The longest windows, with values at their ends. */
  SHAC((published, mixed) -> published, WindowTrainer::new),
  /** The longest windows, of a length that follows the stiffness of contacts, with two networks of values. */
  AHAC((published, mixed) -> published.withAdaptiveWindows().withTwoCritics(), WindowTrainer::new),
  /** The rewards of windows alone. */
  BPTT((published, mixed) -> published.withoutCritic(), WindowTrainer::new),
  /** Proximal policy optimisation, without derivatives of the robots. */
  PPO(task -> TrainingSettings.published(task).withLearningRate(1e-3), (own, mixed) -> own, PpoTrainer::new),
  /** Soft actor-critic, without derivatives of the robots, from all that was done so far. */
  SAC(TrainingSettings::soft, (own, mixed) -> own, SacTrainer::new);

  /** Makes what learns. */
  @FunctionalInterface
  private interface Factory {
    Trainer trainer(LaneTask task, LaneSimulation simulation, TrainingSettings settings);
  }

  private final Function<String, TrainingSettings> usual;
  private final BinaryOperator<TrainingSettings> choice;
  private final Factory factory;

  Method(BinaryOperator<TrainingSettings> choice, Factory factory) {
    this(TrainingSettings::published, choice, factory);
  }

  Method(Function<String, TrainingSettings> usual, BinaryOperator<TrainingSettings> choice, Factory factory) {
    this.usual = usual;
    this.choice = choice;
    this.factory = factory;
  }

  /** Settings for a task's name from which options may differ. */
  TrainingSettings usual(String task) {
    return usual.apply(task);
  }

  /** The settings of this method; mixed is how windows of several lengths would be mixed. */
  TrainingSettings settings(TrainingSettings chosen, MixedReturn mixed) {
    return choice.apply(chosen, chosen.withObjective(mixed));
  }

  /** What learns, at its beginning. */
  Trainer trainer(LaneTask task, LaneSimulation simulation, TrainingSettings settings) {
    return factory.trainer(task, simulation, settings);
  }
}
