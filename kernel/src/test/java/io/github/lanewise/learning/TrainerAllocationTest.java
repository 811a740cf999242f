package io.github.lanewise.learning;

import io.github.lanewise.lanes.QuietCalls;
import io.github.lanewise.learning.MixedReturn.Reading;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** After warm-up a window, with all that is learned from it, allocates nothing, in no thread. */
class TrainerAllocationTest {
  private static final Task TASK = new ShortEpisodes(Tasks.named("cartpole", TaskVariant.PUBLISHED), 7);
  private static final TrainingSettings SETTINGS = TrainingSettings.published("cartpole").withRobots(40).withWindow(4)
      .withObjective(new MixedReturn(0.99, 0.9, 0.5, Reading.TAIL));

  @Test
  void mixedWindows() {
    assertQuiet(simulation -> new WindowTrainer(TASK, simulation, SETTINGS));
  }

  @Test
  void proximalPolicyOptimisation() {
    assertQuiet(simulation -> new PpoTrainer(TASK, simulation, SETTINGS));
  }

  private static void assertQuiet(Function<Simulation, Trainer> learner) {
    try (Simulation simulation = Trainer.simulation(TASK, SETTINGS).threads(2).build()) {
      Trainer trainer = learner.apply(simulation);
      QuietCalls.assertReached(trainer::window);
    }
  }
}
