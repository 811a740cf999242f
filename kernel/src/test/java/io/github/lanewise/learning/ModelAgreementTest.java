package io.github.lanewise.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.lanes.Batch;
import io.github.lanewise.lanes.ElementType;
import io.github.lanewise.lanes.Workspace;
import io.github.lanewise.learning.TrainingSettings.Source;
import io.github.lanewise.simulation.Simulation;
import io.github.lanewise.simulation.Surrogate;
import io.github.lanewise.task.Task;
import io.github.lanewise.task.TaskVariant;
import io.github.lanewise.task.Tasks;
import org.junit.jupiter.api.Test;

/** That agreement with the robots comes with learning, is best for short windows, and that nothing is learned by it. */
class ModelAgreementTest {
  private static final Task TASK = Tasks.named("cartpole", TaskVariant.PUBLISHED);

  @Test
  void agreementComesWithLearning() {
    TrainingSettings settings = TrainingSettings.published("cartpole").withRobots(32).withWindow(16).withSeed(4)
        .withModel(new TrainingSettings.Model(new int[] {48, 48}, 3e-3, 1, 20, 128, 8, 20_000, 0.1, 100, 0.5,
            Source.ENV, Source.MODEL));
    try (Simulation simulation = TASK.simulation().precision(ElementType.DOUBLE).robots(32).build()) {
      WindowTrainer trainer = new WindowTrainer(TASK, simulation, settings);
      trainer.window();
      ModelAgreement first = ModelAgreement.of(trainer, 3);
      for (int k = 0; k < 60; k++) {
        trainer.window();
      }
      GaussianPolicy policy = trainer.policy();
      ModelAgreement then = ModelAgreement.of(trainer, 3);
      assertThat(trainer.policy()).isEqualTo(policy);
      assertThat(then.errors()).hasSize(16);
      assertThat(then.errors()[0]).isPositive().isLessThan(0.7 * first.errors()[0]);
      assertThat(then.errors()[15]).isGreaterThan(then.errors()[0]).isLessThan(first.errors()[15]);
      assertThat(then.backwards().cosine()).isBetween(-1.0, 1.0);
    }
  }

  /** A model in which nothing moves is wrong by all that moved, whatever the units; the robots' own steps are not. */
  @Test
  void whatStandsStillIsWrongByAllThatMoved() {
    TrainingSettings settings = TrainingSettings.published("cartpole").withRobots(6).withWindow(5).withSeed(4);
    try (Simulation simulation = TASK.simulation().precision(ElementType.DOUBLE).robots(6).build()) {
      PolicyRollout window = new WindowTrainer(TASK, simulation, settings).rollout();
      RunningStatistics changes = new RunningStatistics("changes", 4);
      ModelErrors still = new ModelErrors(window, changes);
      ModelErrors own = new ModelErrors(window, changes);
      for (int k = 0; k < 3; k++) {
        window.run();
        still.add(new Surrogate() {
          @Override
          public void step(Batch state, Batch action, int block, Workspace workspace) {
            // x' = x
          }

          @Override
          public void pullBack(Batch state, Batch action, Batch nextBar, Batch stateBar, Batch actionBar, int block,
              Workspace workspace) {
            throw new UnsupportedOperationException();
          }
        });
        window.run();
        own.add(null);
        window.rollout().continueFromEnd();
      }
      assertThat(still.errors()).containsExactly(new double[] {1, 1, 1, 1, 1}, within(1e-12));
      assertThat(own.errors()).containsExactly(new double[5], within(1e-12));
    }
  }

  @Test
  void aTrainingWithoutModelIsRefused() {
    TrainingSettings settings = TrainingSettings.published("cartpole").withRobots(2);
    try (Simulation simulation = Trainer.simulation(TASK, settings).build()) {
      WindowTrainer trainer = new WindowTrainer(TASK, simulation, settings);
      assertThatThrownBy(() -> ModelAgreement.of(trainer, 3)).hasMessageContaining("learns no model");
    }
  }
}
