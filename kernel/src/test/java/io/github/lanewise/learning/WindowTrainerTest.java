package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Snapshot;
import io.github.lanewise.learning.MixedReturn.Reading;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import org.junit.jupiter.api.Test;

/** Training: what it reaches. */
class WindowTrainerTest {
  private static final Task TASK = Tasks.named("cartpole", TaskVariant.PUBLISHED);

  private static TrainingSettings settings(int robots) {
    return TrainingSettings.published("cartpole").withRobots(robots).withWindow(8).withSeed(4)
        .withObjective(new MixedReturn(0.99, 0.9, 0.5, Reading.TAIL));
  }

  private static Simulation simulation(Task task, int robots, int threads, ElementType precision) {
    return task.simulation().precision(precision).robots(robots).threads(threads).build();
  }

  /** A pole that hangs is worth about -9.9 a step, 240 of them an episode. */
  @Test
  void thePoleSwingsUp() {
    TrainingSettings settings = TrainingSettings.published("cartpole").withSeed(1);
    try (Simulation simulation = Trainer.simulation(TASK, settings).build()) {
      Trainer trainer = new WindowTrainer(TASK, simulation, settings);
      for (int k = 0; k < 150; k++) {
        trainer.window();
      }
      assertThat(trainer.episodes().meanReturn()).isGreaterThan(-1000);
      assertThat(trainer.losses()).isEqualTo(new Trainer.Losses(0, 0, 0));
    }
  }

  @Test
  void thePolicyActsAsTheRobotsDo() {
    try (Simulation simulation = simulation(TASK, 10, 1, ElementType.DOUBLE)) {
      GaussianPolicy policy = new WindowTrainer(TASK, simulation, settings(10)).policy();
      double[] u = new double[1];
      policy.actor().act(new double[] {0.3, -0.2, 0.5, 0.8, 1}, u);
      assertThat(u[0]).isBetween(-1.0, 1.0).isNotZero();
      assertThat(policy.observationNames()).isEqualTo(TASK.observationNames());
    }
  }

  @Test
  void proximalPolicyOptimisationLearnsToo() {
    TrainingSettings settings = TrainingSettings.published("cartpole").withSeed(1).withLearningRate(1e-3);
    try (Simulation simulation = Trainer.simulation(TASK, settings).build()) {
      Trainer trainer = new PpoTrainer(TASK, simulation, settings);
      for (int k = 0; k < 8; k++) {
        trainer.window();
      }
      double first = trainer.episodes().meanReturn();
      for (int k = 0; k < 400; k++) {
        trainer.window();
      }
      assertThat(first).isLessThan(-2500);
      assertThat(trainer.episodes().meanReturn()).isGreaterThan(-1300);
    }
  }

  /** Once more than a pole that hangs, -2,370, in a tenth of the steps. */
  @Test
  void softActorCriticLearnsToo() {
    TrainingSettings settings = TrainingSettings.soft("cartpole").withSeed(1);
    try (Simulation simulation = Trainer.simulation(TASK, settings).build()) {
      Trainer trainer = new SacTrainer(TASK, simulation, settings);
      for (int k = 0; k < 200; k++) {
        trainer.window();
      }
      assertThat(trainer.episodes().meanReturn()).isGreaterThan(-2000);
      assertThat(trainer.losses()).isEqualTo(new Trainer.Losses(0, 0, 0));
    }
  }

  @Test
  void anotherNumberOfRobotsIsRefused() {
    try (Simulation simulation = simulation(TASK, 10, 1, ElementType.DOUBLE)) {
      assertThatThrownBy(() -> new WindowTrainer(TASK, simulation, settings(11)))
          .hasMessageContaining("simulation of 10 robots").hasMessageContaining("training of 11");
      Trainer trainer = new WindowTrainer(TASK, simulation, settings(10));
      assertThatThrownBy(() -> trainer.resume(new Snapshot())).hasMessageContaining("episodes.states");
    }
  }
}
