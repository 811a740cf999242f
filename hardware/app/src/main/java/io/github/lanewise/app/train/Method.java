package io.github.lanewise.app.train;

import io.github.lanewise.learning.MixedReturn;
import io.github.lanewise.learning.PpoTrainer;
import io.github.lanewise.learning.Trainer;
import io.github.lanewise.learning.TrainingSettings;
import io.github.lanewise.learning.WindowTrainer;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import java.util.function.BinaryOperator;

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
  PPO((published, mixed) -> published, PpoTrainer::new);

  /** Makes what learns. */
  @FunctionalInterface
  private interface Factory {
    Trainer trainer(Task task, Simulation simulation, TrainingSettings settings);
  }

  private final BinaryOperator<TrainingSettings> choice;
  private final Factory factory;

  Method(BinaryOperator<TrainingSettings> choice, Factory factory) {
    this.choice = choice;
    this.factory = factory;
  }

  /** The settings of this method; mixed is how windows of several lengths would be mixed. */
  TrainingSettings settings(TrainingSettings published, MixedReturn mixed) {
    return choice.apply(published, published.withObjective(mixed));
  }

  /** What learns, at its beginning. */
  Trainer trainer(Task task, Simulation simulation, TrainingSettings settings) {
    return factory.trainer(task, simulation, settings);
  }
}
