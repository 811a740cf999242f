package io.github.lanewise.learning;

import io.github.lanewise.lanes.QuietCalls;
import io.github.lanewise.learning.MixedReturn.Reading;
import io.github.lanewise.learning.TrainingSettings.Source;
import io.github.lanewise.model.RobotModel;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import io.github.lanewise.task.TipTask;
import io.github.lanewise.task.TipVariation;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** After warm-up a window, with all that is learned from it, allocates nothing, in no thread. */
class TrainerAllocationTest {
  private static final Task TASK = new ShortEpisodes(Tasks.named("cartpole", TaskVariant.PUBLISHED), 7);
  private static final TrainingSettings SETTINGS = TrainingSettings.published("cartpole").withRobots(40).withWindow(4)
      .withObjective(new MixedReturn(0.99, 0.9, 0.5, Reading.TAIL));

  @Test
  void mixedWindows() {
    assertQuiet(TASK, simulation -> new WindowTrainer(TASK, simulation, SETTINGS));
  }

  /** Robots are drawn anew with their episodes, act late and sense with errors. */
  @Test
  void windowsOfRobotsThatVary() {
    Task tip = new TipTask(RobotModel.builtIn("finger"), null, 0.001, new TipVariation(0.2, 1, 0.002, 0.02));
    Task task = new ShortEpisodes(tip, 7);
    assertQuiet(task, simulation -> new WindowTrainer(task, simulation, SETTINGS));
  }

  @Test
  void adaptiveWindows() {
    Task task = new ShortEpisodes(Tasks.named("hopper", TaskVariant.PUBLISHED), 7);
    TrainingSettings settings = SETTINGS.withAdaptiveWindows();
    TrainingSettings fewPasses = new TrainingSettings(settings.robots(), settings.window(), settings.windows(),
        settings.objective(), settings.actor(),
        new TrainingSettings.Values(new int[] {16}, 1e-3, 0.95, 3, 0.02, 2, 0.2, 2), settings.adaptive(), null, 0);
    assertQuiet(task, simulation -> new WindowTrainer(task, simulation, fewPasses));
  }

  @Test
  void windowsInAModel() {
    TrainingSettings settings = SETTINGS.withModel(new TrainingSettings.Model(
        new int[] {24}, 3e-3, 2, 2, 64, 2, 999, 0.1, 3, 0.5, Source.MODEL, Source.MODEL));
    assertQuiet(TASK, simulation -> new WindowTrainer(TASK, simulation, settings));
  }

  @Test
  void windowsWithEntropy() {
    assertQuiet(TASK, simulation -> new WindowTrainer(TASK, simulation, SETTINGS.withEntropy(-0.5)));
  }

  @Test
  void softActorCritic() {
    TrainingSettings settings = TrainingSettings.soft("cartpole").withRobots(40).withWindow(1);
    assertQuiet(TASK, simulation -> new SacTrainer(TASK, simulation, settings));
  }

  @Test
  void proximalPolicyOptimisation() {
    assertQuiet(TASK, simulation -> new PpoTrainer(TASK, simulation, SETTINGS));
  }

  private static void assertQuiet(Task task, Function<Simulation, Trainer> learner) {
    try (Simulation simulation = Trainer.simulation(task, SETTINGS).threads(2).build()) {
      Trainer trainer = learner.apply(simulation);
      QuietCalls.assertReached(trainer::window);
    }
  }
}
